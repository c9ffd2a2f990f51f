import { spaced } from '../../i18n/spaced';
import { grouped } from '../../lib/format';
import { cost, type Words } from './en';

export const zh: Words = {
  names: {
    gd: '梯度下降',
    sgd: 'SGD',
    momentum: '动量',
    nesterov: 'Nesterov',
    rmsprop: 'RMSprop',
    adam: 'Adam',
    adamw: 'AdamW',
  },
  racer: '选手',
  problem: '从哪里下山',
  problems: {
    bowl: '碗',
    ravine: '峡谷',
    saddle: '鞍点',
    two_minima: '两个极小值',
    rosenbrock: 'Rosenbrock',
    network: '真实的网络',
  },
  about: {
    bowl: '圆的：坡度正对着最低点。',
    ravine: '横着比竖着陡二十倍：坡度指向对面的坡，而不是出口。',
    saddle: '中间是平的，却不是极小值：往两边 y = ±2 才是下坡。',
    two_minima: '起点在一个浅的极小值上方；深的那个在左边，隔着一道坎。',
    rosenbrock: '一条弯曲的山谷：进去容易，沿着走很慢。最低点在 (1, 1)。',
    network: '一个 2-6-1 网络（25 个权重和偏置，float64）的损失，它用 64 个点学习区分圆盘和圆环。',
  },
  startAt: ['起点 x', '起点 y'],
  speeds: { slow: '慢', usual: '正常', fast: '快' },
  restart: '从起点重新比赛',
  step: '步',
  steps: (count) => `${grouped(count)} 步`,
  length: '比赛长度',
  momentum: '动量 μ',
  batch: '每步样本数',
  schedule: '所有学习率的调度',
  schedules: { constant: '不变', step: '分段下降', cosine: '余弦', warm_up: '预热', one_cycle: '单周期' },
  another: '换一批样本',
  rate: '学习率',
  rateOf: (name) => spaced(`${name}的学习率`),
  follow: (name) => spaced(`跟踪${name}`),
  followShort: '跟踪',
  mend: (rate) => `改用 ${rate} 重新开始`,
  mendOf: (name, rate) => spaced(`${name}改用较小的学习率 ${rate} 重新开始`),
  steering: '比赛途中改学习率、动量或调度，比赛就从显示的这一步接着走。在起点或终点改，整场比赛重新算一遍。',
  changed: (count) =>
    `途中改过 ${count} 处：页面的地址记着这些改动，所以链接打开的是同一场比赛。改动超过 30 处，比赛就从头开始。` +
    '“从起点重新比赛”从头到尾都用现在的值。',
  letters: {
    eta: 'η：学习率（ηₜ：乘上调度之后这一步的学习率）',
    mu: (value) => `μ = ${value}：动量，每一步保留多少速度`,
    rho: (value) => `ρ = ${value}：每一步保留多少平方的平均 s`,
    betas: (first, second) => `β₁ = ${first}、β₂ = ${second}：每一步保留多少平均 m 和 v`,
    hats: 'm̂ 和 v̂：t 步之后的平均，修正了从 0 开始的偏差',
    lambda: (value) => `λ = ${value}：权重衰减`,
    epsilon: (value) => `ε = ${value}：不让除数为 0`,
  },
  loss: '损失',
  diverged: (step) => `第 ${grouped(step)} 步发散`,
  finished: (step) => `第 ${grouped(step)} 步到终点`,
  axes: ['x', 'y'],
  direction: (i, share) => `方向 ${i}（方差的 ${share}）`,
  board: (problem, step) => spaced(`${problem}上的比赛，${grouped(step)} 步之后：从上面看的路线。`),
  heights: (dark) => `颜色越${dark ? '浅' : '深'}越高。相邻色带相差同样多的 ln(1 + 比图中最低点高出的高度)。`,
  plane: (name, share) =>
    spaced(
      `这是穿过 25 维空间的一个平面：${name}的路线的两个主方向（PCA），占它方差的 ${share}。高度是这个平面上的损失。`,
    ),
  others: (list) => spaced(`其他路线只是投影到上面，并不在这些高度上；这个平面占它们方差的比例：${list}。`),
  within: (name, share) => spaced(`${name} ${share}`),
  outside: '边上的空心号码：这个选手在图外。号码变成 ×：它发散了。',
  arrows: '上一步的箭头',
  arrowNames: { gradient: '梯度 −g', velocity: '速度 −v、−m', size: '均方根 √s、√v' },
  everyone: '画出所有选手的箭头',
  arrowRule: '箭头从上一步的出发点画起。方向是真实的，长度是对数的：大十倍，就长 14 个像素。',
  noSize: '均方根属于单个权重，在这个平面里没有方向。',
  lossChart: (step) => `每个选手从起点到第 ${grouped(step)} 步的损失，对数刻度。`,
  lossRule: (finish, limit, network) =>
    `全部 64 个样本的损失，对数刻度；低于 1e−8 的画在 1e−8。终点是起点损失的 1%：${finish}。` +
    `损失超过 ${limit}${network ? '（起点损失的十倍）' : ''}或者不再是一个数的选手算作发散，停在原处。`,
  sweep: {
    title: '公平吗？每个选手最好的学习率',
    run: '扫描学习率',
    stop: '停止',
    race: '用各自最好的学习率比赛',
    chart: '每个选手用每个学习率跑到终点时的损失。',
    best: '最好的学习率',
    rule: (judged, batch) =>
      `每个选手用 19 个学习率各跑完整场比赛，起点相同：梯度下降每一步用全部 64 个样本，其他选手用同样的 ${batch} 个。按最后 ${judged} 步的平均损失评判：` +
      '最低的最好（圆点）。发散的不画；低于 1e−8 的画在 1e−8。所以最好的是最后损失最低的，不是最先到终点的：' +
      '换一个学习率也许到得更早，却还在摆动，最后的损失更高。',
  },
  mnist: {
    title: '在 MNIST 上的同一场比赛',
    race: '每个选手训练五个种子',
    useBest: '采用试过的最好学习率',
    chart: '随着轮数变化的错误率，对数刻度：各个种子的平均，色带是它的 95% 区间。',
    x: '轮数',
    errors: '认错（%）',
    seedsOf: (count, all) => `${all} 个种子里的 ${count} 个`,
    right: (share) => `认对 ${share}`,
    diverged: (count) => `${count} 次发散`,
    best: (rate, share) => `试过的最好学习率：${rate}（${share}）`,
    rateOf: (name) => spaced(`${name}在 MNIST 上的学习率`),
    rule: (images, held) =>
      `784-32-10 网络，float32，${images} 张图像，3 轮，每批 32 张，动量 0.9，用另外 ${held} 张来考。` +
      '种子决定初始权重和图像的顺序，对所有选手都一样。梯度下降每一步用全部图像：一共只走三步。' +
      '线是各个种子的平均，色带是它的 95% 区间（学生 t 分布，至少三个种子）。错误率的轴是对数刻度。关掉页面，训练照样继续。',
  },
  samples: (batch, surface) =>
    batch === 64
      ? '每一步都用全部 64 个样本，所以梯度下降和 SGD 完全一样。'
      : (surface
          ? '这个曲面是 64 个样本的平均，每个样本的曲面都各自倾斜一点。'
          : '损失是 64 个点上的平均。') +
        `梯度下降每一步都看全部 64 个；其他选手轮流看同样的 ${batch} 个。` +
        `所以梯度下降走一步要用 ${cost(batch)} 倍的数据。`,
  noStep: '先走一步，这里就会出现那一步的数。',
  parameter: '写出哪个参数',
  parameterOf: (name, layer) => `第 ${layer} 层的 ${name}`,
  number: {
    rate: '这一步的学习率',
    factor: '调度',
    gradient: '梯度 g',
    slope: (name) => `曲面沿 ${name} 的坡度`,
    loss: (racer) => `${racer} 的损失`,
    tilt: (count) => `${count} 个样本的平均倾斜`,
    velocity: '速度 v',
    average: '梯度的平均 m',
    squares: '平方的平均',
    corrected: (name) => `修正后的 ${name}（它从 0 开始）`,
    before: (step) => `第 ${grouped(step)} 步之后`,
    after: (step) => `第 ${grouped(step)} 步之后`,
    explained: '平面解释的方差',
  },
  see: {
    start: (count, loss) => `${count} 个选手站在起点，那里的损失是 ${loss}。按“播放”开始。`,
    leads: (name, step, loss) =>
      spaced(`第 ${grouped(step)} 步之后，${name}的损失最低，是 ${loss}；还没有人到终点。`),
    first: (names, step) => spaced(`最先到终点的是${names}：第 ${grouped(step)} 步。`),
    arrived: (count, all) => `${all} 个里有 ${count} 个到了。`,
    gone: (names) => spaced(`发散了，因为学习率太大：${names}。`),
  },
  comma: '、',
  gap: '',
};
