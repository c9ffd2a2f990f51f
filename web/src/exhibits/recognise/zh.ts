import type { Words } from './en';

export const zh: Words = {
  pad: {
    area: (strokes) =>
      `书写区，已写 ${strokes} 笔。用鼠标、笔或手指写；也可以用方向键移动笔，按空格落笔、提笔。`,
    drawn: (strokes) => `写下的内容：${strokes} 笔`,
    pen: (down, x, y) => `${down ? '落笔' : '提笔'}，在 ${x}, ${y}`,
    boxes: (count) => `图片里标出了 ${count} 个数字`,
    picture: '正在识别的图片',
    hint: '在这里写一个数字',
    hintPicture: '写几个也行。也可以拖入、粘贴或打开一张图片。',
    undo: '撤销一笔',
    clear: '清空',
    open: '打开图片',
  },
  answer: {
    bars: '网络对每个数字有多大把握',
    sure: '的把握',
    second: (digit) => `其次：${digit}，`,
    waiting: '边写边出答案。',
    found: (count) => `找到 ${count} 个数字，选一个看`,
    place: (i, digit) => `第 ${i} 个数字${digit === undefined ? '' : `，读作 ${digit}`}`,
    plain: (digit, share, changed) =>
      changed ? `什么都不关时，读作 ${digit}（${share}）。` : `什么都不关时，也读作 ${digit}（${share}）。`,
    plainNothing: '什么都不关时，根本读不出来。',
    wrong: '认错了……',
    itIs: '其实是几？',
    kept: '会存进“我的数字”，只留在这台电脑上。',
    thanks: (label, count) => `已存为 ${label}。你现在有 ${count} 个自己的数字。`,
  },
  panels: {
    label: '细看',
    steps: '预处理',
    network: '穿过网络',
    why: '为什么是它？',
    whyPair: (a, b) => `为什么是 ${a} 不是 ${b}？`,
    own: '我的数字',
  },
  altered: (steps, units) => {
    const parts = [
      ...(steps.length > 0 ? [`关掉了 ${steps.join('、')}`] : []),
      ...(units > 0 ? [`关掉了 ${units} 个神经元`] : []),
    ];
    return `现在${parts.join('，')}。`;
  },
  allOn: '全部打开',
  needModel: '这里需要一个训练好的网络。',
  model: {
    label: '用哪个模型',
    best: (name) => `最好的：${name}`,
    doubts: { shuffled_labels: '随机标签', low_accuracy: '认得不准' },
    warning: (name, doubt, accuracy) =>
      doubt === 'shuffled_labels'
        ? `“${name}”是用随机标签训练的：它没有学会认数字，它的回答没有意义。`
        : `“${name}”在测试集上只认对 ${accuracy ?? ''}：它的回答有很多是错的。`,
    switch: (name) => `改用“${name}”来认`,
    info: (shape, parameters, accuracy) =>
      `${shape}，${parameters} 个参数${accuracy === null ? '' : `，测试集答对 ${accuracy}`}`,
    plain: '它只见过 MNIST 里原样的数字。用转过、斜过、拉伸过的来学，就能适应更多人的笔迹。',
    better: '用变形的数字训练一个',
    distorted: '它学的是转过、斜过、拉伸过的数字，能适应更多人的笔迹。',
  },
  train: {
    title: '还没有训练好的网络',
    text: '就在这里训练一个：784 个像素、128 个隐藏神经元、10 个数字，用 48,000 张手写数字。几秒钟就好。',
    start: '训练一个网络',
  },
  lesson: {
    progress: '训练进度',
    beginning: '正在准备数据……',
    at: (epoch, epochs) => `第 ${epoch} 轮，共 ${epochs} 轮；这一轮学过的图像：`,
    loss: '损失',
    right: '答对',
    lossOf: (images) => `这一轮学过的 ${images} 张训练图像的平均损失`,
    accuracyOf: (images) => `这一轮学过的 ${images} 张训练图像里认对的比例`,
    stop: '停止',
  },
  steps: {
    now: (digit, sure) => `读成 ${digit}，把握 ${sure}`,
    nothing: '这一步在这里没事可做。',
    without: '不做这步：',
    with: '做这步：',
    unreadable: '什么都读不出',
    ofSeveral: (count) => `，${count} 个数字`,
    empty: '写点什么，就能看到从笔画到 28 × 28 像素的每一步。',
  },
  network: {
    picture: (shape) => `网络 ${shape}：用方向键选神经元`,
    empty: '先写一个数字，再按播放。',
    choose: '点一个神经元，看看它里面。',
    unit: (layer, unit, layers) => (layers > 1 ? `第 ${layer} 层，神经元 ${unit}` : `神经元 ${unit}`),
    silent: '：已关闭',
    strongest: (layer, layers) => (layers > 1 ? `第 ${layer} 层激活最强的` : '激活最强的神经元'),
    phase: (phase, layers, activations) => {
      const hidden = layers.length - 2;
      if (phase <= 1) return '28 × 28 个像素就是 784 个数，从 0（纸）到 1（墨）。';
      if (phase <= hidden + 1) {
        const layer = phase - 1;
        const name = hidden > 1 ? `隐藏层 ${layer}` : '隐藏层';
        return (
          `${name}：${layers[layer] ?? 0} 个神经元，各把 ${layers[layer - 1] ?? 0} 个数乘上权重加起来，再过 ` +
          `${activations[layer - 1] ?? ''}。`
        );
      }
      if (phase === hidden + 2) return '十个输出各得一个分数。蓝色赞成这个数字，橙色反对。';
      return activations.at(-1) === 'softmax'
        ? 'softmax 把十个分数变成概率，加起来是 100%。'
        : '十个输出，各除以它们的和，于是加起来是 100%。';
    },
  },
  unit: {
    title: (layer, unit, layers) => (layers > 1 ? `第 ${layer} 层，神经元 ${unit}` : `隐藏神经元 ${unit}`),
    on: '开着',
    off: '已关闭',
    close: '收起这个神经元',
    weights: '它的权重：它在找什么',
    ink: '你的墨迹',
    shares: '每个像素加了多少',
    slopes: '它在你的字里找什么：每个像素怎样推动它的和',
    noImage: '前面的层是非线性的，没有一张图能说清它在找什么。看看它最大的几个输入。',
    sum: '加权和',
    would: '它被关掉了：下一层收到的是 0。',
    normalised: '下面的和与激活函数之间，还有一步批量归一化。',
    from: '来自',
    value: '值',
    weight: '× 权重',
    share: (sign) => `${sign} 贡献`,
    pixel: (row, column) => `像素 (${row}, ${column})`,
    input: (layer, unit) => `第 ${layer} 层神经元 ${unit}`,
    rest: '其余全部',
    bias: '偏置',
    total: (sign) => (sign === '=' ? '加权和' : '加权和（四舍五入）'),
    residual: '这个神经元属于残差块：输入本身，加上几层算出来的结果。',
    outgoing: '它告诉谁：到每个数字的权重',
  },
  why: {
    whyThis: '为什么是',
    notThat: '而不是',
    gap: (a, b) => `${a} 的分数比 ${b} 的分数高`,
    ink: '你的墨迹，0 到 1',
    slopes: '此处网络给每个像素的权重',
    shares: (a, b) => `每个像素的贡献：蓝色偏向 ${a}，橙色偏向 ${b}`,
    sharesLabel: (a, b) => `每个像素对“是 ${a} 不是 ${b}”的贡献`,
    adds: '加起来',
    towards: (digit) => `偏向 ${digit} 的墨迹`,
    bias: (layer, layers) => (layers > 1 ? `第 ${layer} 层偏置` : '隐藏层偏置'),
    outputBias: '输出层偏置',
    sum: (sign) => (sign === '=' ? '全部之和' : '全部之和（四舍五入）'),
    equals: (za, zb, sign, gap, a, b) => `分数说的也一样：${za}（${a}）− ${zb}（${b}）${sign} ${gap}。`,
    topPixels: '出力最大的像素',
    place: '行，列',
    at: (row, column) => `${row}，${column}`,
    inkValue: '墨迹',
    weighed: '× 权重',
    share: (sign) => `${sign} 贡献`,
    curved: (activation) =>
      `激活函数 ${activation} 不是分段线性的，所以没有哪种像素贡献能精确地加成分数之差，画出来的只能是近似。对任何网络都精确的，是最后一个隐藏层各神经元的贡献。`,
    units: '出力最大的神经元',
    unit: (unit) => `神经元 ${unit}`,
    unitsSum: (shown, all) => [
      `这里是 ${all} 个神经元中的 ${shown} 个。全部神经元加上输出层偏置（`,
      '），一共 ',
      '。',
    ],
    toUnit: '点神经元的名字，看看它里面。',
    empty: '写一个数字，看看是哪些笔画起了决定作用。',
  },
  own: {
    none: '还没有你自己的数字。写一个会被认错的，点“认错了……”，再告诉它是几。',
    count: (count, most) => `你有 ${count} 个自己的数字，最多可存 ${most} 个。`,
    score: (model, right, all, share) => `${model} 读对了 ${all} 个中的 ${right} 个（${share}）。`,
    one: (label, answer) =>
      `一个 ${label}${answer >= 0 && answer !== label ? `，被读作 ${answer}` : ''}；点一下选中`,
    remove: (count) => (count === 0 ? '删除选中的' : `删除 ${count} 个`),
    removeAll: '全部删除',
    really: '确定全部删除',
    keep: '还是留着',
    tuneTitle: '教它认你写的数字',
    tuneText: (model) =>
      `${model} 再学几秒：用你的数字，掺上 4,000 张 MNIST，免得学了新的忘了旧的。你的数字每五个留出一个，用来评分。结果存成新模型，原来的不动。`,
    tune: '微调',
    learned: (count) => `其中 ${count} 个它学过，不计入成绩：学过的数字说明不了什么。`,
    tuned: (name, before, after) => `已存为 ${name}。MNIST 测试集：${before} → ${after}。`,
    held: (count, before, after) =>
      `你的数字中留出了 ${count} 个用来评分，没有拿去学：${before} → ${after}。`,
    noneHeld: '你的数字太少，留不出来评分，所以没有成绩：再多写几个吧。',
  },
  summary: {
    lead: (digit) => `网络读出的是 ${digit}，有 `,
    second: (digit) => ` 的把握。其次是 ${digit}，`,
    end: '。',
    sure: '它几乎没有犹豫。',
    leaning: '它有倾向，但不太确定。',
    torn: '它左右为难：看看两边各有什么理由。',
    nothing: '还什么都没写。网络在等 784 个数。',
    latency: (ms) => `从最后一笔到条形图：${ms} 毫秒。`,
  },
  numbers: {
    probability: (k) => `${k} 的概率`,
    logit: (k) => `${k} 的分数`,
    gap: (a, b) => `${a} 与 ${b} 的分数差`,
    total: '全部贡献之和',
    weightTo: (k) => `到 ${k} 的权重`,
    z: (unit) => `神经元 ${unit} 的加权和`,
    a: (unit) => `神经元 ${unit} 的输出`,
    input: (place) => `${place} 的值`,
    shareOf: (place) => `${place} 的贡献`,
    shown: '表中',
  },
};
