import { compact, grouped } from '../lib/format';
import {
  expectation,
  type DataWords,
  type ErrorWords,
  type KernelWords,
  type MissingWords,
  type ProgramWords,
} from './refusals';

const missing: MissingWords = {
  attempt: (name) => ({ message: `There is no attempt ${name}.`, hint: 'Look at the table again.' }),
  dataset: (name) => ({
    message: `There is no data set named ${name}.`,
    hint: 'Choose one from the list of data sets.',
  }),
  digits: () => ({
    message: 'There are no digits of your own yet.',
    hint: 'Draw some, and say what they are.',
  }),
  model: (name) => ({
    message: `There is no model named ${name}.`,
    hint: 'Choose one from the list of models.',
  }),
  package: (name) => ({
    message: `This needs ${name}, which is not installed where the lab runs.`,
    hint: "Run: pip install 'neurarium[sklearn]'; then start the lab again.",
  }),
  run: (name) =>
    name === ''
      ? { message: 'There is no run yet.', hint: 'Start one.' }
      : { message: `The run “${name}” is not here any more.`, hint: 'Look at the run before you change it.' },
  source: (name) => ({ message: `There is no source to show for ${name}.`, hint: '' }),
  sweep: (name) => ({
    message: `There is no sweep named ${name}.`,
    hint: 'Choose one from the list of sweeps.',
  }),
  training: () => ({ message: 'No training is running.', hint: 'Begin one.' }),
  unit: (name) => ({
    message: `The model has no neuron ${name} (layer.neuron).`,
    hint: 'Choose one that the diagram shows.',
  }),
};

/** Why a file cannot be opened as a program. */
const badProgram: ProgramWords = {
  not_text: () => 'it is no text in UTF-8',
  not_json: () => 'it is not whole',
  not_notebook: () => 'it is no notebook',
  version: (what) => `its format has the version ${what}, and 4 is read`,
  language: (what) => `it is written in ${what}`,
  too_long: (what) => `it has more than ${grouped(Number(what))} characters`,
};

/** Why no program can be run. */
const noKernel: KernelWords = {
  not_local: ({ what }) => ({
    message: `Programs run only where nobody but this computer reaches the lab; it is open to ${what}.`,
    hint: 'Start the lab without --host and --url, on the computer in front of you.',
  }),
  not_installed: ({ what }) => ({
    message: `Programs need ${what}, which is not installed.`,
    hint: "Install it with: pip install 'neurarium[lab]'",
  }),
  system: ({ what }) => ({
    message: `Programs cannot be run on ${what} yet.`,
    hint: 'Run the lab on Linux or macOS.',
  }),
  no_processes: () => ({
    message: 'There is no process for programs here.',
    hint: 'Open the lab with: neurarium lab',
  }),
  too_many: ({ what }) => ({
    message: `${what} pages run programs already, and there may be no more.`,
    hint: 'Close the code lab in another tab, and try again.',
  }),
  running: () => ({ message: 'A program is running.', hint: 'Wait for its end, or stop it.' }),
  failed: ({ what }) => ({
    message: `The process for programs did not start: ${what}`,
    hint: 'Try again; the terminal says more.',
  }),
};

/** Why files are no data set. */
const badData: DataWords = {
  nothing: () => 'There is no file to read.',
  too_large: ({ limit }) => `The files have more than ${limit} bytes together. Bring fewer, or smaller ones.`,
  many_files: ({ got, limit }) => `There are ${got} files; at most ${limit} are read.`,
  many_images: ({ got, limit }) => `There are ${got} images; at most ${limit} are taken.`,
  many_training: ({ got, limit }) => `There are ${got} training images; at most ${limit} are taken.`,
  unknown: ({ file }) => `There is no file of a kind that is read: “${file}” is none.`,
  mixed: ({ got }) =>
    `There are files of several kinds: ${got}. Bring IDX files, one .npz archive, or pictures.`,
  damaged: ({ file }) => `“${file}” is damaged or cut short.`,
  empty: ({ file }) => `“${file}” is empty: it has no bytes.`,
  objects: ({ file }) =>
    `The array “${file}” holds Python objects, which are never opened. Save it as numbers or as text.`,
  large_array: ({ file, limit }) => `“${file}” would have more than ${limit} bytes.`,
  unpacked: ({ got, limit }) => `Unpacked it would have ${got} bytes; at most ${limit} are taken.`,
  packing: ({ file }) => `“${file}” is encrypted, or packed in a way that is not read. Use plain ZIP.`,
  outside: ({ file }) => `The path “${file}” leads out of the archive.`,
  arrays: ({ got }) => `Images and labels are needed, in one file each or under these names; got: ${got}.`,
  shape: ({ got }) =>
    `Images have the shape n × height × width, or rows of a square number of pixels; got ${got}.`,
  values: ({ got }) => `Pixels go from 0 to 255, from 0 to 16, or from 0 to 1; got ${got}.`,
  labels: ({ got, limit }) =>
    `Each of the ${limit} images needs one label; got an array of labels of the shape ${got}.`,
  label_kind: ({ got }) => `Labels are whole numbers or names; got ${got}.`,
  classes: ({ got }) => `2 to 10 different labels are taken; got ${got}.`,
  few: ({ got, limit }) => `At least ${limit} images are needed; got ${got}.`,
  unlabelled: ({ file }) =>
    `Nothing says the label of “${file}”: put pictures in folders named by label, ` + 'or name them 3_a.png.',
  picture: ({ file }) => `The picture “${file}” cannot be read, or is too large.`,
};

