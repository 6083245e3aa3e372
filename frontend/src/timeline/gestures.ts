import type { Axis } from '../cube/axis';
import { addMonths, type Day } from '../time/day';
import type { Bin } from './bins';
import { type Ends, type Grip, isWhole, keyed, moved, shifted, standing } from './drag';
import { panned, zoomed } from './zoom';

export interface Handles {
  track: HTMLElement;
  from: HTMLElement;
  to: HTMLElement;
}

export interface GestureDeps {
  axis(): Axis | null;
  ends(): Ends;
  bins(): readonly Bin[];
  set(ends: Ends): void;
  look(axis: Axis): void;
  /** told when the hand takes hold and lets go (null) */
  onHold(grip: Grip | null): void;
}

/** Keys, mouse and touch on the handles and the track. */
export function listenToHands(handles: Handles, deps: GestureDeps): void {
  const { track } = handles;
  for (const which of ['from', 'to'] as const) {
    handles[which].addEventListener('keydown', (event) => onKey(event, which, deps));
  }
  track.addEventListener('pointerdown', (event) => onPointer(event, handles, deps));
  track.addEventListener('wheel', (event) => onWheel(event, track.getBoundingClientRect(), deps), { passive: false });
  track.addEventListener('dblclick', ({ clientX }) => {
    const axis = deps.axis();
    const day = axis && dayAt(clientX, axis, track.getBoundingClientRect());
    const bin = deps.bins().find(({ from, to }) => day !== null && day >= from && day <= to);
    if (bin) deps.set({ from: bin.from, to: bin.to });
  });
}

const NOTCH = 100; // px that a wheel turns at once
const CLOSER = 0.8; // of the axis that is left by one notch, or one key

/** Turned, the wheel looks closer at the day under it; turned sideways, or with Shift, it goes along the axis. */
function onWheel(event: WheelEvent, box: DOMRect, { axis, look }: GestureDeps): void {
  const span = axis();
  if (!span || event.ctrlKey) return;
  event.preventDefault();
  const px = event.deltaMode === WheelEvent.DOM_DELTA_PIXEL ? 1 : NOTCH / 3;
  const along = (event.shiftKey && !event.deltaX ? event.deltaY : event.deltaX) * px;
  const across = event.shiftKey ? 0 : event.deltaY * px;
  if (Math.abs(along) > Math.abs(across))
    look(panned(span, Math.round((along / box.width) * (span.to - span.from + 1)) || Math.sign(along)));
  else if (across) look(zoomed(span, CLOSER ** (-across / NOTCH), dayAt(event.clientX, span, box)));
}

const closer: Record<string, number> = { '+': CLOSER, '=': CLOSER, '-': 1 / CLOSER };

function onKey(event: KeyboardEvent, which: 'from' | 'to', { axis, ends, set, look }: GestureDeps): void {
  const span = axis();
  const times = event.ctrlKey || event.metaKey ? undefined : closer[event.key];
  if (span && times) {
    event.preventDefault();
    look(zoomed(span, times, standing(ends(), span)[which]));
    return;
  }
  const next = span && keyed(ends(), span, which, event.key, addMonths);
  if (!next) return;
  event.preventDefault();
  set(next);
}

function onPointer(event: PointerEvent, handles: Handles, { axis, ends, set, onHold }: GestureDeps): void {
  const span = axis();
  if (!span || event.button !== 0) return;
  const { track } = handles;
  const box = track.getBoundingClientRect();
  const pressed = dayAt(event.clientX, span, box);
  const onThumb = event.target instanceof Element && event.target.closest('[role=slider]');
  const grip = onThumb ? (onThumb === handles.from ? 'from' : 'to') : gripAt(pressed, standing(ends(), span), span);
  if (!onThumb && grip !== 'both') set(moved(ends(), span, grip, pressed));
  const start = standing(ends(), span);
  const move = ({ clientX }: PointerEvent) => {
    const days = dayAt(clientX, span, box) - pressed;
    set(grip === 'both' ? shifted(start, span, days) : moved(ends(), span, grip, start[grip] + days));
  };
  track.setPointerCapture(event.pointerId);
  track.addEventListener('pointermove', move);
  const end = () => {
    track.removeEventListener('pointermove', move);
    onHold(null);
  };
  track.addEventListener('lostpointercapture', end, { once: true });
  if (grip !== 'both') handles[grip].focus({ preventScroll: true });
  onHold(grip);
  event.preventDefault();
}

function dayAt(clientX: number, axis: Axis, { left, width }: DOMRect): Day {
  return axis.from + Math.floor(((clientX - left) / width) * (axis.to - axis.from + 1));
}

/** Inside a window that is not everything: the whole of it; beside it the handle of that side; else the nearer one. */
function gripAt(day: Day, at: { from: Day; to: Day }, axis: Axis): Grip {
  if (!isWhole(at, axis) && day > at.from && day < at.to) return 'both';
  if (day > at.to) return 'to';
  return day <= (at.from + at.to) / 2 ? 'from' : 'to';
}
