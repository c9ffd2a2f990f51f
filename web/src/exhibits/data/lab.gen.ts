// Written by scripts/web_types from neurarium.lab.exhibits.data: edit that, then run the script.
import { choiceField, choicesField, integerField, numberField, textField } from '../../frame/codec';
import { type Contract, type NoParams, type Op } from '../../frame/contract';
import { readComputed, readListProgress, readPhrase, readProblem, readStepView, readVerdict } from
  '../../lab.gen';
import { array, choice, flag, list, mapOf, type NdArray, type Nested, nullable, number, type ReadOf, record,
  text, tuple } from '../../validate';

/** The whole state. */
export const readDataSettings = record({
  /** The name of one of the learner's own data sets; empty: MNIST. */
  dataset: text,
  /** Which images the grid shows; label -1: of every label. */
  part: choice(['all', 'train', 'test']),
  /** Which images the grid shows; label -1: of every label. */
  label: number,
  /**
   * As in the file; or by a model's loss, the largest first; by its margin, the smallest first; or by how
   * often an image changed sides during a short training, the most often first.
   */
  order: choice(['file', 'loss', 'margin', 'changes']),
  /** The name of the model; empty: the best one for these images. */
  model: text,
  /** The hidden layer by which images are compared, from 1; the last one if there are fewer. */
  layer: number,
  /** The one that is looked at, by its number: training images first, then test images. */
  image: number,
  /** The pixel of it that is looked at, counted row by row from the upper left corner. */
  pixel: number,
  /** How much augmentation may change the image: pixels, degrees, share, strength. */
  shift: number,
  /** How much augmentation may change the image: pixels, degrees, share, strength. */
  rotate: number,
  /** How much augmentation may change the image: pixels, degrees, share, strength. */
  scale: number,
  /** How much augmentation may change the image: pixels, degrees, share, strength. */
  elastic: number,
  /** Which random changes. */
  draw: number,
  /** Which steps are left out where the image is made from a scan. */
  off: list(choice(['polarity', 'crop', 'resize', 'frame', 'centre'])),
});
export type DataSettings = ReadOf<typeof readDataSettings>;

/** The image that is looked at. */
export const readShownImage = record({
  /** Among all images of the data set. */
  number: number,
  /** What it is for. */
  part: choice(['train', 'test']),
  /** Its number among the images of its part. */
  place: number,
  label: number,
  /** (784): 0 (paper) to 255 (ink). */
  pixels: array(1),
  /** (output): Its label as the network's target. */
  one_hot: array(1),
});
export type ShownImage = ReadOf<typeof readShownImage>;

/** All that the front end draws of the state. */
export const readDataView = record({
  /** As they are in force: of the data set only what it has. */
  settings: readDataSettings,
  /** Why the data set that was asked for is not shown. */
  problem: nullable(readProblem),
  /** The names of the learner's own data sets, newest first. */
  sets: list(text),
  /** What the labels stand for. */
  classes: list(text),
  /** (2, class): How many images each label has: for training, for testing. */
  counts: array(2),
  shown: readShownImage,
  computed: mapOf(readComputed),
  program: readPhrase,
});
export type DataView = ReadOf<typeof readDataView>;

/** How a link holds each setting, with the lab's own default. */
export const fields = {
  dataset: textField('', 100),
  part: choiceField(['all', 'train', 'test'], 'all'),
  label: integerField(-1, { min: -1, max: 9 }),
  order: choiceField(['file', 'loss', 'margin', 'changes'], 'file'),
  model: textField('', 200),
  layer: integerField(1, { min: 1, max: 10 }),
  image: integerField(0, { min: 0, max: 69999 }),
  pixel: integerField(406, { min: 0, max: 783 }),
  shift: numberField(1.5, { min: 0, max: 6 }),
  rotate: numberField(10, { min: 0, max: 45 }),
  scale: numberField(0.12, { min: 0, max: 0.5 }),
  elastic: numberField(0, { min: 0, max: 100 }),
  draw: integerField(0, { min: 0, max: 999 }),
  off: choicesField(['polarity', 'crop', 'resize', 'frame', 'centre'], [], [0, 5]),
};

/** Numbers of the lab that are no rule of a setting. */
export const constants = { sheet: 1024, on_map: 2000, variants: 11, all: -1, most_parts: 500,
  part_bytes: 4194304, most_bytes: 67108864, most_files: 20000, least_images: 20 } as const;

