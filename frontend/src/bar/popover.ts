import { attr, h } from '../dom';

let made = 0;

/** What opens under a button. The browser closes it on Escape and on a click elsewhere. */
export function createPopover(button: HTMLElement, title: string, body: HTMLElement, onOpen: () => void): HTMLElement {
  const id = `popover-${made++}`;
  const popover = h(
    'div',
    { class: 'popover', id, popover: 'auto', role: 'group', 'aria-label': title },
    h('p', { class: 'popover-title' }, title),
    body,
  );
  attr(button, 'popovertarget', id);
  attr(button, 'aria-expanded', 'false');
  popover.addEventListener('beforetoggle', (event) => {
    if ((event as ToggleEvent).newState === 'open') onOpen();
  });
  // What it holds grows, as with a file that is read; the window is made smaller, or turned.
  const observer = new ResizeObserver(() => {
    if (popover.matches(':popover-open')) placeUnder(button, popover);
    else observer.disconnect();
  });
  popover.addEventListener('toggle', (event) => {
    const open = (event as ToggleEvent).newState === 'open';
    attr(button, 'aria-expanded', String(open));
    if (!open) return;
    placeUnder(button, popover);
    for (const el of [popover, document.documentElement]) observer.observe(el);
  });
  return popover;
}

const MARGIN = 8; // CSS px to the edges of the window
const GAP = 6; // CSS px between the button and what it opens

function placeUnder(button: HTMLElement, popover: HTMLElement): void {
  const at = button.getBoundingClientRect();
  const { width, height } = popover.getBoundingClientRect();
  const lowest = innerHeight - height - MARGIN;
  const [below, above] = [at.bottom + GAP, at.top - height - GAP];
  const top = below <= lowest ? below : above >= MARGIN ? above : lowest; // else over the button itself
  popover.style.left = `${Math.max(MARGIN, Math.min(at.left, innerWidth - width - MARGIN))}px`;
  popover.style.top = `${Math.max(MARGIN, top)}px`;
}
