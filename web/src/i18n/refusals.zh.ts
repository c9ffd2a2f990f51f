import { compact, grouped } from '../lib/format';
import {
  expectation,
  type DataWords,
  type ErrorWords,
  type KernelWords,
  type MissingWords,
  type ProgramWords,
  type UnitWords,
} from './refusals';

const missing: MissingWords = {
  attempt: (name) => ({ message: `没有编号为 ${name} 的尝试。`, hint: '请再看一下表格。' }),
  dataset: (name) => ({ message: `没有名为 ${name} 的数据集。`, hint: '请从数据集列表里选一个。' }),
  digits: () => ({ message: '还没有你自己写的数字。', hint: '先写几个，并标明是几。' }),
  model: (name) => ({ message: `没有名为 ${name} 的模型。`, hint: '请从模型列表里选一个。' }),
  package: (name) => ({
    message: `这里需要 ${name}，运行实验室的电脑上没有安装。`,
    hint: "请运行 pip install 'neurarium[sklearn]'，再重新启动实验室。",
  }),
  run: (name) =>
    name === ''
      ? { message: '还没有训练。', hint: '先开始一次。' }
      : { message: `训练“${name}”已经不在了。`, hint: '先看看现在是哪一次，再改它。' },
  source: (name) => ({ message: `没有 ${name} 的源代码可看。`, hint: '' }),
  sweep: (name) => ({ message: `没有名为 ${name} 的比较。`, hint: '请从列表里选一个。' }),
  training: () => ({ message: '现在没有训练在进行。', hint: '先开始一次。' }),
  unit: (name) => ({ message: `这个模型里没有神经元 ${name}（层、神经元）。`, hint: '请选图上画出来的。' }),
};

const units: UnitWords = {
  bytes: '字节',
  digits: '个数字',
  pixels: '像素',
  points: '个点',
  programs: '个程序',
  runs: '次实验',
  datasets: '个数据集',
  votes: '个判断',
};

/** Why a file cannot be opened as a program. */
const badProgram: ProgramWords = {
  not_text: () => '它不是 UTF-8 编码的文本',
  not_json: () => '它不完整',
  not_notebook: () => '它不是笔记本',
  version: (what) => `它的格式是第 ${what} 版，而这里只能读第 4 版`,
  language: (what) => `它是用 ${what} 写的`,
  too_long: (what) => `它的字符数超过了 ${grouped(Number(what))}`,
};

/** Why no program can be run. */
const noKernel: KernelWords = {
  not_local: ({ what }) => ({
    message: `只有当实验室仅限本机访问时才能运行程序，而它现在对 ${what} 开放。`,
    hint: '请在面前的这台电脑上启动实验室，不要加 --host 和 --url。',
  }),
  not_installed: ({ what }) => ({
    message: `运行程序需要 ${what}，还没有安装。`,
    hint: "安装命令：pip install 'neurarium[lab]'",
  }),
  system: ({ what }) => ({
    message: `目前还不能在 ${what} 上运行程序。`,
    hint: '请在 Linux 或 macOS 上启动实验室。',
  }),
  no_processes: () => ({
    message: '这里没有可以运行程序的进程。',
    hint: '请用命令 neurarium lab 打开实验室。',
  }),
  too_many: ({ what }) => ({
    message: `已经有 ${what} 个页面在运行程序，不能再多了。`,
    hint: '关掉另一个标签页里的代码实验室，再试一次。',
  }),
  running: () => ({ message: '程序正在运行。', hint: '等它结束，或者先停止它。' }),
  failed: ({ what }) => ({ message: `运行程序的进程没有启动：${what}`, hint: '再试一次；终端里有详情。' }),
};

/** Why files are no data set. */
const badData: DataWords = {
  nothing: () => '没有可读的文件。',
  too_large: ({ limit }) => `这些文件一共超过 ${limit} 字节。请少选一些，或者换小一点的。`,
  many_files: ({ got, limit }) => `一共有 ${got} 个文件，最多 ${limit} 个。`,
  many_images: ({ got, limit }) => `一共有 ${got} 张图像，最多 ${limit} 张。`,
  many_training: ({ got, limit }) => `一共有 ${got} 张训练图像，最多 ${limit} 张。`,
  unknown: ({ file }) => `没有能读的文件：“${file}”不是。`,
  mixed: ({ got }) => `这里有好几种文件：${got}。请只导入 IDX 文件、一个 .npz 文件，或者图片。`,
  damaged: ({ file }) => `“${file}”已损坏或不完整。`,
  empty: ({ file }) => `“${file}”是空文件，一个字节也没有。`,
  objects: ({ file }) => `数组“${file}”里存的是 Python 对象，这样的数组从不打开。请存成数或文字。`,
  large_array: ({ file, limit }) => `“${file}”会超过 ${limit} 字节。`,
  unpacked: ({ got, limit }) => `解压后有 ${got} 字节，最多 ${limit} 字节。`,
  packing: ({ file }) => `“${file}”加了密，或者压缩方式读不了。请用普通的 ZIP。`,
  outside: ({ file }) => `路径“${file}”指向压缩包之外。`,
  arrays: ({ got }) => `需要图像和标签，各一个文件，或者用规定的名字；收到的是：${got}。`,
  shape: ({ got }) => `图像的形状应当是 n × 高 × 宽，或者每行的像素数是平方数；收到的是 ${got}。`,
  values: ({ got }) => `像素值应当在 0 到 255、0 到 16 或者 0 到 1 之间；收到的是 ${got}。`,
  labels: ({ got, limit }) => `${limit} 张图像每张要有一个标签；收到的标签数组形状是 ${got}。`,
  label_kind: ({ got }) => `标签应当是整数或名字；收到的是 ${got}。`,
  classes: ({ got }) => `可以有 2 到 10 种标签，收到了 ${got} 种。`,
  few: ({ got, limit }) => `至少要有 ${limit} 张图像，收到了 ${got} 张。`,
  unlabelled: ({ file }) =>
    `看不出“${file}”的标签：请把图片放进按标签命名的文件夹，或者用 3_a.png 这样的文件名。`,
  picture: ({ file }) => `图片“${file}”读不出来，或者太大了。`,
};

