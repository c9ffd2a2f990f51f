// @vitest-environment happy-dom
import { expect, it } from 'vitest';

import { isTyping } from './typing';

function made(html: string): Element {
  document.body.innerHTML = html;
  const element = document.body.firstElementChild;
  if (element === null) throw new Error(html);
  return element;
}

it.each(['checkbox', 'radio', 'range', 'file', 'button'])('an input of type %s holds no text', (type) =>
  expect(isTyping(made(`<input type="${type}">`))).toBe(false),
);

it.each(['<input>', '<input type="search">', '<textarea></textarea>', '<p contenteditable>a</p>'])(
  'a text is being typed: %s',
  (html) => expect(isTyping(made(html))).toBe(true),
);

it('a field that has handed its text over is not being typed in', () => {
  expect(isTyping(made('<input data-untouched="true">'))).toBe(false);
  expect(isTyping(made('<input data-untouched="false">'))).toBe(true);
  expect(isTyping(document)).toBe(false);
});
