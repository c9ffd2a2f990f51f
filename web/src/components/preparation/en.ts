import { at, moves, type StepNames } from './stepWords';

const names: StepNames = {
  grey: {
    title: 'Grey',
    did: () => 'One brightness for each pixel: 0.299 red + 0.587 green + 0.114 blue.',
    off: 'Off: only the red part is looked at.',
  },
  polarity: {
    title: 'Polarity',
    did: (_, on) =>
      on
        ? 'Dark ink on light paper: turned round, so that ink is 255.'
        : 'The ink is light already: left as it is.',
    off: 'Off: dark ink stays dark.',
  },
  background: {
    title: 'Even light',
    did: (_, on) => (on ? 'Shadows and grey paper are taken out.' : 'No shadow to take out.'),
    off: 'Off: shadows stay.',
  },
  threshold: {
    title: 'Threshold',
    did: (v) =>
      `Ink is what is brighter than ${at(v, 'threshold', 2)} ` +
      `(${v['drawn'] ? 'half-way: a drawing is black on white' : 'Otsu’s method'}); soft edges stay.`,
    off: 'Off: whatever is not quite black counts as ink.',
  },
  lines: {
    title: 'Ruled lines',
    did: (v, on) => (on ? `${at(v, 'lines')} lines of the paper are gone.` : 'No lines on this paper.'),
    off: 'Off: lines of the paper stay.',
  },
  specks: {
    title: 'Specks',
    did: (v, on) => (on ? `${at(v, 'removed')} specks and blobs at the edge are gone.` : 'Nothing to clean.'),
    off: 'Off: specks stay.',
  },
  split: {
    title: 'Separate digits',
    did: (v, on) => (on ? `${at(v, 'digits')} digits, read one by one from the left.` : 'One digit.'),
    off: 'Off: all ink is one digit.',
  },
  crop: {
    title: 'Crop',
    did: (v) => `The digit alone, in a square of ${at(v, 'side')} pixels.`,
    off: 'Off: the digit stays where it was, as small as it was.',
  },
  thickness: {
    title: 'Thickness',
    did: (v, on) =>
      on
        ? `Strokes of ${at(v, 'before', 1)} pixels (of 20) are made ${at(v, 'after', 1)}.`
        : `Strokes of ${at(v, 'before', 1)} pixels (of 20): just right.`,
    off: 'Off: strokes stay as thick as they are.',
  },
  resize: {
    title: '20 × 20',
    did: () => 'Each pixel is the mean of the area that it covers.',
    off: 'Off: each pixel is just one point, so edges are jagged.',
  },
  rescale: {
    title: 'Full range',
    did: (v, on) =>
      on ? `The brightest pixel, ${at(v, 'brightest', 2)}, becomes 1.` : 'The brightest pixel is 1 already.',
    off: 'Off: pale ink stays pale.',
  },
  frame: {
    title: '28 × 28',
    did: () => 'Laid in the middle, with 4 pixels of paper all round.',
    off: 'Off: the digit fills all 28 × 28.',
  },
  centre: {
    title: 'Centre of mass',
    did: (v, on) =>
      on
        ? `The ink’s middle was at (${at(v, 'x', 1)}, ${at(v, 'y', 1)}): ` +
          `moved ${moves(v, (pixels, way) => `${pixels} ${way}`).join(', ')}.`
        : `The ink’s middle is at (${at(v, 'x', 1)}, ${at(v, 'y', 1)}): it stays.`,
    off: 'Off: the digit stays off its middle.',
  },
};

export const en = { names, after: (title: string) => `The picture after “${title}”` };
export type Words = typeof en;
