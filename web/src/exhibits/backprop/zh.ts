import { spaced } from '../../i18n/spaced';
import { activations } from '../../i18n/terms.zh';
import type { Words } from './en';

/** 各条路径的贡献之和在什么情况下算是梯度。 */
const sumRule = (rule: string): string =>
  `判定规则：不超过 ${rule}；最大的一份贡献大于 1 时，不超过它的 ${rule} 倍。`;

export const zh: Words = {
  setup: '网络和样本',
  preset: '例子',
  presets: {
    own: '自己设的',
    first: '2-2-1，第一遍',
    vanishing: '责任逐层消失',
    dead: '死亡的 ReLU 神经元',
    cancel: '交叉熵消去了斜率',
    largest: '3-4-4-2，一批 8 个样本',
  },
  inputs: '输入',
  hidden: '隐藏神经元',
  outputs: '输出',
  activation: '激活函数',
  activations,
  bends: (hidden, output, asked) =>
    spaced(`隐藏层：${hidden}；输出层：${output}${asked ? '（交叉熵要求这样）' : ''}。`),
  loss: '损失函数',
  losses: { mse: '均方误差', cross_entropy: '交叉熵' },
  rate: '学习率 η',
  batch: '一批的样本数',
  sample: '样本',
  wrongSign: '符号弄反：加上梯度',
  redraw: '重新抽取权重',
  inputOf: (i) => `这个样本的输入 x${i}`,
  target: '这个样本的目标值',
  phases: { forward: '前向', loss: '损失', backward: '反向', update: '更新' },
  phaseOf: (name, now, all) => `${name}，第 ${now} 步，共 ${all} 步`,
  taken: (count) => (count === 0 ? '还没有更新过' : `已更新 ${count} 次`),
  network: (sizes) => `${sizes} 网络：颜色是激活值，粗细是权重，下面的小数字是 δ。`,
  layers: { inputs: '输入', hidden: (i) => `隐藏层 ${i}`, output: '输出' },
  note: '点一条连接，就看它的权重；点一个数，就看它是怎么算出来的。',
  apply: '应用这次更新',
  chosen: (name) => `参数 ${name}`,
  choose: '看哪个参数',
  value: '数值',
  slopeOf: (of) => `斜率 f′(${of})`,
  lossOf: (sample) => `样本 ${sample} 的损失`,
  gradientOf: (name) => `${name} 的梯度（这个样本）`,
  changeOf: (name) => `${name} 的改变量`,
  newOf: (name) => `${name} 的新值`,
  meanLoss: (count) => `${count} 个样本的平均损失`,
  meanGradientOf: (name, count) => `${name} 的梯度（${count} 个样本的平均）`,
  ofSample: (sample, count) =>
    `a、δ 和各条路径属于样本 ${sample} 和它自己的损失；这一步用的是 ${count} 个样本的平均。`,
  gradient: (name) => `∂L/∂${name}（这个样本）`,
  meanGradient: (name) => `∂L/∂${name}（平均）`,
  change: '改变量',
  after: '新值',
  paths: (count) => `通向损失的路径：${count} 条`,
  path: '路径',
  shareHead: '贡献',
  share: (k) => `第 ${k} 条路径的贡献`,
  shareTex: '\\text{贡献}',
  pathsTex: '所有路径',
  total: '贡献之和',
  agrees: (difference, rule) => `各条路径的贡献加起来就是梯度：相差 ${difference}。${sumRule(rule)}`,
  disagrees: (difference, rule) => `各条路径的贡献加起来不等于梯度：相差 ${difference}。${sumRule(rule)}`,
  predict: '先猜符号',
  predictAsk: (name) => `这次更新会让 ${name} 怎么变？`,
  up: '变大',
  down: '变小',
  stay: '不变',
  rightSign: '对了。',
  wrongAnswer: '不对。',
  score: (right, wrong) => `猜对 ${right} 次，猜错 ${wrong} 次`,
  hiddenNow: '先猜一猜。',
  batchTitle: '每个样本提议怎么改，这一步结果如何',
  proposal: (name) => `对 ${name} 的提议`,
  lossBefore: '更新前的损失',
  lossAfter: '更新后的损失',
  average: '平均',
  sampleOf: (name, sample) => `样本 ${sample}：${name}`,
  averageOf: (name) => `${name}的平均`,
  better: '变好',
  worse: '变差',
  same: '不变',
  verdict: (worse, falls) =>
    falls
      ? worse === 0
        ? '这一步让平均损失变小，没有样本变差。'
        : `这一步让平均损失变小，却有 ${worse} 个样本变差了。`
      : '这一步没有让平均损失变小。',
  findWorse: '找一个让某个样本变差的例子',
  noneFound: '这次没找到。换大一点的学习率，或者多几个样本再试。',
  changes: '应用之前，先看每个参数怎么变',
  ahead: '从这里再走三十步',
  aheadLabel: '三十步里这一批的损失：用减号，和用加号。',
  steps: '从这里起的步数',
  minus: 'w − η g',
  plus: 'w + η g',
  ranAway: '用加号时损失发散了：它不再是一个数的地方，曲线就断了。',
  print: '打印练习纸和答案',
  big: '大屏幕',
  bigEnd: '按 Esc 结束。',
  sheet: {
    title: (sizes) => `手算反向传播：${sizes} 网络`,
    answers: '答案',
    name: '姓名',
    given: '已知',
    task: '从左到右，再从右到左，把空格填满。保留四位有效数字就够了；答案里末尾的 0 省略不写。',
    indices: 'wᵢⱼ 从前一层的第 i 个神经元连到第 j 个神经元，括号里的数是层号。都从 1 数起。',
    one: '一个样本：n = 1',
    forward: '1 前向，3 反向',
    unit: '神经元',
    lossTitle: '2 损失',
    update: '4 更新',
    new: '新值',
  },
  says: {
    forward: (layer, z, zValue, a, aValue, last) =>
      `前向，第 ${layer} 层：每个神经元把输入乘权重加起来，加上偏置，再经过激活函数。` +
      `${z} ${zValue} 变成 ${a} ${aValue}${last ? '，这就是网络的输出' : ''}。`,
    loss: (answer, target, loss) =>
      `损失：输出是 ${answer}，目标是 ${target}。错得有多离谱，用一个数来说：${loss}。`,
    noBlame: (layer) =>
      `反向，第 ${layer} 层：责任传不到这里。每个 δ 都是 0，这个样本不会让这一层的任何参数变动。`,
    outputBlame: (delta, value, high, cancels) =>
      `反向，输出层：${delta} ${value}。输出太${high ? '高' : '低'}了${cancels ? '；用交叉熵时斜率被消去，误差本身就是责任' : ''}。`,
    hiddenBlame: (layer, delta, value, slope) =>
      `反向，第 ${layer} 层：每个神经元按权重收集后一层的责任，再乘上自己的斜率。${delta} ${value}，斜率是 ${slope}。`,
    update: (name, change, before, after, batch, sign, wrong) =>
      `更新：每个参数都${wrong ? '顺' : '逆'}着自己的梯度走，` +
      `${name === '' ? '走多远先盖住，等你猜过再揭开' : `动得最多的是 ${name}，改变量是 ${change}`}。` +
      `${batch === 1 ? '损失' : '平均损失'}${sign < 0 ? '下降' : sign > 0 ? '上升' : '不变'}：${before} → ${after}。`,
  },
};
