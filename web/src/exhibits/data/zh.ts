import { spaced } from '../../i18n/spaced';
import { grouped } from '../../lib/format';
import type { Words } from './en';

export const zh: Words = {
  grid: {
    label: '图像',
    part: '集合',
    parts: { all: '全部', train: '训练集', test: '测试集' },
    which: '标签',
    all: '全部',
    order: '顺序',
    orders: { file: '按文件', loss: '损失从大到小', margin: '间隔从小到大', changes: '变来变去的在前' },
    changed: (name, times) => spaced(`${name}；对错变了 ${times} 次`),
    training: (share) => `一个小网络（784-32-10）正在学习，途中不断被提问：${share}`,
    sides:
      '一个小网络（784-32-10）在这里用训练图像学了 2 轮，途中对每张图像提问了 10 次。' +
      '数的是它从对变错、从错变对的次数。',
    scored: (name, answer, kind, score) => spaced(`${name}；读成 ${answer}；${kind} ${score}`),
    size: '大小',
    sizes: { 14: '小', 28: '原样', 42: '大' },
    count: (n) => `显示 ${n} 张图像`,
    keys: '点一张图像，或者用方向键移动。',
    elsewhere: '正在看的图像不在这里面。',
    train: (label, n) => spaced(`${label}：第 ${n} 张训练图像`),
    test: (label, n) => spaced(`${label}：第 ${n} 张测试图像`),
  },
  pixel: {
    label: '图像的像素',
    row: '行',
    column: '列',
    value: '像素值，0 到 255',
    scaled: '输入，0 到 1',
    at: (row, column, value) => `第 ${row} 行第 ${column} 列：${value}`,
    place: (row, column) => `第 ${row} 行第 ${column} 列`,
    point: '指向一个像素就能看到它的值；点一下，或者用方向键，可以选定它。行和列从 1 数起。',
  },
  panel: '仔细看',
  panels: {
    numbers: '变成数',
    together: '放在一起看',
    vary: '数据增强',
    eyes: '模型眼里的图像',
    labels: '标签错了？',
    made: 'MNIST 是怎样做成的',
    own: '自己的图像',
  },
  scale: {
    title: '是灰度，不是非黑即白',
    scaled: (greys) => `缩放到 0–1：${greys} 种不同的值`,
    split: (greys) => `二值化：${greys} 种不同的值`,
    why: '除以 255 只是换了单位，每一级灰度都还在。二值化会丢掉笔画边缘由深到浅的过渡，网络看到的数字就粗糙了。',
    row: (row) => `图像的第 ${row} 行，从左到右：`,
  },
  flatten: {
    title: '28 行排成一行',
    picture: (rows) => `图像的 28 行中已有 ${rows} 行排进了 784 个数的一行。`,
    rows: (rows) => `已排 ${rows} 行，共 28 行`,
    place: '在这一行里的位置',
  },
  oneHot: {
    title: '标签变成十个数',
    why: '网络有十个输出。目标在标签那一位是 1，其余是 0：没有哪个类别更“大”。',
  },
  split: {
    title: '学习、选择、测试',
    picture: (learned, tested) => `${learned} 张训练图像，${tested} 张测试图像。`,
    learn: '训练',
    hold: '验证',
    test: '测试',
    why: (share) =>
      `权重从训练图像中学到。其中一部分（这里是 ${share}）留作验证，用来选择设置。` +
      '测试图像不参与任何决定：只有这样，测试成绩才能说明网络读新图像读得怎么样。',
  },
  together: {
    means: '每个标签的平均图像',
    mean: (label) => spaced(`${label}的全部图像的平均`),
    meansWhy: '每个像素各自求平均。点一张，网格里就只显示这个标签的图像。',
    pixelMean: '每个像素的均值',
    spread: '每个像素的标准差',
    dark: '从来不亮的像素',
    isDark: '总是 0',
    isLit: '有时亮',
    darkCount: '从来不亮',
    of784: '/ 784',
    zeros: '等于 0 的像素',
    overallMean: '全部像素的均值',
    overallSpread: '全部像素的标准差',
    meanHere: '选定像素的均值',
    spreadHere: '选定像素的标准差',
    why:
      '这些都是在训练图像上算的。在这几张图上点一下，就能选定一个像素。' +
      '输入取 0 到 1 时，总是 0 的像素的权重得不到损失的梯度：从它那里什么也学不到。',
  },
  vary: {
    title: '随机变化后的图像',
    shift: '平移（像素）',
    rotate: '旋转（度）',
    scale: '缩放（比例）',
    elastic: '弹性强度',
    again: '换一组随机变化',
    original: '原图',
    variant: (i) => `第 ${i} 种变化`,
    why: (share) =>
      `每种变化都是重新抽取的：平移和旋转在给定范围内，大小最多变化 ${share}。` +
      '标签不变，所以变化不能大到成了另一个数字。',
  },
  eyes: {
    noModel: '还没有可以用来看的模型。',
    train: '训练一个，几秒钟就好。',
    model: '模型',
    best: (name) => `最好的：${name}`,
    compared: '隐藏层',
    layerName: (i, units) => `${i}：${units} 个神经元`,
    looking: (share) => `模型正在看图像：${share}`,
    stranger: (name) => `“${name}”不是用这个数据集训练的，它的回答说明不了什么。`,
    own: '用这个数据集训练一个模型',
    answer: '模型把它读成什么',
    loss: '损失',
    margin: '间隔',
    byPixels: '像素上最近的',
    byLayer: (layer) => `第 ${layer} 个隐藏层里最近的`,
    near: (name, distance) => `${name}，距离 ${distance}`,
    nearWhy: '距离是在整个数据集上算的：像素取 0 到 1 的值，隐藏层取输出。标签不同的图像有标记。',
    mapLabel: (n) => `${n} 张图像画成点，每个点画成它的标签。`,
  },
  map: {
    title: '图像的地图',
    kind: '怎样把图像变成点',
    kinds: { pca: '主成分（PCA）', tsne: 't-SNE' },
    of: '比较什么',
    pixels: '像素',
    layer: (layer) => `第 ${layer} 个隐藏层`,
    pca: (n, first, second, both, most) =>
      `所选集合里的 ${n} 张图像，沿着它们散得最开的两个方向（主成分）来看。` +
      `这两个方向占方差的 ${first} 和 ${second}，合计 ${both}；其余的不在图上。图像更多时，随机抽取 ${most} 张。`,
    draw: (n) => `画这 ${n} 张图像的地图`,
    missing: 't-SNE 由 scikit-learn 来算，运行实验室的电脑上没有安装它。安装命令：',
    tsne: (n, perplexity) =>
      `t-SNE 不断移动同样这 ${n} 张图像，让在所有维度上相近的图像在图上也相近；` +
      `每张图像大约考虑 ${perplexity} 个邻居（困惑度）。` +
      '只有同一群里的远近有意义：一群的大小、两群之间的距离都不说明什么。',
    how:
      '它由 scikit-learn 从两个主成分出发，一口气迭代 1,000 次画成。这要花些时间，所以由一个单独的进程来做；' +
      '画好的地图会保存下来。如果没画完就停止，或者关掉了实验室，就要从头画起。',
    progress: {
      label: '后台画的地图',
      states: {
        running: '正在画：',
        stopped: '已停止：',
        failed: '出错了：',
        elsewhere: '这台电脑上的另一个实验室在画：',
      },
      of: (done, of) => `${of} 张地图中的 ${done} 张`,
      left: (seconds) => `· 大约还要 ${seconds} 秒`,
      stop: '停止',
      go: '重新画',
      failed: '出错了：',
      unkept: '地图没能保存：',
    },
  },
  labels: {
    about: '标签也会出错。下面是模型损失最大的测试图像：请看一看，说说你看到的是什么。',
    undecided: '还没说',
    right: '标签是对的',
    really: (label) => `其实是 ${label}`,
    unreadable: '谁也认不出',
    yours: '你说呢？',
    look: (label) => `标签是 ${label} 的图像：仔细看`,
    said: (label, answer, share) => `标签 ${label}，模型：${answer}（${share}）`,
    score: '全部测试图像中读对的',
    without: (n) => `去掉你认为标错或认不出的 ${n} 张`,
    interval: (low, high) => `（${low} 到 ${high}）`,
    rule: (voted) =>
      `你判断了 ${grouped(voted)} 张测试图像。括号里是威尔逊 95% 置信区间：对这样的数字，正确率大概在这个范围里。` +
      '这些图像是按模型的错误挑出来的，去掉一些只会让成绩变高：这是上限，不是公平的测试。',
    more: (n) => `显示全部 ${n} 张`,
  },
  made: {
    about:
      'MNIST 的数字来自美国标准机构 NIST 请人填写、再扫描下来的表格：白纸黑字，128 乘 128 像素，没有灰色。' +
      '每个数字都是经过下面几步变成 28 乘 28 像素的。关掉一步，就能看出它有什么用。',
    scan: '扫描件样子的数字：128 乘 128 像素，非黑即白',
    scanWhy:
      'MNIST 的文件里没有 NIST 的扫描原件。这一张是用正在看的数字做出来的：放大到四倍，像素之间均匀过渡；' +
      '比最浓的墨一半还深的地方变成黑，其余变成白。',
    result: '做出来的',
    file: '文件里的',
    difference: '每个像素平均相差',
    of255: '（满值 255）',
    rule: '相差多少是对全部 784 个像素取平均。它很少是 0：扫描件是猜出来的，MNIST 的作者也没有公开他们的程序。',
    more: '用同样的步骤（还有更多步）处理你自己写的字',
  },
  own: {
    about: '导入自己的图像：网格和各种视图都能显示它们，在“训练认数字”和“过拟合”里也能用它们来训练。',
    kinds: (pair, four) => [
      'IDX 文件，和 MNIST 一样：一个图像文件加一个标签文件，或者四个文件；可以用 gz 压缩',
      `.npz 文件，里面的数组叫 ${pair}，或者 ${four}`,
      '按标签命名的文件夹里的图片（3/a.png），或者它们的 .zip；也可以用 3_a.png 这样的文件名',
    ],
    limits: (bytes, files, least) =>
      `最多 ${bytes}、${files} 个文件、70,000 张图像（其中训练图像最多 60,000 张）、10 个类别；至少 ${least} 张图像。` +
      '每张都会变成 28 × 28 的灰度图，深底浅字。它们只保存在运行实验室的电脑上。',
    bring: '导入图像',
    files: '选择文件',
    folder: '选择文件夹',
    drop: '也可以把文件拖到这里',
    rules:
      '数组和 IDX 文件里，最浓的墨是 1、16、255 中的一个：取不小于所有像素值的最小的那个。' +
      '名为 train 和 test 的文件夹决定哪些图像用来测试；没有说明时，随机留出六分之一。不属于以上几种的文件会跳过。',
    sending: (share) => `正在发送：${share}`,
    reading: {
      label: '正在后台读取的文件',
      states: {
        running: '正在读取',
        stopped: '已停止，文件还留着。',
        failed: '出错了。',
        elsewhere: '这台电脑上的另一个实验室在读取。',
      },
      of: () => '',
      left: (seconds) => `· 大约还要 ${seconds} 秒`,
      stop: '停止',
      go: '重新读取',
      failed: '出错了：',
      unkept: '收到的内容没能保存：',
    },
    skipped: (n) => spaced(`另有 ${n} 个文件跳过了。`),
    list: '数据集',
    line: (train, test, classes) => `训练 ${train} 张，测试 ${test} 张；类别：${classes}。`,
    inverted: '原来是浅底深字，已经反相。',
    held: '测试图像是随机选出的。',
    train: '要用它训练，请在“训练认数字”的“更多设置”里，或者在“过拟合”的“真实图像”里选择。',
    delete: '删除',
    deleteTitle: (name) => `删除“${name}”？`,
    deleteText: '图像会被删掉。用它训练出的模型会留下。',
    keep: '留着',
  },
  see: {
    image: (name) => spaced(`正在看的是${name}。标出的像素进入网络时的值是 `),
    place: '，它是输入的第 ',
    stop: ' 个数。',
    paper: '它是 0：白纸。',
    ink: '它是 255：最浓的墨。',
    grey: '它是灰的：介于白纸和最浓的墨之间。',
  },
};
