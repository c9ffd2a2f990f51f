import { expect, it } from 'vitest';

import { aDigit } from './article';

it('gives each digit the article that it is read with', () => {
  expect([0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map(aDigit).join(', ')).toBe(
    'a 0, a 1, a 2, a 3, a 4, a 5, a 6, a 7, an 8, a 9',
  );
});