/** The images that the grid shows, in its order. */
export const readArrangement = record({
  /** (image). */
  numbers: array(1),
  /** (image). */
  labels: array(1),
  /**
   * (image): What the model takes each for; its loss, margin or changes of side. null if they are as in the
   * file, and for answers also if no model is asked.
   */
  answers: nullable(array(1)),
  /**
   * (image): What the model takes each for; its loss, margin or changes of side. null if they are as in the
   * file, and for answers also if no model is asked.
   */
  scores: nullable(array(1)),
});
export type Arrangement = ReadOf<typeof readArrangement>;

/** What is read in the background, or was read last. */
export const readImporting = record({
  /** Of the import; empty if there is none. */
  id: text,
  /** How far it is. */
  progress: readListProgress,
  /** Of the data set, once it is there. */
  name: nullable(text),
  /** Why there is none. */
  problem: nullable(readProblem),
});
export type Importing = ReadOf<typeof readImporting>;

/** How far a model has looked at the images. */
export const readLooked = record({
  /** The one that looks; empty if there is none, and `problem` says why. */
  model: text,
  /** Those that may be chosen. */
  models: list(text),
  /** Its hidden layers' numbers of units. */
  layers: list(number),
  /** The hidden layer, from 1, that is compared by; 0: it has none. */
  layer: number,
  /** Of the images, 0 to 1. */
  share: number,
  /**
   * How much of the training is done that tells which images change sides; 1 unless the grid is in that
   * order.
   */
  sides: number,
  /** Whether the model was trained on images of this data set; else its answers say little. */
  at_home: flag,
  problem: nullable(readProblem),
});
export type Looked = ReadOf<typeof readLooked>;

/** The way from a scan to 28x28. */
export const readMade = record({
  /** (row, column): The picture that it begins with. */
  scan: array(2),
  /** Each step, with the picture after it. */
  steps: list(readStepView),
  /** (784): What comes out. */
  pixels: array(1),
  /** Mean difference to the image in the file, of all pixels, 0 to 255. */
  difference: number,
});
export type Made = ReadOf<typeof readMade>;

/** Some images as points in the plane in which they spread most. */
export const readImageMap = record({
  /** What is compared: 0 pixels, else the outputs of that hidden layer. */
  layer: number,
  /** (image). */
  numbers: array(1),
  /** (image). */
  labels: array(1),
  /** (image): Their coordinates along the first and the second principal component. */
  x: array(1),
  /** (image): Their coordinates along the first and the second principal component. */
  y: array(1),
  /** The share of the variance that each has. */
  explained: tuple(number, number),
});
export type ImageMap = ReadOf<typeof readImageMap>;

/** What the training images look like together. */
export const readPortraitView = record({
  /** (class, 784): In pixels 0 to 255. */
  class_means: array(2),
  /** (784): In pixels 0 to 255. */
  mean: array(1),
  /** (784): In pixels 0 to 255. */
  spread: array(1),
  /** (784): 1 for the pixels that are 0 in every training image. */
  never_lit: array(1),
  /** How many these are. */
  dark: number,
  /** Over all pixels of all images, as shares of 255. */
  overall_mean: number,
  /** Over all pixels of all images, as shares of 255. */
  overall_spread: number,
  /** The share of all pixels that are exactly 0. */
  zeros: number,
});
export type PortraitView = ReadOf<typeof readPortraitView>;

/** How many bytes have come, and how many may come. */
export const readReceived = record({
  bytes: number,
  most: number,
});
export type Received = ReadOf<typeof readReceived>;

/** A data set in the list. */
export const readStoredSet = record({
  /** Its own. */
  name: text,
  /** Its own. */
  classes: list(text),
  /** How many images there are to learn from and to test with. */
  train: number,
  /** How many images there are to learn from and to test with. */
  test: number,
  /** See `ImageSet`. */
  source: text,
  /** See `ImageSet`. */
  inverted: flag,
  /** See `ImageSet`. */
  split: flag,
  /** See `ImageSet`. */
  skipped: number,
  /** When it came, in ISO 8601. */
  created: text,
});
export type StoredSet = ReadOf<typeof readStoredSet>;

/** The nearest images: their numbers and labels, and how far they are. */
export const readNear = record({
  /** (near). */
  numbers: array(1),
  /** (near). */
  labels: array(1),
  /** (near). */
  distances: array(1),
  /** (near, 784). */
  pixels: array(2),
});
export type Near = ReadOf<typeof readNear>;

