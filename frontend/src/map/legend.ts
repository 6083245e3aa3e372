import { h, type View } from '../dom';
import type { Unit } from '../state/filter';
import { num, words } from '../words';
import { legendSteps, type Scale } from './scale';

export interface LegendInput {
  scale: Scale;
  /** the largest count that the scale is made for */
  most: number;
  unit: Unit;
  /** colours tell of a change between two periods */
  compared: boolean;
}

const SVG = 'http://www.w3.org/2000/svg';

/** Says what size and form of a symbol mean. */
export function createLegend(el: HTMLElement): View<LegendInput> {
  let shown = '';
  return {
    update({ scale, most, unit, compared }) {
      const key = `${most} ${scale(most)} ${words.legend(unit)} ${compared}`;
      if (key === shown) return;
      shown = key;
      const steps = h('div', { class: 'legend-steps' });
      for (const n of legendSteps(most)) steps.append(step(symbol('circle', scale(n)), num(n)));
      const changes = compared ? words.compare.classes : [];
      el.classList.toggle('compared', compared);
      el.replaceChildren(
        h('p', { class: 'legend-title' }, words.legend(unit)),
        steps,
        ...changes.map((text, i) => step(symbol('circle', 5, `change-${i + 1}`), text)),
        step(symbol('circle', 5, 'hollow'), words.hollow),
        step(symbol('square', 5.5), words.square),
      );
    },
    destroy: () => el.replaceChildren(),
  };
}

function step(mark: SVGSVGElement, text: string): HTMLElement {
  const item = h('p', { class: 'legend-step' });
  item.append(mark, h('span', {}, text));
  return item;
}

function symbol(form: 'circle' | 'square', radius: number, look = 'solid'): SVGSVGElement {
  const size = Math.ceil(2 * radius + 4);
  const svg = document.createElementNS(SVG, 'svg');
  for (const [name, value] of Object.entries({
    width: size,
    height: size,
    'aria-hidden': 'true',
    class: look,
  }))
    svg.setAttribute(name, String(value));
  const mark = document.createElementNS(SVG, form === 'circle' ? 'circle' : 'rect');
  const reach = form === 'square' ? radius * 0.886 : radius;
  const attributes =
    form === 'circle'
      ? { cx: size / 2, cy: size / 2, r: radius }
      : { x: size / 2 - reach, y: size / 2 - reach, width: 2 * reach, height: 2 * reach };
  for (const [name, value] of Object.entries(attributes)) mark.setAttribute(name, String(value));
  svg.append(mark);
  return svg;
}
