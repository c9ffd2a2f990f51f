import type { Field } from '../../frame/codec';
import { MOST_POINTS, MOST_STROKES, SIZE, type Stroke } from './writing';

/*
 * A drawing as text, short enough for an address. Each number is the way from the point before (from the
 * corner
 * at first), in halves of a unit: zigzag coded (0, -1, 1, -2, … become 0, 1, 2, 3, …), then in digits of five
 * bits, the lowest first, each a letter; the sixth bit says that more digits follow. Source maps write their
 * numbers in the same way. Strokes are parted by dots.
 */

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const HALVES = 2; // to the unit: finer than a finger
const MORE = 32;
/** A longer drawing is left out of the address: some programs that pass links on cut them off. */
export const LONGEST_INK = 8000;

/** The nearest place that a drawing's text can name, within the drawing area and not far outside. */
export function snapped(x: number, y: number): readonly [number, number] {
  const near = (value: number, size: number): number =>
    Math.round(Math.min(2 * size, Math.max(-size, value)) * HALVES) / HALVES;
  return [near(x, SIZE.width), near(y, SIZE.height)];
}

function writeNumber(value: number): string {
  let rest = value < 0 ? -2 * value - 1 : 2 * value;
  let text = '';
  do {
    const digit = rest % MORE;
    rest = Math.floor(rest / MORE);
    text += LETTERS[rest > 0 ? digit + MORE : digit] ?? '';
  } while (rest > 0);
  return text;
}

function writeInk(strokes: readonly Stroke[]): string {
  let [x, y] = [0, 0];
  const text = strokes.map((stroke) =>
    stroke
      .map(([toX, toY]) => {
        const [nextX, nextY] = [Math.round(toX * HALVES), Math.round(toY * HALVES)];
        const step = writeNumber(nextX - x) + writeNumber(nextY - y);
        [x, y] = [nextX, nextY];
        return step;
      })
      .join(''),
  );
  return text.join('.');
}

/** The numbers of one stroke; undefined if the text is none. */
function readNumbers(text: string): readonly number[] | undefined {
  const numbers: number[] = [];
  let [value, scale] = [0, 1];
  for (const letter of text) {
    const code = LETTERS.indexOf(letter);
    if (code < 0 || scale > MORE ** 4) return undefined;
    value += (code % MORE) * scale;
    scale *= MORE;
    if (code >= MORE) continue;
    numbers.push(value % 2 === 0 ? value / 2 : -(value + 1) / 2);
    [value, scale] = [0, 1];
  }
  return scale === 1 && numbers.length % 2 === 0 ? numbers : undefined;
}

function readInk(text: string): readonly Stroke[] | undefined {
  if (text === '') return [];
  const parts = text.split('.');
  if (parts.length > MOST_STROKES) return undefined;
  let [x, y] = [0, 0];
  const strokes: Stroke[] = [];
  for (const part of parts) {
    const numbers = readNumbers(part);
    if (numbers === undefined || numbers.length === 0 || numbers.length > 2 * MOST_POINTS) return undefined;
    const stroke: (readonly [number, number])[] = [];
    for (let i = 0; i < numbers.length; i += 2) {
      x += numbers[i] ?? 0;
      y += numbers[i + 1] ?? 0;
      const point = [x / HALVES, y / HALVES] as const;
      const [nearX, nearY] = snapped(...point);
      if (nearX !== point[0] || nearY !== point[1]) return undefined; // far outside
      stroke.push(point);
    }
    strokes.push(stroke);
  }
  return strokes;
}

/** The drawing among an exhibit's settings. */
export const inkField: Field<readonly Stroke[]> = {
  fallback: [],
  write: (strokes) => {
    const text = writeInk(strokes);
    return text.length > LONGEST_INK ? '' : text;
  },
  read: (text) => (text.length <= LONGEST_INK ? readInk(text) : undefined),
};
