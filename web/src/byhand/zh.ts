import type { Words } from './en';

export const zh: Words = {
  check: '检查',
  show: '显示答案',
  whole: '这是一个整数。',
  decimals: (count: number) => (count === 0 ? '四舍五入到整数。' : `保留 ${count} 位小数。`),
  inPlace: '只要能让等式成立，就算对。',
  right: (name: string, value: string) => `算对了：${name} = ${value}`,
  close: '很接近。',
  onlyRounding: '只差在舍入上：中间多留几位小数，最后再四舍五入。',
  wrong: '还不对。',
  otherResult: (typed: string, result: string, wanted: string) =>
    `代入 ${typed}，等式的结果是 ${result}，而不是 ${wanted}。`,
  mistakes: {
    unknown: '看不出是哪一步出了错。从最里层开始，把等式一步一步再算一遍。',
    sign: '大小对了，正负号错了。',
    point: '数字对了，小数点的位置错了。',
    function: '这是代入 {} 之前的数：还没有用函数计算。',
    max: '这是 {} 中的另一个数：要取较大的那个。',
    bias: '看起来漏加了偏置 {}。',
    left_out: '看起来求和时漏了 {}。',
    part_sign: '看起来 {} 的正负号弄错了。',
    factor: '看起来漏乘了 {}。',
    added: '看起来把 {} 当成加法来算了，其实是乘法。',
    order: '看起来先算了加法：应该先算乘法 {}。',
    divided: '看起来忘了除以 {}。',
    inverted: '看起来把 {} 的分子和分母弄反了。',
    power: '看起来 {} 没有按乘方来算。',
    rounded: '看起来 {} 取整取错了方向，或者没有取整。',
  },
};
