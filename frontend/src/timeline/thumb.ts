import type { Axis } from '../cube/axis';
import { attr, h, setText } from '../dom';
import type { Day } from '../time/day';
import { longDay } from '../time/say';
import { words } from '../words';

export interface Thumb {
  el: HTMLElement;
  /** percent: where it stands on the track; day: what it says; now: its value, between least and most */
  update(state: { percent: number; day: Day; now: Day; least: Day; most: Day; sum: string }): void;
}

const EDGE = 8; // percent of the track, beside which the bubble must not leave it

/** One handle of the window, a slider to keyboard and ear. */
export function createThumb(which: 'from' | 'to'): Thumb {
  const bubble = h('span', { class: 'bubble', 'aria-hidden': 'true' });
  const el = h(
    'div',
    {
      class: `thumb ${which}`,
      role: 'slider',
      tabindex: 0,
      'aria-label': which === 'from' ? words.firstDay : words.lastDay,
      'aria-orientation': 'horizontal',
      'aria-valuemin': 0,
      'aria-valuemax': 0,
      'aria-valuenow': 0,
    },
    bubble,
  );
  return {
    el,
    update({ percent, day, now, least, most, sum }) {
      el.style.left = `${percent}%`;
      el.classList.toggle('near-left', percent < EDGE);
      el.classList.toggle('near-right', percent > 100 - EDGE);
      attr(el, 'aria-valuemin', least);
      attr(el, 'aria-valuemax', most);
      attr(el, 'aria-valuenow', now);
      attr(el, 'aria-valuetext', words[which](longDay(day), sum));
      setText(bubble, longDay(day));
    },
  };
}

/** The days of the axis to percent of the track. */
export function percentOf(day: Day, axis: Axis): number {
  return ((day - axis.from) / (axis.to - axis.from + 1)) * 100;
}