/** The image that is looked at, as the model sees it. */
export const readSeen = record({
  number: number,
  /** Of the image, in the data set. */
  label: number,
  /** (output): Of the ten classes. */
  probabilities: array(1),
  /** See `Eyes`. */
  answer: number,
  /** See `Eyes`. */
  loss: number,
  /** See `Eyes`. */
  margin: number,
  /** The nearest images by pixels from 0 to 1. */
  by_pixels: readNear,
  /** The nearest by the outputs of the hidden layer; null if there is none. */
  by_layer: nullable(readNear),
});
export type Seen = ReadOf<typeof readSeen>;

/** Some images, as pixels 0 to 255. */
export const readSheet = record({
  /** (image, 784). */
  pixels: array(2),
});
export type Sheet = ReadOf<typeof readSheet>;

/** Right answers to so many images, and the 95 % interval of the share, by Wilson. */
export const readScore = record({
  right: number,
  images: number,
  low: number,
  high: number,
});
export type Score = ReadOf<typeof readScore>;

/** The test images whose labels the model doubts most, and what the learner thinks of them. */
export const readSuspects = record({
  /** (suspect). */
  numbers: array(1),
  /** (suspect). */
  labels: array(1),
  /** (suspect): What the model takes each for, and how sure it is. */
  answers: array(1),
  /** (suspect): What the model takes each for, and how sure it is. */
  probabilities: array(1),
  /** (suspect, 784). */
  pixels: array(2),
  /** What the learner thinks; empty: nothing yet. */
  votes: list(text),
  /**
   * How many test images have a vote, and how many of these say that the label is wrong or the image
   * unreadable.
   */
  voted: tuple(number, number),
  /** Of the model on all test images. */
  score: readScore,
  /** The same without the latter. */
  without: readScore,
});
export type Suspects = ReadOf<typeof readSuspects>;

/** The same images as points by t-SNE, as far as they are drawn. */
export const readTsneMap = record({
  /** Whether scikit-learn is installed where the lab runs. */
  available: flag,
  /** See `ImageMap`. */
  layer: number,
  /** Whether this map was asked for; it is drawn in the background. */
  asked: flag,
  /** (image). */
  numbers: array(1),
  /** (image). */
  labels: array(1),
  /** (image): The points; null until the map is drawn. */
  x: nullable(array(1)),
  /** (image): The points; null until the map is drawn. */
  y: nullable(array(1)),
  /** About how many neighbours count for each image. */
  perplexity: number,
  /** Of all maps that were asked for: one is drawn after another. */
  progress: readListProgress,
});
export type TsneMap = ReadOf<typeof readTsneMap>;

/** The image that is looked at, changed at random. */
export const readVaried = record({
  /** (variant, 784). */
  images: array(2),
});
export type Varied = ReadOf<typeof readVaried>;

/** The whole state. */
export interface DataSettingsParams {
  /** The name of one of the learner's own data sets; empty: MNIST. */
  readonly dataset?: string;
  /** Which images the grid shows; label -1: of every label. */
  readonly part?: 'all' | 'train' | 'test';
  /** Which images the grid shows; label -1: of every label. */
  readonly label?: number;
  /**
   * As in the file; or by a model's loss, the largest first; by its margin, the smallest first; or by how
   * often an image changed sides during a short training, the most often first.
   */
  readonly order?: 'file' | 'loss' | 'margin' | 'changes';
  /** The name of the model; empty: the best one for these images. */
  readonly model?: string;
  /** The hidden layer by which images are compared, from 1; the last one if there are fewer. */
  readonly layer?: number;
  /** The one that is looked at, by its number: training images first, then test images. */
  readonly image?: number;
  /** The pixel of it that is looked at, counted row by row from the upper left corner. */
  readonly pixel?: number;
  /** How much augmentation may change the image: pixels, degrees, share, strength. */
  readonly shift?: number;
  /** How much augmentation may change the image: pixels, degrees, share, strength. */
  readonly rotate?: number;
  /** How much augmentation may change the image: pixels, degrees, share, strength. */
  readonly scale?: number;
  /** How much augmentation may change the image: pixels, degrees, share, strength. */
  readonly elastic?: number;
  /** Which random changes. */
  readonly draw?: number;
  /** Which steps are left out where the image is made from a scan. */
  readonly off?: readonly ('polarity' | 'crop' | 'resize' | 'frame' | 'centre')[];
}

/** Parameters of operations on a data set: its name. */
export interface NamedParams {
  readonly name: string;
}

/** Parameters of `check`: a task, or a question with the learner's answer. */
export interface CheckParams {
  readonly task: string;
  readonly answer?: string;
}

/** Parameters of every `advance`: do `steps` steps, or as many as fit into `budget_ms`. */
export interface AdvanceParams {
  readonly steps?: number;
  readonly budget_ms?: number | null;
}

