import type { Sentences } from './errors';

const code = (text: string, otherwise: string): string => (text === '' ? otherwise : `“${text}”`);
const shaped = (text: string, shape: string, otherwise: string): string =>
  `${code(text, otherwise)}${shape === '' ? '' : ` of shape ${shape}`}`;

const SYNTAX: Readonly<Record<string, string>> = {
  bracket: 'A bracket is opened and not closed, or closed and not opened.',
  colon: 'A colon is missing at the end of the line.',
  quote: 'A text begins with a quotation mark and does not end with one.',
  equals: 'A comparison is written with two equals signs: ==. One alone gives a name a value.',
};

export const errorsEn: Sentences = {
  matmul: ({ left, right, left_shape, right_shape, left_size, right_size }) =>
    `The matrix product of ${shaped(left, left_shape, 'the first array')} and ` +
    `${shaped(right, right_shape, 'the second')} does not exist: the last axis of the first has ` +
    `${left_size || 'another number of'} elements, the first axis of the second has ` +
    `${right_size || 'not as many'}, and they must be equal.`,
  broadcast: ({ left, right, left_shape, right_shape, axis, left_size, right_size }) =>
    `${shaped(left, left_shape, 'The first array')} and ${shaped(right, right_shape, 'the second')} do not ` +
    'fit each other element by element' +
    (axis === ''
      ? '.'
      : `: counted from the last, axis ${axis} has ${left_size} and ${right_size} elements.`) +
    ' Two axes fit if they are equal, or one of them is 1.',
  assign: ({ value_shape, place_shape }) =>
    `Values of shape ${value_shape || '(other)'} do not fit into a place of shape ` +
    `${place_shape || '(this)'}.`,
  reshape: ({ size, shape }) =>
    `An array of ${size || 'so many'} elements cannot take the shape ${shape || 'asked for'}: the number ` +
    'of elements must stay the same.',
  join: ({ axis, first_size, other_size, other }) =>
    'Arrays that are joined must agree along all other axes' +
    (axis === ''
      ? '.'
      : `: along axis ${axis} the first has ${first_size} elements, and number ${other || '2'} has ` +
        `${other_size}.`),
  axis: ({ axis, axes }) =>
    `There is no ${axis === '' ? 'such axis' : `axis ${axis}`}: the array has ${axes || 'fewer'}, and axes ` +
    'are counted from 0.',
  index_array: ({ index, axis, size }) =>
    `There is no element ${index || 'of that number'} along axis ${axis || '0'}: it has ` +
    `${size || 'fewer'} elements, counted from 0.`,
  too_many_indices: ({ axes, indices }) =>
    `The array has ${axes || 'fewer'} axes, and ${indices || 'more'} indices are given.`,
  ragged: () => 'Rows of different lengths make no array: every row needs as many elements as the first.',
  truth: () =>
    'A whole array is neither true nor false. Ask whether all elements are (.all()), or whether any ' +
    'is (.any()).',
  rows: ({ sizes }) =>
    `Data and labels do not belong together: they have different numbers of rows${sizes && ` (${sizes})`}.`,
  one_axis: () =>
    'Rows and columns are needed, and this array has one axis: x.reshape(1, -1) makes one row of it, ' +
    'x.reshape(-1, 1) one column.',
  features: ({ got, expected }) =>
    `The model learned from ${expected || 'another number of'} columns and now gets ${got || 'others'}.`,
  not_fitted: ({ model }) => `${code(model, 'The model')} has not learned yet: call fit first.`,
  syntax: ({ reason }) =>
    SYNTAX[reason] ?? 'Python cannot read this line: look for a missing bracket, comma, colon or quote.',
  indent: () =>
    'The line begins too far to the left or to the right: lines that belong together begin in one column.',
  name: ({ name }) =>
    `Nothing is called ${code(name, 'that')} here: it is misspelled, or the line that makes it has not run.`,
  unassigned: ({ name }) =>
    `The function reads ${code(name, 'a name')} before it gives it a value; outside names are read only if ` +
    'the function never assigns them.',
  attribute: ({ type, attribute }) =>
    `An object of the type ${code(type, 'this')} has nothing called ${code(attribute, 'that')}.`,
  module: ({ module }) =>
    `The module ${code(module, 'that is imported')} is not installed where the lab runs.`,
  import_name: ({ module, name }) =>
    `${code(module, 'The module')} has nothing called ${code(name, 'that')}.`,
  types: ({ operator, left, right }) =>
    `The operation ${operator || 'here'} does not work` +
    (left === ''
      ? ' with values of these types.'
      : right === ''
        ? ` with “${left}”.`
        : ` between “${left}” and “${right}”.`),
  call: ({ function: called }) =>
    `${code(called, 'The function')} is called with other arguments than it takes: one is missing, ` +
    'one is too many, or one has another name.',
  not_callable: ({ type }) =>
    `A value of the type ${code(type, 'this')} is no function: round brackets behind it try to call it.`,
  not_indexable: ({ type }) =>
    `A value of the type ${code(type, 'this')} has no elements to choose with [ ].`,
  not_iterable: ({ type }) =>
    `A value of the type ${code(type, 'this')} has nothing to go through one by one.`,
  index: ({ type }) => `There is no element of that number in the ${type || 'list'}: counting begins at 0.`,
  key: ({ key }) => `There is no entry ${code(key, 'of this name')}.`,
  unpack: ({ expected, got }) =>
    `On the left stand ${expected === '' ? 'names' : `${expected} names`}, on the right ` +
    `${got === '' ? 'another number of' : got} values: there must be as many of both.`,
  number: ({ text }) => `The text ${code(text, 'given')} cannot be read as a number.`,
  zero: () => 'Something is divided by zero.',
  file: ({ file }) => `There is no file ${code(file, 'of this name')} in the folder of the programs.`,
  memory: () => 'That needs more memory than a program gets: make the array or the batch smaller.',
  recursion: () => 'A function calls itself without an end: there must be a case in which it does not.',
  assertion: () => 'What the program asserts here is not true.',
  input: () => 'input() has nobody to ask here: write the value into the program.',
  interrupted: () => 'Stopped. What was computed before is still there.',
  other: (_, { type, message }) => `Python stopped here: ${type}${message && `: ${message}`}`,
};
