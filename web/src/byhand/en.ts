/** What is said of numbers that are found by hand. */
export const en = {
  check: 'Check',
  show: 'Show it',
  whole: 'A whole number.',
  decimals: (count: number) =>
    count === 0 ? 'Rounded to a whole number.' : `To ${count} ${count === 1 ? 'decimal' : 'decimals'}.`,
  inPlace: 'Any number with which the equation holds is right.',
  right: (name: string, value: string) => `Right: ${name} = ${value}`,
  close: 'Close.',
  onlyRounding: 'Only the rounding is off: compute with more digits, and round at the end.',
  wrong: 'Not yet.',
  otherResult: (typed: string, result: string, wanted: string) =>
    `With ${typed} the equation comes to ${result}, not to ${wanted}.`,
  /** By the step that went wrong; {} stands for the part of the equation. */
  mistakes: {
    unknown: 'No single slip leads to this number. Go through the equation from the inside out.',
    sign: 'The size is right, the sign is not.',
    point: 'The digits are right, the decimal point is not.',
    function: 'This is what goes into {}: the function has not been applied.',
    max: 'This is the other one of {}: the larger one counts.',
    bias: 'It looks as if the bias, {}, was left out.',
    left_out: 'It looks as if {} was left out of the sum.',
    part_sign: 'It looks as if the sign of {} was taken wrong.',
    factor: 'It looks as if the factor {} was left out.',
    added: 'It looks as if {} was added where it is multiplied.',
    order: 'It looks as if the sum was taken before {}: the product comes first.',
    divided: 'It looks as if the division by {} was left out.',
    inverted: 'It looks as if {} was turned upside down.',
    power: 'It looks as if {} was not taken as a power.',
    rounded: 'It looks as if {} was rounded the wrong way, or not at all.',
  },
};

export type Words = typeof en;