/** Parameters of `map`: what is compared, 0 for pixels, 1 for the hidden layer that was chosen. */
export interface MapOfParams {
  readonly hidden?: number;
}

/** Parameters of `receive`: parts of files, each with the path of its file. */
export interface PartsParams {
  readonly names: readonly string[];
  readonly parts: readonly Uint8Array[];
  readonly first?: boolean;
}

/** Parameters of `sheet`: the numbers of the images. */
export interface NumbersParams {
  readonly numbers: NdArray | Nested;
}

/** Parameters of `vote`: the image's number, and what its label is; empty takes the vote back. */
export interface VoteParams {
  readonly number: number;
  readonly vote: '' | 'right' | 'unreadable' | '0' | '1' | '2' | '3' | '4' | '5' | '6' | '7' | '8' | '9';
}

const readers = {
  open: readDataView,
  arrange: readArrangement,
  bring: readImporting,
  check: readVerdict,
  configure: readDataView,
  import_go: readImporting,
  import_stop: readImporting,
  importing: readImporting,
  look: readLooked,
  made: readMade,
  map: readImageMap,
  portrait: readPortraitView,
  receive: readReceived,
  remove: list(readStoredSet),
  seen: readSeen,
  sets: list(readStoredSet),
  sheet: readSheet,
  suspects: readSuspects,
  tsne: readTsneMap,
  tsne_draw: readTsneMap,
  tsne_stop: readTsneMap,
  vary: readVaried,
  vote: readSuspects,
};

/** The operations of `data`. */
export type Ops = {
  /** Construct the exhibit from its settings. */
  readonly open: Op<DataSettingsParams, typeof readers.open>;
  /** Return the images that the grid shows; until the model has seen all of them, as in the file. */
  readonly arrange: Op<NoParams, typeof readers.arrange>;
  /** Make a data set of the files that were received, in the background. */
  readonly bring: Op<NamedParams, typeof readers.bring>;
  /** Check a task against the exhibit as it is, or the answer to a question. */
  readonly check: Op<CheckParams, typeof readers.check>;
  /** Change the settings. */
  readonly configure: Op<DataSettingsParams, typeof readers.configure>;
  /** Read what was stopped, from its beginning. */
  readonly import_go: Op<NoParams, typeof readers.import_go>;
  /** Stop reading; the files wait. */
  readonly import_stop: Op<NoParams, typeof readers.import_stop>;
  /** Return how far it is. */
  readonly importing: Op<NoParams, typeof readers.importing>;
  /** Let the model look at more images. */
  readonly look: Op<AdvanceParams, typeof readers.look>;
  /** Return the steps from a picture like NIST's to the image that is looked at. */
  readonly made: Op<NoParams, typeof readers.made>;
  /** Return some images of the chosen part in the plane in which they spread most. */
  readonly map: Op<MapOfParams, typeof readers.map>;
  /** Return what the training images look like together. */
  readonly portrait: Op<NoParams, typeof readers.portrait>;
  /** Take in parts of files. */
  readonly receive: Op<PartsParams, typeof readers.receive>;
  /** Delete one of them for good, with what was said of its labels. */
  readonly remove: Op<NamedParams, typeof readers.remove>;
  /** Return what the model makes of the image that is looked at, and the nearest ones. */
  readonly seen: Op<NoParams, typeof readers.seen>;
  /** Return the learner's own data sets, newest first. */
  readonly sets: Op<NoParams, typeof readers.sets>;
  /** Return the pixels of some images; numbers beyond the last one are the last one. */
  readonly sheet: Op<NumbersParams, typeof readers.sheet>;
  /** Return the test images whose labels the model doubts most. */
  readonly suspects: Op<NoParams, typeof readers.suspects>;
  /** Return the map by t-SNE as it is. */
  readonly tsne: Op<MapOfParams, typeof readers.tsne>;
  /** Draw the map by t-SNE in the background, and draw on what was stopped. */
  readonly tsne_draw: Op<MapOfParams, typeof readers.tsne_draw>;
  /** Stop drawing; what is not drawn yet begins anew when it is asked for again. */
  readonly tsne_stop: Op<MapOfParams, typeof readers.tsne_stop>;
  /** Return the image that is looked at, changed at random a few times. */
  readonly vary: Op<NoParams, typeof readers.vary>;
  /** Keep what the learner thinks of a label. */
  readonly vote: Op<VoteParams, typeof readers.vote>;
};
export const lab: Contract<Ops> = { exhibit: 'data', readers };
