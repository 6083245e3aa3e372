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
  popover.addEventListener('toggle', (event) => {
    const open = (event as ToggleEvent).newState === 'open';
    attr(button, 'aria-expanded', String(open));
    if (open) placeUnder(button, popover);
  });
  return popover;
}

const MARGIN = 8; // CSS px to the edges of the window

function placeUnder(button: HTMLElement, popover: HTMLElement): void {
  const at = button.getBoundingClientRect();
  const { width, height } = popover.getBoundingClientRect();
  const below = at.bottom + 6;
  const top = below + height + MARGIN > innerHeight ? Math.max(MARGIN, at.top - height - 6) : below;
  popover.style.left = `${Math.max(MARGIN, Math.min(at.left, innerWidth - width - MARGIN))}px`;
  popover.style.top = `${top}px`;
}
