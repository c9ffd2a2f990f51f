import { spaced } from '../../i18n/spaced';
import type { Words } from './en';

export const zh: Words = {
  panel: '部分',
  panels: { game: '小游戏', digits: '真实图像', test: '测试集', weights: '权重' },
  list: '，',
  epoch: '轮次',
  accuracyAxis: '答对的比例',
  lossAxis: '损失',
  measure: '画什么',
  measures: { accuracy: '准确率', loss: '损失' },
  game: {
    board: '平面上的点：在圆点周围画一条边界',
    keys: '用鼠标或手指画。用键盘：方向键移动（按住 Shift 走小步），回车键放一个角点，退格键去掉最后一个。',
    at: (x, y) => `位置 ${x}，${y}。`,
    corners: (n) => spaced(`边界有 ${n} 个角点。`),
    task: '一分钟：画一条边界，把蓝色圆点围起来，橙色方块留在外面。有些点待在了不该待的地方：那是噪声。',
    after: '空心的点是新的：它们来自同一个来源，谁也没有拿它们学习过。',
    fall: '让没见过的点落下来',
    again: '重新画',
    other: '换一批点',
    learning: (share) => spaced(`网络正在学习同样的点：${share}`),
    ready: '网络也画好了自己的边界；等点落下来就能看到。',
    yours: '你',
    network: '网络',
    seen: '见过的点',
    unseen: '没见过的点',
    scoreOf: (who, which) => `${who}，${which}`,
    best: (share) =>
      spaced(`就算知道这些点是怎么产生的，也只能答对没见过的点的 ${share} 左右：其余都是噪声。`),
  },
  setup: {
    dataset: '数据集',
    images: '图像张数',
    noise: '错误标签',
    width: '隐藏神经元',
    epochs: '轮数',
    random_labels: '打乱所有标签',
    l1: 'L1',
    l2: 'L2',
    dropout: '随机失活',
    early_stopping: '早停',
    augmentation: '数据增强',
    batch_norm: '批量归一化',
  },
  cures: '对策',
  moreData: '十倍的图像',
  smallerNetwork: '八分之一的神经元',
  noneHeld: (n) =>
    spaced(
      `${n} 张图像全都拿来学习，一张也没有留出：没有什么能告诉我们何时过拟合。图中的曲线只是学过的图像的。`,
    ),
  fewHeld: (n) => spaced(`只剩 ${n} 张图像可以留出。`),
  short: {
    images: (n) => spaced(`${n} 张图像`),
    noise: (share) => spaced(`${share} 错误标签`),
    random: '随机标签',
    width: (n) => spaced(`${n} 个神经元`),
    epochs: (n) => spaced(`${n} 轮`),
    l1: (rate) => `L1 ${rate}`,
    l2: (rate) => `L2 ${rate}`,
    dropout: (p) => spaced(`随机失活 ${p}`),
  },
  digits: {
    examples: (wrong, all) => spaced(`${all} 张图像中的前几张和它们的标签。错误的标签一共 ${wrong} 个。`),
    example: (label, wrong) => spaced(wrong ? `标签错成 ${label} 的图像` : `标签为 ${label} 的图像`),
    training: (share) => spaced(`训练中：${share}`),
    trained: '训练完毕（第一个随机种子）',
    picture: '准确率或损失随轮次的变化：学过的图像和留出的图像各一条曲线。',
    trainCurve: '学过的',
    heldCurve: '留出的',
    train: '学过的图像，答对',
    held: '留出的图像，答对',
    parameters: '参数个数',
    keep: '保留这次实验（五个种子）',
    kept: '已保留',
    rule: (learned, held) =>
      spaced(
        `曲线上的每个点都问 ${learned} 张学过的图像（用学习时的标签）和留出的前 ${held} 张（用真实的标签）。` +
          '优化器是 Adam，学习率 0.001，每批 64 张。',
      ),
    ruleNoneHeld: (learned) =>
      spaced(
        `曲线上的每个点都问 ${learned} 张学过的图像（用学习时的标签）。优化器是 Adam，学习率 0.001，每批 64 张。`,
      ),
  },
  runs: {
    title: '保留的实验',
    none: (seeds) => spaced(`还没有保留任何实验。保留的实验会在后台用 ${seeds} 个随机种子各训练一次。`),
    picture: '保留的实验：留出的图像画均值和区间带，学过的图像画虚线。',
    legend: (seeds) =>
      spaced(`实线：留出的图像，${seeds} 个种子的均值，带子是 95% 区间（学生 t 分布）。虚线：学过的图像。`),
    run: '实验',
    what: '内容',
    parts: { train: '学过的', held: '留出的', test: '测试集' },
    difference: '相差（百分点）',
    reference: '作为基准',
    compareWith: (n) => spaced(`以实验 ${n} 为基准`),
    show: (n) => spaced(`显示实验 ${n}`),
    remove: '删除',
    removeOne: (n) => spaced(`删除实验 ${n}`),
    meanOf: (part, n) => spaced(`实验 ${n}，${part}`),
    differenceOf: (n) => spaced(`实验 ${n} 的差`),
    rule: (held, learned, seeds) =>
      spaced(
        `留出的：全部 ${held} 张图像（学习超过 ${learned} 张时会少一些）。同样的 ${seeds} 个种子逐对相减；95% 区间不含 0，才算看得出差别。`,
      ),
  },
  stopsByHeld: '用了早停，停在哪一轮是由留出的数字决定的，所以它们的成绩略微偏高；测试成绩不受影响。',
  verdict: { better: '更好：区间在 0 以上', worse: '更差：区间在 0 以下', none: '这些种子看不出差别' },
  test: {
    title: '盖住的测试集',
    none: (n) => spaced(`先保留几次实验：然后在这里让其中一次面对 ${n} 张测试图像。`),
    cover: '盖着',
    compare: '比较它的网络',
    compareName: (n) => spaced(`把实验 ${n} 的网络和别的网络比较`),
    again: (share) => spaced(`再训练一次：${share}`),
    commit: (n) => spaced(`选定实验 ${n}，揭开它的测试成绩`),
    ask: '选定这次实验吗？',
    askText:
      '只有当谁也没有按测试图像来挑选时，它们才说得准网络有多好。只揭开一次：揭开你按留出的图像选定的那次实验。',
    no: '再想想',
    yes: '揭开',
    covered: '测试集还盖着。先按留出的图像选定一次实验，再看一次。',
    once: '测试集揭开过一次：成绩是可信的，因为没有按它做过任何选择。',
    often: (n) =>
      spaced(
        `测试集已经揭开了 ${n} 次。从这些成绩里挑最好的，就把运气也挑了进去：再没有图像能说明它到底有多好。`,
      ),
    rule: (n) =>
      spaced(
        `每个成绩都是五个种子在全部 ${n} 张测试图像上的均值，附 95% 区间（学生 t 分布）。揭开过的实验即使删除，也会记得。`,
      ),
  },
  luck: {
    title: '按测试成绩挑选的代价',
    what: (runs, images) =>
      spaced(
        `在 MNIST 上做 ${runs} 次实验，除了随机种子，其他完全一样。假如你用一个 ${images} 张数字的测试挑出最好的一次。（这里用的是留出的数字，你的测试集仍然盖着。）`,
      ),
    start: (runs) => spaced(`训练 ${runs} 次一样的实验`),
    picture: '一样的实验，按小测试的成绩排序：在测试里的领先上升，在新数字上几乎不变。',
    y: '比平均的实验高多少个百分点',
    x: '实验，测试成绩最差的在前',
    byTest: '小测试',
    fresh: '新数字',
    cost: '看上去比实际好多少（十个这样的测试的平均）',
    points: '个百分点',
    said: (test, fresh) =>
      spaced(
        `在这个测试里，最好的实验比平均的实验高 ${test} 个百分点，在另外 9,000 张数字上高 ${fresh} 个百分点。` +
          '多出来的是运气。',
      ),
  },
  weights: {
    without: '没有惩罚',
    penalised: '有惩罚',
    both: '同一个训练做两遍：一遍没有惩罚，一遍用设定的 L1 和 L2。',
    switchOn: '打开 L1 或 L2：同一个训练就会带着惩罚再做一遍。',
    picture: '第一层权重的直方图，有惩罚和没有惩罚各一条；个数用对数刻度。',
    x: '权重',
    y: '每格的权重个数',
    tiny: (limit) => `|w| < ${limit}`,
    tinyOf: (which) => `接近 0 的权重，${which}`,
    deviation: '均方根',
    image: (i) => spaced(`神经元 ${i} 的权重`),
    rule: (n) =>
      spaced(`来自像素的 ${n} 个权重；超出图外的计入边上的格子。图像是权重最大的神经元，用同一个刻度。`),
  },
  see: {
    learned: '学过的图像，网络答对 ',
    learnedOnly: '',
    held: '；留出的图像，答对 ',
    stop: '。',
    training: '它还在学习。',
    noneHeld: '没有留出图像，所以谁也说不准这有多大价值。',
    random: '标签是随机的：里面没有规律，答对的都是死记下来的。',
    memorises: '两个 95% 区间（威尔逊区间）不重叠：其中一部分是死记下来的。',
    together: '两个 95% 区间（威尔逊区间）重叠：看不出它在死记。',
    game: {
      before: '学习，就是找到一条对以后来的点也正确的边界。',
      after: '绕着每一个点拐弯的边界，只对这些点完美。平滑的边界在这些点上会出错，以后却错得更少。',
    },
  },
};