/** Every error in Chinese. */
export const refusals: ErrorWords = {
  connection_lost: () => ({ message: '与实验室的连接断了。', hint: '正在自动重连。' }),
  unauthorized: () => ({
    message: '实验室不认识这个浏览器。',
    hint: '请打开实验室启动时终端里打印的地址，口令就在地址里。',
  }),
  site: () => ({
    message: '没能把实验室加载到这个浏览器里。',
    hint: '请检查网络，再刷新一次页面。浏览器需要是近两年的版本。',
  }),
  front_end: () => ({ message: '这个页面遇到了看不懂的内容。', hint: '刷新一下页面。' }),
  bad_frame: ({ reason }) => ({
    message: `实验室读不懂这个页面发来的内容：${reason}。`,
    hint: '刷新一下页面。',
  }),
  bad_request: ({ param, expected, got }) => ({
    message:
      `实验室读不懂这个页面发来的内容：“${param}”应当是 ` +
      `${expectation(expected, 'zh')}，收到的却是 ${got}。`,
    hint: '刷新一下页面。',
  }),
  version_mismatch: ({ expected, got }) => ({
    message:
      `这个页面比实验室${got < expected ? '旧' : '新'}：` +
      `页面用的协议是第 ${got} 版，实验室用的是第 ${expected} 版。`,
    hint: '刷新一下页面。',
  }),
  unknown_exhibit: ({ expected, got }) => ({
    message: `实验室里没有展品 ${got}，有的是 ${expected}。`,
    hint: '请从目录里选一件。',
  }),
  unknown_op: ({ expected, got }) => ({
    message: `这件展品不会做 ${got}，会做的是 ${expected}。`,
    hint: '页面可能旧了，刷新试试。',
  }),
  not_open: ({ exhibit }) => ({ message: `实验室把展品“${exhibit}”忘了。`, hint: '复原一下再继续。' }),
  bad_param: ({ param, expected, got }) => ({
    message: `“${param}”应当是 ${expectation(expected, 'zh')}，收到的却是 ${got}。`,
    hint: '',
  }),
  bad_settings: ({ reason }) => ({ message: `这些设置不能一起用：${reason}`, hint: '改动其中一项。' }),
  bad_image: ({ reason }) => ({
    message: `这张图片读不出来：${reason}`,
    hint: 'PNG、JPEG、WebP、BMP、GIF、TIFF、AVIF 都可以。',
  }),
  no_ink: () => ({ message: '这里什么都没写。', hint: '写一个大大的数字试试。' }),
  no_mnist: () => ({
    message: '没有找到 MNIST 的图片。',
    hint: '请重新安装 Neurarium；如果实验室是在浏览器里运行的，请刷新页面。',
  }),
  no_model: () => ({ message: '还没有训练好的网络。', hint: '先训练一个，几秒钟就好。' }),
  bad_model: ({ name, reason }) => ({ message: `模型 ${name} 用不了：${reason}`, hint: '换一个试试。' }),
  not_saved: ({ reason }) => ({ message: `网络没能保存：${reason}`, hint: '请腾出磁盘空间，再试一次。' }),
  covered: () => ({
    message: '这个训练的测试成绩还遮着，它的网络会把成绩泄露出来。',
    hint: '请先揭开测试成绩。',
  }),
  bad_data: (data) => ({
    message: badData[data.reason](data),
    hint: '可以用 IDX 文件、npz 文件，或者按标签命名的文件夹里的图片。',
  }),
  bad_program: ({ reason, what }) => ({
    message: `这个文件不能作为程序打开：${badProgram[reason](what)}。`,
    hint: '请打开 .py 文件，或者 Python 语言的 Jupyter 笔记本。',
  }),
  kernel: (data) => noKernel[data.reason](data),
  diverged: ({ epoch, step, learning_rate }) => ({
    message:
      `训练在第 ${grouped(epoch)} 轮第 ${grouped(step)} 步发散了，` +
      `当时的学习率是 ${compact(learning_rate)}。`,
    hint: '把学习率调小试试。',
  }),
  busy: ({ name }) => ({
    message: `${name === '' ? '另一次训练' : `训练“${name}”`}还没结束。`,
    hint: '等它结束，或者先停掉它。',
  }),
  elsewhere: () => ({
    message: '这台电脑上的另一个实验室正用着同一份数据，训练在那边。',
    hint: '到那边去看；或者先关掉它，再刷新这个页面。',
  }),
  too_large: ({ got, limit, unit }) => ({
    message:
      got === null || limit === null
        ? '一次给得太多了。'
        : `一次给得太多了：有 ${grouped(got)} ${units[unit]}，` + `最多 ${grouped(limit)} ${units[unit]}。`,
    hint: '换个小一点的试试。',
  }),
  not_found: ({ what, name }) => missing[what](name),
  internal: () => ({ message: '实验室内部出了点问题。', hint: '终端里有详情。复原一下再继续。' }),
};
