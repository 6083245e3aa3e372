import { createPopover } from '../bar/popover';
import { h, icon } from '../dom';
import { words } from '../words';

/** How the window moves when it is played. */
export interface Pace {
  /** as many times as fast as usual */
  speed: number;
  /** only the last day moves on */
  grows: boolean;
}

const speeds = [0.25, 0.5, 1, 2, 4];

/** What is chosen under a button; it holds as long as the page is open. */
export function createPace(pace: Pace): { el: HTMLElement } {
  const title = words.playing.title;
  const button = h('button', { type: 'button', class: 'step', title, 'aria-label': title }, icon('pace'));
  const speed = h(
    'select',
    { onchange: () => Object.assign(pace, { speed: Number(speed.value) }) },
    ...speeds.map((one) => h('option', { value: one, selected: one === pace.speed }, words.playing.times(one))),
  );
  const choice = (label: string, grows: boolean) =>
    h(
      'label',
      { class: 'choice' },
      h('input', {
        type: 'radio',
        name: 'pace',
        checked: pace.grows === grows,
        onchange: () => Object.assign(pace, { grows }),
      }),
      h('span', {}, label),
    );
  const body = h(
    'div',
    { class: 'pace' },
    h('label', { class: 'pace-speed' }, words.playing.speed, speed),
    choice(words.playing.moves, false),
    choice(words.playing.grows, true),
  );
  return {
    el: h(
      'span',
      {},
      button,
      createPopover(button, title, body, () => {}),
    ),
  };
}
