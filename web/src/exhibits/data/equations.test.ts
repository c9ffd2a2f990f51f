import fc from 'fast-check';
import { describe, it } from 'vitest';

import { all } from '../../testing/equations';
import { exchangesOf, viewsOf } from '../../testing/snapshots';
import { en as words } from './en';
import { pixelNumbers, portraitNumbers, scoreNumber, seenNumbers } from './explanations';
import { readDataView, readPortraitView, readSeen, readSuspects } from './lab.gen';

describe('the digits', () => {
  const exchanges = exchangesOf('data');
  const view = readDataView(exchanges['default']?.data);

  it.each(viewsOf('data', readDataView))('the pixel of "%s"', (_, shown) =>
    all(pixelNumbers(shown, shown.settings.pixel, words)),
  );

  it('every value of every pixel', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 255 }), fc.integer({ min: 0, max: 783 }), (value, pixel) => {
        const pixels = { ...view.shown.pixels, data: new Uint8Array(784).fill(value) };
        all(pixelNumbers({ ...view, shown: { ...view.shown, pixels } }, pixel, words));
      }),
    );
  });

  it('loss and margin of any probabilities', () => {
    const seen = readSeen(exchanges['seen']?.data);
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -20, max: 20, noNaN: true }), { minLength: 10, maxLength: 10 }),
        fc.integer({ min: 0, max: 9 }),
        (scores, label) => {
          const powers = scores.map((score) => Math.exp(score));
          const whole = powers.reduce((sum, power) => sum + power, 0);
          const data = powers.map((power) => power / whole);
          const own = data[label] ?? 0;
          const others = data.filter((_, k) => k !== label);
          const probabilities = { ...seen.probabilities, data: Float64Array.from(data) };
          const margin = own - Math.max(...others);
          all(
            seenNumbers(
              { ...seen, label, probabilities, loss: -Math.log(own), margin },
              view.computed,
              words,
            ),
          );
        },
      ),
    );
  });

  it('the score with and without some images', () => {
    const { score, without } = readSuspects(exchanges['voted']?.data);
    for (const each of [score, without]) all([scoreNumber(each, 'score', view.computed)]);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10_000 }), fc.integer({ min: 0, max: 10_000 }), (images, some) =>
        all([scoreNumber({ ...score, images, right: Math.min(some, images) }, 'score', view.computed)]),
      ),
    );
  });

  it('what is counted and averaged over all images', () => {
    const found = readPortraitView(exchanges['portrait']?.data);
    all(portraitNumbers(found, view, words));
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.integer({ min: 0, max: 784 }),
        (zeros, dark) =>
          all(
            portraitNumbers(
              { ...found, zeros, dark, overall_mean: zeros, overall_spread: zeros / 3 },
              view,
              words,
            ),
          ),
      ),
    );
  });
});
