import type { Cue, Reasons } from '../api/types';
import { h } from '../dom';

/** What decided for a place, in words: chosen place, cues, runner-up. */
export function renderWhy(name: string | null, { why: cues = [], runner_up: rival, confidence }: Reasons): HTMLElement {
  const share = `${Math.round(confidence * 100)} %`;
  return h(
    'div',
    { class: 'why-body' },
    h('p', {}, name ? `Placed at ${name}, sure to ${share}.` : 'Not placed: nothing was sure enough.'),
    cues.length ? h('ul', {}, ...cues.map(renderCue)) : h('p', { class: 'muted' }, 'No single cue decided.'),
    rival
      ? h(
          'p',
          { class: 'muted' },
          `Next best: ${[rival.name, rival.admin1, rival.country].filter(Boolean).join(', ')}.`,
        )
      : null,
  );
}

function renderCue({ name, detail, weight }: Cue): HTMLElement {
  const sign = weight >= 0 ? 'for' : 'against';
  return h(
    'li',
    { class: sign },
    h('span', { class: 'weight' }, weight >= 0 ? '+' : '−'),
    h('span', {}, h('span', { class: 'cue' }, `${name}: `), detail),
  );
}