/** Every error in English. */
export const refusals: ErrorWords = {
  connection_lost: () => ({
    message: 'The connection to the lab was lost.',
    hint: 'It is tried again by itself.',
  }),
  unauthorized: () => ({
    message: 'The lab does not know this browser.',
    hint: 'Open the address that the terminal printed when the lab started: it carries the token.',
  }),
  site: () => ({
    message: 'The lab could not be loaded into this browser.',
    hint: 'Check the connection and load the page again. It needs a browser of the last two years.',
  }),
  front_end: () => ({ message: 'This page could not make sense of something.', hint: 'Reload the page.' }),
  bad_frame: ({ reason }) => ({
    message: `The lab could not read what this page sent: ${reason}.`,
    hint: 'Reload the page.',
  }),
  bad_request: ({ param, expected, got }) => ({
    message:
      `The lab could not read what this page sent: “${param}” must be ` +
      `${expectation(expected, 'en')}; it was ${got}.`,
    hint: 'Reload the page.',
  }),
  version_mismatch: ({ expected, got }) => ({
    message:
      `This page is ${got < expected ? 'older' : 'newer'} than the lab: it speaks version ${got} ` +
      `of their protocol, the lab ${expected}.`,
    hint: 'Reload the page.',
  }),
  unknown_exhibit: ({ expected, got }) => ({
    message: `The lab has no exhibit ${got}; it has ${expected}.`,
    hint: 'Choose one from the list.',
  }),
  unknown_op: ({ expected, got }) => ({
    message: `The exhibit cannot do ${got}; it can do ${expected}.`,
    hint: 'Reload the page; it may be out of date.',
  }),
  not_open: ({ exhibit }) => ({
    message: `The lab has forgotten the exhibit “${exhibit}”.`,
    hint: 'Reset it and go on.',
  }),
  bad_param: ({ param, expected, got }) => ({
    message: `“${param}” must be ${expectation(expected, 'en')}; it was ${got}.`,
    hint: '',
  }),
  bad_settings: ({ reason }) => ({
    message: `These settings do not go together: ${reason}`,
    hint: 'Change one of them.',
  }),
  bad_image: ({ reason }) => ({
    message: `This picture cannot be read: ${reason}`,
    hint: 'PNG, JPEG, WebP, BMP, GIF, TIFF and AVIF work.',
  }),
  no_ink: () => ({
    message: 'There is nothing written here.',
    hint: 'Write a digit, large and with clear lines.',
  }),
  no_mnist: () => ({
    message: 'The images of MNIST are not there.',
    hint: 'Install Neurarium again; where the lab runs in your browser, load the page again.',
  }),
  no_model: () => ({ message: 'Nothing is trained yet.', hint: 'Train a network first; it takes seconds.' }),
  bad_model: ({ name, reason }) => ({
    message: `The model ${name} cannot be used: ${reason}`,
    hint: 'Choose another one.',
  }),
  not_saved: ({ reason }) => ({
    message: `The network could not be saved: ${reason}`,
    hint: 'Make room on the disk, and try again.',
  }),
  covered: () => ({
    message: 'The score of this run on the test images is still covered; its network would show it.',
    hint: 'Uncover it first.',
  }),
  bad_data: (data) => ({
    message: badData[data.reason](data),
    hint: 'IDX files, an .npz archive, or pictures in folders named by label are taken.',
  }),
  bad_program: ({ reason, what }) => ({
    message: `The file cannot be opened as a program: ${badProgram[reason](what)}.`,
    hint: 'Open a .py file, or a notebook of Jupyter in Python.',
  }),
  kernel: (data) => noKernel[data.reason](data),
  diverged: ({ epoch, step, learning_rate }) => ({
    message:
      `The training diverged in epoch ${grouped(epoch)}, at step ${grouped(step)}, ` +
      `with the learning rate ${compact(learning_rate)}.`,
    hint: 'Try a smaller learning rate.',
  }),
  busy: ({ name }) => ({
    message: `${name === '' ? 'Another training' : `The training “${name}”`} is still running.`,
    hint: 'Wait for it or stop it.',
  }),
  elsewhere: () => ({
    message: 'Another lab on this computer uses the same data, and the training is there.',
    hint: 'Watch it there; or end that lab and reload this page.',
  }),
  too_large: ({ got, limit, unit }) => ({
    message:
      got === null || limit === null
        ? 'That is more than the lab takes at once.'
        : `That is more than the lab takes at once: ${grouped(got)} ${unit}; ` +
          `at most ${grouped(limit)} are taken.`,
    hint: 'Try something smaller.',
  }),
  not_found: ({ what, name }) => missing[what](name),
  internal: () => ({
    message: 'Something broke inside the lab.',
    hint: 'The terminal says more. Reset and go on.',
  }),
};
