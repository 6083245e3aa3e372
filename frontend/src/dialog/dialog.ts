import { h, icon } from '../dom';
import { words } from '../words';

/** A modal dialog with a heading and a way out; Escape closes it, the focus goes back to where it was. */
export function createDialog(className: string, title: string, ...body: (HTMLElement | null)[]): HTMLDialogElement {
  const id = `${className}-title`;
  const close = h('button', { type: 'button', class: 'icon-button', 'aria-label': words.close }, icon('close'));
  const dialog = h(
    'dialog',
    { class: className, 'aria-labelledby': id },
    h('header', { class: 'dialog-head' }, h('h2', { id }, title), close),
    ...body,
  );
  close.addEventListener('click', () => dialog.close());
  dialog.addEventListener('click', (event) => {
    if (event.target === dialog) dialog.close();
  });
  document.body.append(dialog);
  return dialog;
}
