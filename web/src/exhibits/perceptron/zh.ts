import type { Words } from './en';

export const zh: Words = {
  data: '数据点',
  kinds: { gate: '真值表', clouds: '两团云', own: '自己放点' },
  gate: '逻辑门',
  gates: { and: '与', or: '或', nand: '与非', xor: '异或' },
  table: '真值表；点一下答案就能翻转它',
  wanted: '应为',
  answered: '回答',
  flip: (x1, x2, answer) => `${x1}、${x2} 应为 ${answer}，翻转它`,
  gap: '两团的间距',
  gapHint: '拖动它，把两团云拉开，或推到一起（小于 0 就是重叠）。',
  newClouds: '换两团云',
  tool: '在方格里点一下',
  tools: { 1: '放一个 1', 0: '放一个 0', erase: '擦掉' },
  ownCount: (n, most) => (n >= most ? `共 ${n} 个点，不能再多了。` : `共 ${n} 个点。`),
  oneLeft: '最后一个点要留着：没有数据，神经元就没法学。',
  eta: '学习率 η',
  start: '初始权重',
  starts: { zero: 'w = 0，b = 0', other: '其他权重' },
  weights: ['w₁', 'w₂', 'b'],
  sameRate: (eta, mistakes) =>
    `换成 η = ${eta}，更新的还是同样那些点，共 ${mistakes} 次。从 w = 0 出发，所有权重都与 η 成正比，` +
    '直线还在原处：η 约掉了。',
  otherRate: (eta, mistakes, same) =>
    `换成 η = ${eta}，会犯 ${mistakes} 次错，${same ? '碰巧还是同样那些点' : '错的点也不同'}。` +
    '初始权重不为 0 时，η 就有影响了：它决定起点有多重要。',
  board: '数据点，以及神经元画出的直线',
  boardHint: {
    gate: '点一下某个角，就能翻转它的答案。',
    clouds: '蓝色区域回答 1。带红圈的点现在答错了。',
    own: '点一下就能放点。',
  },
  legend: { now: '现在的直线', before: '更新前的直线', best: '迄今最好的' },
  noLine: (answer) => `w = 0：没有直线，一律回答 ${answer}。`,
  axis: (k) => `x${'₁₂'.charAt(k)}`,
  speeds: { slow: '慢', usual: '正常', fast: '快' },
  pass: '走完一遍',
  toStart: '回到开头',
  correction: '更新',
  mistakes: '犯错次数',
  ofAll: (count) => `/ ${count}`,
  passes: '第几遍',
  wrongNow: '现在答错',
  best: '最好的直线答错',
  bound: '上界 (R/γ)²',
  noBound: '没有：分不开',
  boundFromZero: '仅限从 w = 0 开始',
  radius: 'R',
  gamma: '间隔 γ',
  vectors: '用箭头看这次更新',
  vectorsLabel: (before, change, after) => `权重 (w₁, w₂)：从 ${before} 加上 ${change}，变成 ${after}。`,
  arrows: { before: 'w', change: 'η(y − ŷ)x', after: '新的 w' },
  tableHead: ['权重', '更新前', '变化', '更新后'],
  noCorrection: '还没有更新。点播放，或者走一步。',
  see: {
    begin: (n) => `一共 ${n} 个点，权重还什么都不知道。`,
    already: '一开始每个点就都答对了，没有什么可更新的。',
    point: (x1, x2, predicted, wanted) =>
      `神经元对（${x1}，${x2}）回答 ${predicted}，正确答案却是 ${wanted}。`,
    towards: '于是给权重加上 η 乘以这个点：它的加权和变大。',
    away: '于是从权重里减去 η 乘以这个点：它的加权和变小。',
    skipped: (count) => (count === 0 ? '' : `在它之前有 ${count} 个点答对了。`),
    wrong: (count) => (count === 0 ? '现在每个点都答对了。' : `现在还有 ${count} 个点答错。`),
    converged: (passes, mistakes, bound) =>
      `第 ${passes} 遍一个错也没有：学会了，一共犯了 ${mistakes} 次错${bound === '' ? '。' : `，上界是 ${bound} 次。`}`,
    cycle: (first, second) =>
      `第 ${second} 遍结束时的权重，和${first === 0 ? '一开始' : `第 ${first} 遍结束时`}一模一样：从这里起，一切永远重复。`,
    cutAnyhow: (most) =>
      `这里只看到第 ${most} 次犯错。直线是存在的，所以它会停；不过只有从 w = 0 出发，才知道多久之内会停。`,
    cut: (most, bound) =>
      bound === ''
        ? `这里只看到第 ${most} 次犯错。间隔为 0，没有直线能分开这些点，所以它永远不会停。`
        : `这里只看到第 ${most} 次犯错；按上界，它最多犯 ${bound} 次错就会停。`,
  },
  perPass: '每一遍犯的错',
  perPassX: '第几遍',
  perPassY: '犯错次数',
  proof: {
    title: '重放就是证明：它永远学不会',
    text: (updates, passes, first, second) =>
      `第 ${second} 遍结束时的权重，和${first === 0 ? '一开始' : `第 ${first} 遍结束时`}一模一样。` +
      `同样的点按同样的顺序再来，于是同样的 ${updates} 次更新接着发生，永远如此：这是一个循环，` +
      `长度是 ${passes} 遍、${updates} 次更新。`,
    replay: '重放这个循环',
    table: '循环里的权重，每行是一次更新',
    head: ['更新的点', 'w₁', 'w₂', 'b'],
    begin: '循环开头',
    more: (rows) => `只列出前 ${rows} 行。`,
  },
  why: {
    title: '为什么没有直线能做到',
    text: '每个角都对加权和 w₁x₁ + w₂x₂ + b 提出一个要求：',
    holds: '现在成立',
    fails: '现在不成立',
    sum: (less, more) =>
      `把第一个和最后一个相加：${less}。把中间两个相加：${more}。左边是同一个和，不可能既这样又那样。` +
      '所以无论用什么规则，都没有这样的权重和偏置。',
    history:
      '明斯基和佩珀特在《感知机》（1969）里证明了这一点，还证明了单层看不见的更多东西。' +
      '再加一层就能突破这个限制，当时已经知道；而怎样训练它，到 1986 年才广为人知。',
    layer: '加一个隐藏层',
    noLayer: '去掉隐藏层',
  },
  layer: {
    title: '一个隐藏层',
    hand: '手工设定',
    handText: {
      xor: '隐藏神经元 1 是“或”，隐藏神经元 2 是“与非”，输出是“与”：有一个，但不是两个都有。',
      opposite: '隐藏神经元 1 是“或”，隐藏神经元 2 是“与非”，输出再取二者的“与非”。',
    },
    handTable: '每个神经元的回答，由引擎算出',
    head: ['x₁', 'x₂', '或', '与非', '输出'],
    handMap: '手工网络在哪里回答 1',
    input: '输入',
    hidden: '隐藏层',
    output: '输出',
    diagram: '手工设定的网络：两个输入、两个隐藏神经元、一个输出',
    trained: '靠训练找到',
    trainedText: (seeds, steps) =>
      `从 ${seeds} 个不同的起点（随机种子 0 到 ${seeds - 1}）做梯度下降：隐藏层用 tanh，输出用 sigmoid，η = 1，` +
      `每一步都用全部四个点。“找到”是指：${steps} 步以内四个答案全对。`,
    units: '隐藏神经元个数',
    run: (seeds) => `试 ${seeds} 个种子`,
    stop: '停止',
    goOn: '继续',
    progress: (done, seeds) => `已试 ${done} / ${seeds} 个种子`,
    result: (found, done) => `${done} 个种子里有 ${found} 个找到了`,
    rest: (failed) =>
      failed === 0 ? '全都找到了。' : `${failed} 个没找到：卡在了不好的谷底，或者还停在坡度很小的地方。`,
    grid: '每个种子一格：找到权重的填满，没找到的空着',
    seed: (seed, steps) => (steps > 0 ? `种子 ${seed}：${steps} 步找到` : `种子 ${seed}：没找到`),
    map: '最新的网络怎样回答：蓝色接近 1，橙色接近 0',
  },
};
