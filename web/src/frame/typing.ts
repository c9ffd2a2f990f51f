/** Inputs without a text of their own, in which the browser's undo has nothing to do. */
const NO_TEXT = ['button', 'checkbox', 'color', 'file', 'image', 'radio', 'range', 'reset', 'submit'];

/**
 * Whether somebody is in the middle of typing, so that Ctrl-Z belongs to the text. A field that says of
 * itself that nothing is typed in it (`data-untouched`) has handed over what was.
 */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement)
    return !NO_TEXT.includes(target.type) && target.dataset['untouched'] !== 'true';
  return target.closest('textarea, [contenteditable]') !== null;
}
