type Child = Node | string | null | undefined | false;
type Value = string | number | boolean | null | undefined;

interface Props {
  class?: string;
  /** attributes; true writes an empty one, false and null leave it out */
  [attribute: string]: Value | ((event: never) => void);
}

/** Makes an element. Strings become text, never markup; "onclick" and the like take listeners. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  props: Props = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const el = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (typeof value === 'function') el.addEventListener(name.slice(2), value as EventListener);
    else attr(el, name, value);
  }
  el.append(
    ...children.filter((child): child is Node | string => child !== null && child !== undefined && child !== false),
  );
  return el;
}

/** Sets an attribute, or takes it away. */
export function attr(el: Element, name: string, value: Value): void {
  if (value === false || value === null || value === undefined) el.removeAttribute(name);
  else if (el.getAttribute(name) !== String(value === true ? '' : value))
    el.setAttribute(name, value === true ? '' : String(value));
}

/** Writes text where it differs, so that live regions speak only of changes. */
export function setText(el: Element, text: string): void {
  if (el.textContent !== text) el.textContent = text;
}

/** While a part of what an element says is to come, it keeps the height that it has. */
export function keepRoom(el: HTMLElement, coming: boolean): void {
  if (!coming) el.style.minHeight = '';
  else if (!el.style.minHeight) el.style.minHeight = `${el.offsetHeight}px`;
}

/** An icon of the sprite in index.html. */
export function icon(name: string): SVGSVGElement {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('class', 'icon');
  svg.setAttribute('aria-hidden', 'true');
  const use = document.createElementNS('http://www.w3.org/2000/svg', 'use');
  use.setAttribute('href', `#icon-${name}`);
  svg.append(use);
  return svg;
}

export function debounce(ms: number, fn: () => void): { (): void; cancel(): void } {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const call = () => {
    clearTimeout(timer);
    timer = setTimeout(fn, ms);
  };
  call.cancel = () => clearTimeout(timer);
  return call;
}

/** At once, then at most one call every ms, the last with what is true by then. */
export function throttle(ms: number, fn: () => void): { (): void; cancel(): void } {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let again = false;
  const pause = () => {
    timer = setTimeout(() => {
      timer = undefined;
      if (again) call();
    }, ms);
  };
  const call = () => {
    again = timer !== undefined;
    if (again) return;
    fn();
    pause();
  };
  call.cancel = () => {
    clearTimeout(timer);
    timer = undefined;
  };
  return call;
}

/** At most one call a frame, with what is true by then. */
export function eachFrame(fn: () => void): () => void {
  let asked = false;
  return () => {
    if (asked) return;
    asked = true;
    requestAnimationFrame(() => {
      asked = false;
      fn();
    });
  };
}

/** What every view is. */
export interface View<T = undefined> {
  update(change: T): void;
  destroy(): void;
}
