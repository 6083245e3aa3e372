import type { Axis } from '../cube/axis';
import { addMonths, type Day } from '../time/day';
import type { Bin } from './bins';
import { type Ends, type Grip, keyed, moved, shifted, standing } from './drag';

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
  track.addEventListener('dblclick', ({ clientX }) => {
    const axis = deps.axis();
    const day = axis && dayAt(clientX, axis, track.getBoundingClientRect());
    const bin = deps.bins().find(({ from, to }) => day !== null && day >= from && day <= to);
    if (bin) deps.set({ from: bin.from, to: bin.to });
  });
}

function onKey(event: KeyboardEvent, which: 'from' | 'to', { axis, ends, set }: GestureDeps): void {
  const span = axis();
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

/** Inside a window that is not everything: the whole of it; else the nearer handle. */
function gripAt(day: Day, at: { from: Day; to: Day }, axis: Axis): Grip {
  const whole = at.from === axis.from && at.to === axis.to;
  if (!whole && day > at.from && day < at.to) return 'both';
  return Math.abs(day - at.from) <= Math.abs(day - at.to) ? 'from' : 'to';
}
