import { grouped } from '../../lib/format';

export const en = {
  grid: {
    label: 'Images',
    part: 'Set',
    parts: { all: 'all', train: 'training', test: 'test' },
    which: 'Label',
    all: 'all',
    order: 'Order',
    orders: {
      file: 'as in the file',
      loss: 'largest loss first',
      margin: 'smallest margin first',
      changes: 'changed sides most often',
    },
    changed: (name: string, times: number) =>
      `${name}; changed sides ${times === 1 ? 'once' : `${times} times`}`,
    training: (share: string) => `A small network (784-32-10) learns, and is asked on the way: ${share}`,
    sides:
      'A small network (784-32-10) has learned from the training images for 2 epochs here, and was asked ' +
      'for every image 10 times. Counted is how often it went from right to wrong or back.',
    scored: (name: string, answer: string, kind: string, score: string) =>
      `${name}; read as ${answer}; ${kind} ${score}`,
    size: 'Size',
    sizes: { 14: 'small', 28: 'as it is', 42: 'large' },
    count: (n: string) => `Images shown: ${n}`,
    keys: 'Press an image, or move with the arrow keys.',
    elsewhere: 'The image that is looked at is not among these.',
    train: (label: string, n: string) => `${label}: training image ${n}`,
    test: (label: string, n: string) => `${label}: test image ${n}`,
  },
  pixel: {
    label: 'Pixels of the image',
    row: 'row',
    column: 'column',
    value: 'pixel, 0 to 255',
    scaled: 'input, 0 to 1',
    at: (row: number, column: number, value: number) => `row ${row}, column ${column}: ${value}`,
    place: (row: number, column: number) => `row ${row}, column ${column}`,
    point: 'Point at a pixel; press it, or use the arrow keys, to keep it. Rows and columns count from 1.',
  },
  panel: 'Look closer',
  panels: {
    numbers: 'As numbers',
    together: 'All together',
    vary: 'Augmentation',
    eyes: 'Through a model’s eyes',
    labels: 'Wrong labels?',
    made: 'How MNIST was made',
    own: 'Your own images',
  },
  scale: {
    title: 'Grey, not black or white',
    scaled: (greys: number) => `scaled to 0–1: ${greys} different values`,
    split: (greys: number) => `thresholded: ${greys} different values`,
    why:
      'Dividing by 255 only changes the unit: every shade of grey stays. A threshold would throw away how ' +
      'the stroke’s edge fades, and the network would see a coarser digit.',
    row: (row: number) => `Row ${row} of the image, from left to right:`,
  },
  flatten: {
    title: '28 rows in one line',
    picture: (rows: number) => `${rows} of 28 rows of the image have been laid into a line of 784 numbers.`,
    rows: (rows: number) => `rows: ${rows} of 28`,
    place: 'place in the line',
  },
  oneHot: {
    title: 'The label as ten numbers',
    why: 'The network has ten outputs. The target is 1 at the label and 0 elsewhere: no class is “larger”.',
  },
  split: {
    title: 'Learn, choose, test',
    picture: (learned: number, tested: number) => `${learned} training images and ${tested} test images.`,
    learn: 'training',
    hold: 'validation',
    test: 'test',
    why: (share: string) =>
      'Weights are learned from the training images. A part of them is held back (here ' +
      `${share}) to choose settings by. The test images decide nothing: only so does their score say how ` +
      'well new images will be read.',
  },
  together: {
    means: 'The mean image of each label',
    mean: (label: string) => `mean of all images of ${label}`,
    meansWhy: 'Each pixel is averaged for itself. Press one to see only its images in the grid.',
    pixelMean: 'Mean of each pixel',
    spread: 'Spread of each pixel',
    dark: 'Pixels that no image lights',
    isDark: 'always 0',
    isLit: 'sometimes lit',
    darkCount: 'never lit',
    of784: 'of 784',
    zeros: 'pixels that are 0',
    overallMean: 'mean of all pixels',
    overallSpread: 'their standard deviation',
    meanHere: 'mean of the marked pixel',
    spreadHere: 'its standard deviation',
    why:
      'All of this is over the training images. Press a pixel of these pictures to mark ' +
      'it. With inputs from 0 to 1, the loss has no gradient for the ' +
      'weights of a pixel that is always 0: nothing is learned from it.',
  },
  vary: {
    title: 'The image, changed at random',
    shift: 'Shift, pixels',
    rotate: 'Turn, degrees',
    scale: 'Scale, share',
    elastic: 'Elastic strength',
    again: 'Other random changes',
    original: 'original',
    variant: (i: number) => `variant ${i}`,
    why: (share: string) =>
      `Each variant is drawn anew: up to the shift and the turn either way, up to ${share} larger or ` +
      'smaller. The label stays; so the changes must not make another digit of it.',
  },
  eyes: {
    noModel: 'There is no model yet that could look.',
    train: 'Train one: it takes seconds.',
    model: 'Model',
    best: (name: string) => `the best one: ${name}`,
    compared: 'Hidden layer',
    layerName: (i: number, units: number) => `${i}: ${units} neurons`,
    looking: (share: string) => `The model looks at the images: ${share}`,
    stranger: (name: string) =>
      `“${name}” was not trained on images of this data set: its answers say little.`,
    own: 'Train a model on them',
    answer: 'What the model takes it for',
    loss: 'loss',
    margin: 'margin',
    byPixels: 'Nearest by pixels',
    byLayer: (layer: number) => `Nearest in hidden layer ${layer}`,
    near: (name: string, distance: string) => `${name}, at distance ${distance}`,
    nearWhy:
      'Distances over all images of the data set, of pixels from 0 to 1 and of the layer’s outputs. Images ' +
      'with another label are marked.',
    mapLabel: (n: string) => `${n} images as points, each drawn as its label.`,
  },
  map: {
    title: 'A map of the images',
    kind: 'How images become points',
    kinds: { pca: 'PCA', tsne: 't-SNE' },
    of: 'What is compared',
    pixels: 'pixels',
    layer: (layer: number) => `hidden layer ${layer}`,
    pca: (n: string, first: string, second: string, both: string, most: string) =>
      `${n} images of the chosen set, seen along the two directions in which they spread ` +
      `most (principal components). These hold ${first} and ${second} of the variance, together ` +
      `${both}: the rest is not on the picture. Of a larger set, ${most} images are drawn at random.`,
    draw: (n: string) => `Draw the map of these ${n} images`,
    missing: 't-SNE is done by scikit-learn, which is not installed where the lab runs. Install it with',
    tsne: (n: string, perplexity: string) =>
      `t-SNE moves the same ${n} images until those that are near each other in all dimensions are near on ` +
      `the picture too; about ${perplexity} neighbours count for each (the perplexity). Only near and far ` +
      'within a group mean something: neither the size of a group nor the distance between two groups does.',
    how:
      'scikit-learn draws it in one go of 1,000 iterations, from the two principal components. That takes ' +
      'a while, so a process of its own does it; the map is kept. If the lab is closed or stopped before ' +
      'the end, the map begins anew.',
    progress: {
      label: 'Maps in the background',
      states: {
        running: 'Drawing:',
        stopped: 'Stopped:',
        failed: 'Failed:',
        elsewhere: 'Another lab on this computer draws:',
      },
      of: (done: number, of: number) => `${done} of ${of} maps`,
      left: (seconds: number) => `· about ${seconds} s left`,
      stop: 'Stop',
      go: 'Draw again',
      failed: 'It failed:',
      unkept: 'The maps cannot be kept:',
    },
  },
  labels: {
    about:
      'A label can be wrong. These are the test images at which the model’s loss is largest: look, and say ' +
      'what you see.',
    undecided: 'not said yet',
    right: 'the label is right',
    really: (label: string) => `it is ${label}`,
    unreadable: 'nobody can read it',
    yours: 'What do you say?',
    look: (label: string) => `an image with the label ${label}: look closer`,
    said: (label: string, answer: string, share: string) => `label ${label}, model: ${answer} (${share})`,
    score: 'right on all test images',
    without: (n: number) => `without the ${n} you call wrong or unreadable`,
    interval: (low: string, high: string) => `(${low} to ${high})`,
    rule: (voted: number) =>
      `You have judged ${voted === 1 ? 'one test image' : `${grouped(voted)} test images`}. In brackets: ` +
      'the 95% interval by Wilson, what the share may ' +
      'well be for digits like these. Images were chosen by the model’s mistakes, so leaving some out can ' +
      'only raise its score: an upper bound, no fair test.',
    more: (n: number) => `Show all ${n}`,
  },
  made: {
    about:
      'The digits of MNIST come from forms that the American standards institute NIST had people fill in: ' +
      'scans of black ink on white paper, 128 by 128 pixels, without greys. These steps made 28 by 28 ' +
      'pixels of each. Switch one off to see what it is for.',
    scan: 'The digit as a scan: 128 by 128 pixels, black or white',
    scanWhy:
      'NIST’s own scan is not in MNIST’s files. This one is made from the digit you look at: four times as ' +
      'large, with even transitions from pixel to pixel; then all that is more than half as dark as the ' +
      'darkest ink became black, the rest white.',
    result: 'what comes out',
    file: 'in the file',
    difference: 'mean difference of a pixel',
    of255: 'of 255',
    rule:
      'The difference is the mean over all 784 pixels. It is seldom 0, for the scan had to be guessed, and ' +
      'MNIST’s makers did not publish their program.',
    more: 'The same steps, and more of them, for your own handwriting',
  },
  own: {
    about:
      'Bring images of your own: the grid and all views show them, and networks can learn them in “Train ' +
      'on digits” and in “Overfitting”.',
    kinds: (pair: string, four: string) => [
      'IDX files, as MNIST has them: one of images and one of labels, or four; plain or .gz',
      `an .npz archive with the arrays ${pair}, or ${four}`,
      'pictures in folders named by label (3/a.png), or a .zip of them; or names such as 3_a.png',
    ],
    limits: (bytes: string, files: string, least: number) =>
      `At most ${bytes}, ${files} files, 70,000 images (60,000 to learn from) and 10 classes; at least ` +
      `${least} images. Each becomes grey, 28 by 28 pixels, light on dark. They stay on the lab’s computer.`,
    rules:
      'In arrays and IDX files, full ink is the smallest of 1, 16 and 255 that no pixel exceeds. Folders ' +
      'named train and test say which images are for testing; where nothing says so, a sixth is chosen at ' +
      'random. Files of no kind above are skipped.',
    bring: 'Bring images',
    files: 'Choose files',
    folder: 'Choose a folder',
    drop: 'or drop files here',
    sending: (share: string) => `Sending: ${share}`,
    reading: {
      label: 'What is read in the background',
      states: {
        running: 'Reading',
        stopped: 'Stopped: the files wait.',
        failed: 'Failed.',
        elsewhere: 'Another lab on this computer reads.',
      },
      of: () => '',
      left: (seconds: number) => `· about ${seconds} s left`,
      stop: 'Stop',
      go: 'Read again',
      failed: 'It failed:',
      unkept: 'What came cannot be kept:',
    },
    skipped: (n: string) => ` Other files that were skipped: ${n}.`,
    list: 'Data sets',
    line: (train: string, test: string, classes: string) =>
      `${train} for training, ${test} for testing; classes: ${classes}.`,
    inverted: ' They were dark on light, and have been inverted.',
    held: ' The test images were chosen at random.',
    train:
      'To train on one, choose it in “Train on digits”, under “More settings”, or in “Overfitting”, under ' +
      '“Real images”.',
    delete: 'Delete',
    deleteTitle: (name: string) => `Delete “${name}”?`,
    deleteText: 'Its images are gone then. Models that were trained on it stay.',
    keep: 'Keep it',
  },
  see: {
    image: (name: string) => `You look at ${name}. The pixel that is marked goes into the network as `,
    place: ', as input number ',
    stop: '.',
    paper: 'It is 0: paper.',
    ink: 'It is 255: full ink.',
    grey: 'It is grey: between paper and full ink.',
  },
};
export type Words = typeof en;
