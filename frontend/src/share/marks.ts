interface Placed {
  /** in the window, CSS px */
  at: DOMRect;
  fill: string;
}

/** A part of the legend as it stands on the screen. */
export type Mark =
  | (Placed & { kind: 'circle' | 'box'; stroke: string; line: number })
  | (Placed & { kind: 'text'; text: string; font: string });

/** The legend's ground, symbols and words, in the order in which they are painted. */
export function marksOf(legend: HTMLElement): Mark[] {
  if (!legend.childElementCount || !legend.checkVisibility()) return [];
  const { backgroundColor, borderTopColor } = getComputedStyle(legend);
  const ground = legend.getBoundingClientRect();
  const marks: Mark[] = [{ kind: 'box', at: ground, fill: backgroundColor, stroke: borderTopColor, line: 1 }];
  for (const el of legend.querySelectorAll('circle, rect')) if (el.checkVisibility()) marks.push(shapeOf(el));
  for (const el of legend.querySelectorAll('p, span')) {
    const text = el.textContent ?? '';
    if (el.childElementCount || !text || !el.checkVisibility()) continue;
    const { color, fontWeight, fontSize, fontFamily } = getComputedStyle(el);
    const font = `${fontWeight} ${fontSize} ${fontFamily}`;
    marks.push({ kind: 'text', at: el.getBoundingClientRect(), fill: color, text, font });
  }
  return marks;
}

function shapeOf(el: Element): Mark {
  const { fill, stroke, strokeWidth } = getComputedStyle(el);
  const kind = el.tagName === 'circle' ? 'circle' : 'box';
  return { kind, at: el.getBoundingClientRect(), fill, stroke, line: Number.parseFloat(strokeWidth) || 1 };
}
