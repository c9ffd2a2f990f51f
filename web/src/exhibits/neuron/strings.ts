import { both } from '../../lib/strings';

export const strings = both(
  {
    inputs: 'Inputs',
    input: (i: string) => `Input ${i}`,
    weight: (i: string) => `Weight ${i}`,
    bias: 'Bias',
    activation: 'Activation',
    activations: {
      sigmoid: 'sigmoid',
      tanh: 'tanh',
      relu: 'ReLU',
      leaky_relu: 'leaky ReLU',
      step: 'step',
      linear: 'linear',
    },
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
    see: {
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
    tasks: {
      fire: 'Make the neuron sure of itself: an output above 0.9.',
      on_the_fence: 'With the sigmoid, move the bias until the output is 0.50.',
      and_gate:
        'With two inputs: find weights and a bias that say yes (0.5 or more) to 1 and 1, and no to 0 and 0, 0 and 1, 1 and 0.',
      times_32:
        'With two inputs: make the first matter 32 times as much as the second. (3.2 against 0.1 would do; type it.)',
    },
    quiz: {
      z: 'An input of 0.80, a weight of 0.50 and a bias of −0.20 give z = 0.20. What will z be when the weight turns to −0.50?',
      zNote: (z: string) =>
        `0.80 × (−0.50) − 0.20 = ${z}. A negative weight turns a reason for into a reason against.`,
      zero: 'Every input is 0 and so is the bias. What does the sigmoid neuron answer?',
      zeroNote: (output: string) =>
        `It answers ${output}. With nothing to go on, the sigmoid is exactly undecided.`,
    },
  },
  {
    inputs: '输入个数',
    input: (i) => `输入 ${i}`,
    weight: (i) => `权重 ${i}`,
    bias: '偏置',
    activation: '激活函数',
    activations: {
      sigmoid: 'sigmoid',
      tanh: 'tanh',
      relu: 'ReLU',
      leaky_relu: '带泄漏 ReLU',
      step: '阶跃',
      linear: '线性',
    },
    sum: '加权和',
    z: 'z',
    output: '输出',
    slope: '斜率',
    reasons: ['肚子饿', '朋友都去', '外面冷'],
    mood: '本来的心情',
    vote: '火锅投票',
    no: '不去',
    yes: '去',
    voteTable: '每条理由给投票加了多少',
    picture: (inputs, z, output) => `一个有 ${inputs} 个输入的神经元：加权和 ${z}，输出 ${output}。`,
    curve: (name, z, output) => `${name} 的曲线，神经元现在在 z = ${z}，输出 ${output}。`,
    curveX: '加权和 z',
    curveY: '输出 f(z)',
    term: (i) => `第 ${i} 项`,
    see: {
      gap: '',
      sum: (sign) =>
        sign > 0
          ? ['各条理由加上偏置，合计 ', '：赞成的多过反对的。']
          : sign < 0
            ? ['各条理由加上偏置，合计 ', '：反对的多过赞成的。']
            : ['各条理由和偏置正好抵消，合计 ', '。'],
      lead: '输出是 ',
      yes: '：神经元偏向“去”。',
      no: '：神经元偏向“不去”。',
      even: '：神经元拿不定主意。',
      fires: '：神经元点火了。',
      silent: '：神经元一声不吭。',
      through: '：加权和原样通过。',
      shrunk: '：负的加权和只漏过去一点点。',
      steep: '曲线在这里很陡：加权和动一点，输出就变很多。',
      flat: '曲线在这里几乎是平的：神经元主意已定。',
      ratio: (times) => `输入 1 的分量是输入 2 的 ${times} 倍，因为它们的权重就差这么多。`,
    },
    tasks: {
      fire: '让神经元十拿九稳：输出超过 0.9。',
      on_the_fence: '用 sigmoid，调偏置，让输出正好是 0.50。',
      and_gate:
        '用两个输入：找一组权重和偏置，两个都是 1 时说“是”（不小于 0.5），其余三种（0 和 0、0 和 1、1 和 0）都说“否”。',
      times_32: '用两个输入：让第一个的分量是第二个的 32 倍。（比如 3.2 和 0.1，直接输入就行。）',
    },
    quiz: {
      z: '输入 0.80、权重 0.50、偏置 −0.20，得到 z = 0.20。如果把权重换成 −0.50，z 会是多少？',
      zNote: (z) => `0.80 × (−0.50) − 0.20 = ${z}。权重变负，赞成的理由就成了反对的理由。`,
      zero: '所有输入都是 0，偏置也是 0。用 sigmoid 的神经元会回答什么？',
      zeroNote: (output) => `回答是 ${output}。没有任何依据时，sigmoid 不偏不倚，正好在中间。`,
    },
  },
);
