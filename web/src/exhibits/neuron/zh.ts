import { spaced } from '../../i18n/spaced';
import { activations } from '../../i18n/terms.zh';
import type { Words } from './en';

export const zh: Words = {
  inputs: '输入个数',
  input: (i) => `输入 ${i}`,
  weight: (i) => `权重 ${i}`,
  bias: '偏置',
  activation: '激活函数',
  activations,
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
  curve: (name, z, output) => spaced(`${name}的曲线，神经元现在在 z = ${z}，输出 ${output}。`),
  curveX: '加权和 z',
  curveY: '输出 f(z)',
  term: (i) => `第 ${i} 项`,
  summary: {
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
    fires: '：神经元被激活了。',
    silent: '：神经元没有被激活。',
    through: '：加权和原样通过。',
    shrunk: '：负的加权和只通过一小部分。',
    steep: '曲线在这里很陡：加权和动一点，输出就变很多。',
    flat: '曲线在这里几乎是平的：神经元主意已定。',
    ratio: (times) => `输入 1 的分量是输入 2 的 ${times} 倍，因为它们的权重就差这么多。`,
  },
};
