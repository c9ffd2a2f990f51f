import { activations } from '../../i18n/terms.en';

export const en = {
  inputs: 'Inputs',
  input: (i: string) => `Input ${i}`,
  weight: (i: string) => `Weight ${i}`,
  bias: 'Bias',
  activation: 'Activation',
  activations,
  sum: 'weighted sum',
  z: 'z',
  output: 'output',
  slope: 'slope',
  reasons: ['hungry', 'friends come', 'cold outside'],
  mood: 'your mood',
  vote: 'The hot-pot vote',
  no: 'no',
  yes: 'yes',
  voteTable: 'What each reason adds to the vote',
  picture: (inputs: number, z: string, output: string) =>
    `A neuron with ${inputs} ${inputs === 1 ? 'input' : 'inputs'}: weighted sum ${z}, output ${output}.`,
  curve: (name: string, z: string, output: string) =>
    `The curve of ${name}, with the neuron at z = ${z}, output ${output}.`,
  curveX: 'weighted sum z',
  curveY: 'output f(z)',
  term: (i: string) => `term ${i}`,
  summary: {
    /** What stands between two sentences. */
    gap: ' ',
    /** What stands before the sum, and after it. */
    sum: (sign: number): readonly [string, string] =>
      sign > 0
        ? ['The reasons and the bias add up to ', ': more speaks for than against.']
        : sign < 0
          ? ['The reasons and the bias add up to ', ': more speaks against than for.']
          : ['The reasons and the bias cancel out: the sum is ', '.'],
    lead: 'The output is ',
    yes: ': the neuron leans to yes.',
    no: ': the neuron leans to no.',
    even: ': the neuron is on the fence.',
    fires: ': the neuron fires.',
    silent: ': the neuron stays silent.',
    through: ': the sum went straight through.',
    shrunk: ': only a trickle of the negative sum gets through.',
    steep: 'The curve is steep here: a small change of the sum changes the output a lot.',
    flat: 'The curve is nearly flat here: the neuron has made up its mind.',
    ratio: (times: string) =>
      `Input 1 matters ${times} times as much as input 2, for that is how their weights compare.`,
  },
};
export type Words = typeof en;
