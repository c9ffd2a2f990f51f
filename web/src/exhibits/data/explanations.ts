import { computedBy } from '../../components/computed';
import type { Explanation, Numbers } from '../../components/explanation';
import { bracketed, printed, printedSignificant, printedTo, signOf, stated } from '../../lib/equation';
import { asTex, fixed, grouped, percent } from '../../lib/format';
import { imagesOf } from './counts';
import type { Words } from './en';
import type { DataView, PortraitView, Score, Seen } from './lab.gen';

/** Row and column of a pixel, counted from 1. */
export const placeOf = (pixel: number): [row: number, column: number] => [
  Math.floor(pixel / 28) + 1,
  (pixel % 28) + 1,
];

/** The chosen pixel: its value from 0 to 1, and its place among the 784 inputs. */
export function pixelNumbers({ shown, computed }: DataView, pixel: number, words: Words): Numbers {
  const [row, column] = placeOf(pixel);
  const value = shown.pixels.data[pixel] ?? 0;
  const scaled = printed(
    { parts: [], combine: () => value / 255, result: value / 255 },
    { least: 3, most: 3 },
  );
  return {
    value: {
      name: words.pixel.scaled,
      value: scaled.result,
      formula: computed['pixel']?.formula ?? '',
      now: `\\frac{${value}}{255} ${scaled.sign} ${asTex(scaled.result)}`,
      ...computedBy(computed['pixel']),
    },
    place: {
      name: words.flatten.place,
      value: String(pixel + 1),
      formula: computed['place']?.formula ?? '',
      now: `28 \\times (${row} - 1) + ${column} = ${pixel + 1}`,
      ...computedBy(computed['place']),
    },
  };
}

/** What the model makes of the image: its loss and its margin. */
export function seenNumbers(
  { probabilities, label, loss, margin }: Seen,
  computed: DataView['computed'],
  words: Words,
): Numbers {
  const own = probabilities.data[label] ?? 0;
  const others = Array.from(probabilities.data).filter((_, k) => k !== label);
  const of = printedSignificant({ parts: [own], combine: ([p = 0]) => -Math.log(p), result: loss }, 3);
  const difference = printed(
    { parts: [own, Math.max(...others)], combine: ([a = 0, b = 0]) => a - b, result: margin },
    { least: 3 },
  );
  const [left = '', right = ''] = difference.parts.map((part) => bracketed(part));
  return {
    loss: {
      name: words.eyes.loss,
      value: of.result,
      formula: computed['loss']?.formula ?? '',
      now: `-\\ln ${asTex(of.parts[0] ?? '')} ${of.sign} ${asTex(of.result)}`,
      ...computedBy(computed['loss']),
    },
    margin: {
      name: words.eyes.margin,
      value: difference.result,
      formula: computed['margin']?.formula ?? '',
      now: `${left} - ${right} ${difference.sign} ${asTex(difference.result)}`,
      ...computedBy(computed['margin']),
    },
  };
}

/** The share of right answers. */
export function scoreNumber(
  { right, images }: Score,
  name: string,
  computed: DataView['computed'],
): Explanation {
  const share = (100 * right) / Math.max(1, images);
  const result = Number(fixed(share, 2));
  const sign = signOf({ parts: [right, images], combine: ([a = 0, b = 1]) => (100 * a) / b, result });
  return {
    name,
    value: percent(right / Math.max(1, images), 2),
    formula: computed['score']?.formula ?? '',
    now:
      `\\frac{${asTex(grouped(right))}}{${asTex(grouped(images))}} ${sign} ` +
      asTex(percent(right / Math.max(1, images), 2)),
    ...computedBy(computed['score']),
  };
}

/** What is counted and averaged over all training images. */
export function portraitNumbers(
  { dark, zeros, overall_mean, overall_spread, mean, spread }: PortraitView,
  { computed, counts, classes, settings }: DataView,
  words: Words,
): Numbers {
  const images = imagesOf({ counts, classes }, 0);
  const n = asTex(grouped(images));
  const { pixel } = settings;
  const share = Number(fixed(100 * zeros, 1));
  const count = Math.round(zeros * images * 784);
  const sign = signOf({
    parts: [count, images * 784],
    combine: ([a = 0, b = 1]) => (100 * a) / b,
    result: share,
  });
  const average = (value: number, name: string, kind: 'mean' | 'spread', symbol: string): Explanation => {
    const result = fixed(value, 4);
    return {
      name,
      value: result,
      formula: computed[kind]?.formula ?? '',
      now: stated(symbol, value, result),
      ...computedBy(computed[kind]),
    };
  };
  const of = (value: number, name: string, kind: 'mean' | 'spread'): Explanation => {
    const {
      parts,
      sign: is,
      result,
    } = printedTo({ parts: [value], combine: ([x = 0]) => x / 255, result: value / 255 }, 3);
    return {
      name,
      value: result,
      formula: computed[kind]?.formula ?? '',
      now: `\\frac{${asTex(parts[0] ?? '')}}{255} ${is} ${asTex(result)}`,
      ...computedBy(computed[kind]),
    };
  };
  return {
    dark: {
      name: words.together.darkCount,
      value: String(dark),
      formula: '\\#\\{\\, j : x_{ij} = 0 \\; \\forall i \\,\\}',
      now: `\\#\\{\\, j : x_{ij} = 0, \\; i = 1 \\dots ${n} \\,\\} = ${dark}`,
      ...computedBy(computed['never_lit']),
    },
    zeros: {
      name: words.together.zeros,
      value: percent(zeros),
      formula: '\\frac{\\#\\{\\, x_{ij} = 0 \\,\\}}{784 \\, n}',
      now: `\\frac{${asTex(grouped(count))}}{784 \\times ${n}} ${sign} ${asTex(percent(zeros))}`,
      ...computedBy(computed['never_lit']),
    },
    mean: average(overall_mean, words.together.overallMean, 'mean', '\\bar x'),
    deviation: average(overall_spread, words.together.overallSpread, 'spread', 's'),
    pixelMean: of(mean.data[pixel] ?? 0, words.together.meanHere, 'mean'),
    pixelSpread: of(spread.data[pixel] ?? 0, words.together.spreadHere, 'spread'),
  };
}
