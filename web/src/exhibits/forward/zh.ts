import { spaced } from '../../i18n/spaced';
import type { ProblemWords, Words } from './en';

const unit = (layer: number, index: number, last: number): string => {
  if (layer === 0) return `x${index + 1}`;
  if (layer === last) return '输出';
  return last === 2 ? `隐藏神经元 ${index + 1}` : `第 ${layer} 层神经元 ${index + 1}`;
};

const problems: ProblemWords = {
  name: () => '这里应是名字：x、W1、b1、W2、b2，最多到 W5、b5',
  equals: ({ name }) => `${name} 后面应是“=”`,
  list: ({ name }) => `这里应是方括号里的列表，例如 ${name} = [0.1, −0.2]`,
  number: () => '这里应是一个数',
  comma: () => '这里应是逗号或右方括号',
  line_end: () => '这一行到这里应该结束',
  range: () => '应是 −100 到 100 之间的数',
  once: ({ name }) => `${name} 只能出现一次`,
  missing: ({ name }) => `还缺 ${name} 这一行`,
  numbers: ({ name }) => `${name} 应是一列数，例如 [0.1, −0.2]`,
  rows: ({ name }) => `${name} 应由若干行组成，例如 [[0.7], [−0.5]]`,
  row_count: ({ name, count }) => `${name} 应有 ${count} 行，这一层的每个输入一行`,
  row_length: ({ name, count }) => `${name} 的每一行应有 ${count} 个数`,
  length: ({ name, count }) => `${name} 应有 ${count} 个数，每个神经元一个`,
  most_rows: ({ name, count }) => `${name} 最多 ${count} 行`,
  units: ({ name, count }) => `${name} 的每一行最多 ${count} 个数`,
  one_output: ({ name }) => `${name} 的每一行只能有一个数，因为输出只有一个`,
};

export const zh: Words = {
  unit,
  layerName: (layer, last) =>
    layer === 0 ? '输入' : layer === last ? '输出' : last === 2 ? '隐藏层' : `第 ${layer} 层`,
  svg: '图片（SVG）',
  numbers: { term: (name) => spaced(`${name}的那一项`), z: '加权和 z', a: '输出 a' },
  network: {
    by: '每一步',
    byLayer: '逐层',
    byUnit: '逐个神经元',
    whole: '整个前向传播。可以播放，也可以一步一步走。',
    next: (next, last) =>
      next === undefined
        ? ''
        : next.to - next.from === 1
          ? `下一步：${unit(next.layer, next.from, last)}。`
          : `下一步：${last === 2 ? '隐藏层' : `第 ${next.layer} 层`}的 ${next.to - next.from} 个神经元。`,
    picture: (shape) => `网络 ${shape}，全部用 sigmoid`,
    point: '指一个神经元或一条连接：矩阵和代码里会亮出同一处。',
    row: (row, rows) => `第 ${row} 行，共 ${rows} 行。`,
  },
  controls: {
    inputs: '输入',
    rows: '同时几行',
    row: '显示第几行',
    shape: '层',
    layers: '隐藏层数',
    weights: '权重和偏置',
    unit: '哪个神经元',
    weight: (from) => spaced(`来自${from}`),
    bias: '偏置',
  },
  matrices: { title: '写成矩阵', layer: '层', product: (k) => `第 ${k} 层：输入乘权重加偏置，再过 sigmoid` },
  sum: {
    title: (name, row, rows) => spaced(`${name}的加权和，按顺序相加`) + (rows > 1 ? `（第 ${row} 行）` : ''),
    from: '来自',
    x: '值',
    w: '权重',
    term: '这一项',
    total: (sign) => `${sign === '=' ? '' : '≈ '}累计`,
    bias: '偏置 b',
    bend: (name) => `输出 ${name === 'relu' ? 'ReLU' : name}(z)`,
    normalised: '经过批量归一化之后的输出',
  },
  code: {
    title: '写成代码',
    loops: '循环',
    now: (layer, row, rows) =>
      `刚才为${layer}${rows > 1 ? `的第 ${row} 行` : ''}运行的几行代码，后面是各自的结果。`,
  },
  cost: {
    title: (rows) => `${rows} 行要算多少`,
    multiplications: '乘法次数',
    sigmoids: 'sigmoid 的计算次数',
    parameterBytes: '权重和偏置的字节数',
    valueBytes: '各个值的字节数',
    remark:
      '都是从这次前向传播用到的数组里数出来的，这里一个数占 8 字节。行数越多，乘法和值越多，权重却始终只有一份。',
  },
  text: {
    title: '可以改的小网络',
    hint: '只认数和列表，什么都不会被执行。x 可以是 1 到 32 行；加上 W3 和 b3 就多一层。',
    problem: ({ line, got, ...rest }) =>
      `第 ${line} 行：${problems[rest.expected]({ line, got, ...rest })}；现在是${got === '' ? '空的' : `“${got}”`}。`,
    answer: (outputs, count) =>
      `输出：${outputs.join('，')}${count > outputs.length ? `，还有 ${count - outputs.length} 个` : ''}`,
    back: '回到上一个能读懂的网络',
  },
  walk: {
    title: '自己的模型',
    hint: '同样的前向传播，换成一个识别数字的模型，再给它一张没有学过的测试图像。',
    model: '模型',
    none: '请选择',
    upload: '从文件载入（.safetensors）',
    empty: '还没有训练好的模型：请先到“训练认数字”里训练一个，或者选一个文件。',
    image: '测试图像',
    digit: (label) => `测试图像：数字 ${label}`,
    picture: (name) => `模型 ${name} 的各层`,
    digits: '数字',
    caption: (shown, all) => (shown < all ? `${all} 个中激活最强的 ${shown} 个` : String(all)),
    pixel: (row, column) => `像素（${row + 1}，${column + 1}）`,
    unit: (layer, index) => `第 ${layer + 1} 层神经元 ${index + 1}`,
    others: (count) => `其余 ${count} 项`,
    answer: (label, answer, count) => `图上是 ${label}，模型说 ${answer}。一共做了 ${count} 次乘法。`,
    onTheWay: '图像还在路上。',
    tooLarge: (name, most, size) =>
      `“${name}”有 ${size.toFixed(1)} MB；应是不超过 ${most} MB 且不为空的文件。`,
    refused: {
      file: (name) =>
        `“${name}”不是 Neurarium 保存的完整模型文件。应是 Neurarium 保存的 .safetensors 文件；它可能损坏了，或者来自别的程序。`,
      digits: (name) => `“${name}”里的网络不是识别数字的。应有 784 个输入和 10 个输出。`,
    },
    added: (name) => `已加入你的模型：${name}`,
  },
  see: (inputs, strongest) => [
    `输入是 x1 = ${inputs[0] ?? ''}，x2 = ${inputs[1] ?? ''}。`,
    (strongest.count > 1 ? `最后一个隐藏层里，神经元 ${strongest.index + 1} 的输出最大。` : '') +
      '最后的输出是 ',
    (answer) =>
      Math.abs(answer - 0.5) < 0.005
        ? '：拿不定主意。'
        : answer > 0.5
          ? '：大于 0.5，偏向“是”。'
          : '：小于 0.5，偏向“否”。',
  ],
  maths: (name) => `现在看${name}：`,
};
