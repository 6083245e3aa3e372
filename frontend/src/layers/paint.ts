import type { Map as LeafletMap } from 'leaflet';
import { eachFrame, type View } from '../dom';
import { createOverlay, type Frame } from '../map/overlay';
import type { App, AppState } from '../state/app';
import { type Keys, touches } from '../state/state';
import { type Form, formsAt, type OwnLayer } from './own';

const PANE = 'own';
const Z = '405'; // over the map's ground, under outlines and symbols
const STEP = 0.6; // CSS px: vertices nearer to the last one drawn are skipped
const DOT = 4; // CSS px

/** Draws the reader's own layers on a canvas below the symbols. */
export function createLayerPaint(map: LeafletMap, app: App): View<Keys<AppState>> {
  map.createPane(PANE).style.zIndex = Z;
  const draw = () => {
    const { layers, summary } = app.get();
    overlay.show(layers.length > 0);
    const context = overlay.canvas.getContext('2d')!;
    const { ratio, width, height } = overlay.frame;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, width, height);
    for (const layer of layers) {
      if (layer.shown) paintLayer(context, overlay.frame, layer, summary?.to ?? Number.POSITIVE_INFINITY);
    }
  };
  const soon = eachFrame(draw);
  const overlay = createOverlay(map, PANE, 'own-layers', soon);
  return {
    update(changed) {
      if (touches(changed, 'layers') || (touches(changed, 'summary') && app.get().layers.length)) soon();
    },
    destroy: overlay.destroy,
  };
}

function paintLayer(context: CanvasRenderingContext2D, frame: Frame, { forms, colour }: OwnLayer, end: number): void {
  context.strokeStyle = colour;
  context.fillStyle = colour;
  context.lineWidth = 2;
  context.lineJoin = 'round';
  for (const form of formsAt(forms, end)) paintForm(context, frame, form);
}

function paintForm(context: CanvasRenderingContext2D, frame: Frame, { kind, parts }: Form): void {
  context.beginPath();
  for (const part of parts) {
    if (kind === 'point') dots(context, frame, part);
    else line(context, frame, part, kind === 'area');
  }
  if (kind === 'point') context.fill();
  else context.stroke();
  if (kind !== 'area') return;
  context.globalAlpha = 0.1;
  context.fill('evenodd');
  context.globalAlpha = 1;
}

/** The part's shift to the copy of the world that is nearest to the frame, CSS px. */
function shift(part: Float64Array, { world, left, width }: Frame): number {
  return -Math.round((part[0]! * world - left - width / 2) / world) * world - left;
}

function line(context: CanvasRenderingContext2D, frame: Frame, part: Float64Array, closed: boolean): void {
  const { world, top } = frame;
  const dx = shift(part, frame);
  let lastX = Number.NaN;
  let lastY = Number.NaN;
  for (let i = 0; i < part.length; i += 2) {
    const x = part[i]! * world + dx;
    const y = part[i + 1]! * world - top;
    if (i && i < part.length - 2 && Math.abs(x - lastX) < STEP && Math.abs(y - lastY) < STEP) continue;
    if (i) context.lineTo(x, y);
    else context.moveTo(x, y);
    lastX = x;
    lastY = y;
  }
  if (closed) context.closePath();
}

function dots(context: CanvasRenderingContext2D, frame: Frame, part: Float64Array): void {
  for (let i = 0; i < part.length; i += 2) {
    const x = part[i]! * frame.world + shift(part.subarray(i), frame);
    const y = part[i + 1]! * frame.world - frame.top;
    context.moveTo(x + DOT, y);
    context.arc(x, y, DOT, 0, 2 * Math.PI);
  }
}
