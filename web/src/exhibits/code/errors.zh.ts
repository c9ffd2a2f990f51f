import type { Sentences } from './errors';

const code = (text: string, otherwise: string): string => (text === '' ? otherwise : `“${text}”`);
const shaped = (text: string, shape: string, otherwise: string): string =>
  `${code(text, otherwise)}${shape === '' ? '' : `（形状 ${shape}）`}`;

const SYNTAX: Readonly<Record<string, string>> = {
  bracket: '括号没有成对：少了左边的或右边的。',
  colon: '这一行末尾少了冒号。',
  quote: '字符串有开头的引号，却没有结尾的引号。',
  equals: '比较相等要写两个等号 ==；一个等号是赋值。',
};

export const errorsZh: Sentences = {
  matmul: ({ left, right, left_shape, right_shape, left_size, right_size }) =>
    `${shaped(left, left_shape, '前一个数组')}和${shaped(right, right_shape, '后一个数组')}不能做矩阵乘法：` +
    `前者最后一个轴有 ${left_size || '？'} 个元素，后者第一个轴有 ${right_size || '？'} 个，两者必须相等。`,
  broadcast: ({ left, right, left_shape, right_shape, axis, left_size, right_size }) =>
    `${shaped(left, left_shape, '前一个数组')}和${shaped(right, right_shape, '后一个数组')}不能逐个元素配对` +
    (axis === ''
      ? '。'
      : `：从最后往前数，第 ${axis} 个轴一个有 ${left_size} 个元素，另一个有 ${right_size} 个。`) +
    '两个轴长度相等，或者其中一个为 1，才配得上。',
  assign: ({ value_shape, place_shape }) =>
    `形状为 ${value_shape || '（另一种）'} 的值放不进形状为 ${place_shape || '（这种）'} 的位置。`,
  reshape: ({ size, shape }) =>
    `${size ? `有 ${size} 个元素的数组` : '这个数组'}不能变成形状 ${shape || '（所要的）'}：元素总数必须不变。`,
  join: ({ axis, first_size, other_size, other }) =>
    '拼接的数组在其余各轴上长度必须一致' +
    (axis === ''
      ? '。'
      : `：第 ${axis} 轴上，第一个有 ${first_size} 个元素，第 ${other || '2'} 个有 ${other_size} 个。`),
  axis: ({ axis, axes }) =>
    `没有${axis === '' ? '这个' : `第 ${axis} `}轴：数组${axes === '' ? '的轴没有这么多' : `共有 ${axes} 个轴`}，从 0 数起。`,
  index_array: ({ index, axis, size }) =>
    `第 ${axis || '0'} 轴上没有${index === '' ? '这个下标' : `下标 ${index}`}：那里只有 ${size || '更少的'} 个元素，从 0 数起。`,
  too_many_indices: ({ axes, indices }) =>
    `数组只有 ${axes || '较少的'} 个轴，却给了 ${indices || '更多的'} 个下标。`,
  ragged: () => '各行长短不一，组不成数组：每一行的元素都要和第一行一样多。',
  truth: () => '整个数组谈不上真假。请说明是要全部为真（.all()），还是有一个为真即可（.any()）。',
  rows: ({ sizes }) => `数据和标签对不上：两者的行数不同${sizes && `（${sizes}）`}。`,
  one_axis: () =>
    '这里需要有行有列的数组，给的却只有一个轴：x.reshape(1, -1) 把它变成一行，x.reshape(-1, 1) 变成一列。',
  features: ({ got, expected }) =>
    `模型学习时的数据有 ${expected || '另一数目的'} 列，现在给的有 ${got || '别的数目的'} 列。`,
  not_fitted: ({ model }) => `${code(model, '模型')}还没有学习过：请先调用 fit。`,
  syntax: ({ reason }) => SYNTAX[reason] ?? 'Python 读不懂这一行：看看是否少了括号、逗号、冒号或引号。',
  indent: () => '这一行的缩进不对：属于同一层的各行要从同一列开始。',
  name: ({ name }) => `这里没有叫 ${code(name, '这个')} 的名字：可能拼错了，也可能定义它的那一行还没有运行。`,
  unassigned: ({ name }) =>
    `函数在给 ${code(name, '一个名字')} 赋值之前就读取了它；函数里只要有赋值，这个名字就不再是外面的那个。`,
  attribute: ({ type, attribute }) =>
    `类型为 ${code(type, '这种')} 的对象没有叫 ${code(attribute, '这个')} 的属性。`,
  module: ({ module }) => `实验室所在的机器上没有安装模块 ${code(module, '（所导入的）')}。`,
  import_name: ({ module, name }) =>
    `模块 ${code(module, '（所导入的）')} 里没有叫 ${code(name, '这个')} 的名字。`,
  types: ({ operator, left, right }) =>
    `${operator === '' ? '这个运算' : `运算 ${operator} `}不能` +
    (left === ''
      ? '用于这些类型的值。'
      : right === ''
        ? `用于“${left}”。`
        : `用在“${left}”和“${right}”之间。`),
  call: ({ function: called }) => `调用 ${code(called, '函数')} 时参数不对：少了、多了，或者名字不同。`,
  not_callable: ({ type }) => `类型为 ${code(type, '这种')} 的值不是函数：后面加圆括号就是在调用它。`,
  not_indexable: ({ type }) => `类型为 ${code(type, '这种')} 的值不能用方括号 [ ] 取元素。`,
  not_iterable: ({ type }) => `类型为 ${code(type, '这种')} 的值不能逐个取出元素。`,
  index: ({ type }) => `${type ? `${type} 里` : '列表里'}没有这个下标的元素：下标从 0 数起。`,
  key: ({ key }) => `没有键为 ${code(key, '这个')} 的条目。`,
  unpack: ({ expected, got }) =>
    `等号左边有 ${expected || '几'} 个名字，右边${got === '' ? '的值数目不同' : `有 ${got} 个值`}：两边要一样多。`,
  number: ({ text }) => `文字 ${code(text, '（所给的）')} 不能读成数。`,
  zero: () => '有一个数被零除了。',
  file: ({ file }) => `程序所在的文件夹里没有文件 ${code(file, '（所找的）')}。`,
  memory: () => '这需要的内存超过了程序可用的量：请把数组或批量改小。',
  recursion: () => '函数无休止地调用自己：必须有一种情形不再调用。',
  assertion: () => '程序在这里断言的事情不成立。',
  input: () => 'input() 在这里问不到人：请把值直接写进程序。',
  interrupted: () => '已停止。之前算出的东西都还在。',
  other: (_, { type, message }) => `Python 停在了这里：${type}${message && `：${message}`}`,
};
