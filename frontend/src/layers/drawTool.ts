import type { Map as LeafletMap } from 'leaflet';
import { attr, h, icon, setText } from '../dom';

export interface DrawTool {
  readonly armed: boolean;
  arm(on: boolean): void;
  say(text: string): void;
  destroy(): void;
}

export interface DrawToolParts {
  map: LeafletMap;
  tools: HTMLElement;
  symbol: string;
  title: string;
  hint: string;
  /** told when the tool is taken up or laid down */
  onArm(on: boolean): void;
}

const ARM = 'mentionmap-arm'; // one tool at a time

/** A button that turns the next touch of the map into drawing; Escape lays it down. */
export function createDrawTool({ map, tools, symbol, title, hint, onArm }: DrawToolParts): DrawTool {
  const el = map.getContainer();
  const button = h('button', { type: 'button', class: 'tool', 'aria-pressed': 'false', 'aria-label': title, title });
  button.append(icon(symbol));
  const line = h('p', { class: 'draw-hint', role: 'status' });
  tools.append(button);
  tools.after(line);
  let armed = false;

  const arm = (on: boolean) => {
    if (on === armed) return;
    if (on) document.dispatchEvent(new CustomEvent(ARM));
    armed = on;
    attr(button, 'aria-pressed', String(on));
    el.classList.toggle('drawing', on);
    setText(line, on ? hint : '');
    if (on) map.dragging.disable();
    else map.dragging.enable();
    onArm(on);
  };
  const swallow = (event: Event) => {
    if (armed) event.stopPropagation();
  };
  const key = (event: KeyboardEvent) => {
    if (!armed || event.key !== 'Escape') return;
    event.preventDefault();
    arm(false);
  };
  const layDown = () => arm(false);
  button.addEventListener('click', () => arm(!armed));
  for (const kind of ['click', 'dblclick']) el.addEventListener(kind, swallow, true);
  document.addEventListener('keydown', key, true);
  document.addEventListener(ARM, layDown);

  return {
    get armed() {
      return armed;
    },
    arm,
    say: (text) => setText(line, text),
    destroy() {
      arm(false);
      for (const kind of ['click', 'dblclick']) el.removeEventListener(kind, swallow, true);
      document.removeEventListener('keydown', key, true);
      document.removeEventListener(ARM, layDown);
      button.remove();
      line.remove();
    },
  };
}
