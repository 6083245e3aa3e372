import type { Axis } from '../cube/axis';
import { civil, type Day } from '../time/day';
import { monthName } from '../time/say';
import { type Bin, ticksOf } from './bins';

export interface HistogramInput {
  bins: Bin[];
  axis: Axis;
  /** the bars of the window, in colour and without labels; else the grey ones */
  coloured: boolean;
}

const FOOT = 18; // CSS px under the bars, for the labels

/** Draws the bars, and the labels under the grey ones. The window is cut out of the coloured picture by its style. */
export function drawHistogram(canvas: HTMLCanvasElement, input: HistogramInput): void {
  const { clientWidth: width, clientHeight: height } = canvas;
  const ratio = window.devicePixelRatio || 1;
  if (canvas.width !== Math.round(width * ratio)) canvas.width = Math.round(width * ratio);
  if (canvas.height !== Math.round(height * ratio)) canvas.height = Math.round(height * ratio);
  const context = canvas.getContext('2d')!;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  const style = getComputedStyle(canvas);
  drawBars(context, input, width, height - FOOT, style);
  if (!input.coloured) drawTicks(context, input.axis, width, height, style);
}

function drawBars(
  context: CanvasRenderingContext2D,
  { bins, axis, coloured }: HistogramInput,
  width: number,
  height: number,
  style: CSSStyleDeclaration,
) {
  const most = bins.reduce((a, bin) => Math.max(a, bin.n), 1);
  const perDay = width / (axis.to - axis.from + 1);
  const colour = style.getPropertyValue(coloured ? '--data' : '--bar');
  const bar = (a: Day, b: Day, tall: number, colour: string) => {
    const left = (a - axis.from) * perDay;
    const wide = (b - a + 1) * perDay;
    context.fillStyle = colour;
    context.fillRect(left, height - tall, Math.max(1, wide - (wide > 3 ? 1 : 0)), tall);
  };
  for (const bin of bins) {
    if (!bin.n) continue;
    const tall = Math.max(1.5, (bin.n / most) * (height - 2));
    bar(bin.from, bin.to, tall, colour);
  }
  if (coloured) return;
  context.fillStyle = style.getPropertyValue('--line');
  context.fillRect(0, height, width, 1);
}

function drawTicks(
  context: CanvasRenderingContext2D,
  axis: Axis,
  width: number,
  height: number,
  style: CSSStyleDeclaration,
) {
  const perDay = width / (axis.to - axis.from + 1);
  context.textBaseline = 'alphabetic';
  for (const { day, year } of ticksOf(axis, width)) {
    const { year: y, month } = civil(day);
    const left = (day - axis.from) * perDay;
    const label = year ? String(y) : monthName(month);
    context.font = `${year ? 600 : 400} 11px ${style.fontFamily}`;
    context.fillStyle = style.getPropertyValue(year ? '--ink' : '--muted');
    const room = context.measureText(label).width + 4;
    if (left + room <= width) context.fillText(label, left + 3, height - 4);
    context.fillStyle = style.getPropertyValue('--line');
    context.fillRect(left, height - FOOT, 1, 5);
  }
}
