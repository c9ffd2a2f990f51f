import type { Words } from './en';
import { at, moves } from './stepWords';

const WAYS = { right: '右', left: '左', down: '下', up: '上' };

export const zh: Words = {
  names: {
    grey: {
      title: '灰度',
      did: () => '每个像素只留亮度：0.299 红 + 0.587 绿 + 0.114 蓝。',
      off: '已关：只看红色通道。',
    },
    polarity: {
      title: '黑白方向',
      did: (_, on) => (on ? '浅底深字：反过来，让墨迹是 255。' : '墨迹本来就是亮的，不动。'),
      off: '已关：深色墨迹还是深的。',
    },
    background: {
      title: '抹平光照',
      did: (_, on) => (on ? '去掉阴影和发灰的纸色。' : '没有阴影要去掉。'),
      off: '已关：阴影留着。',
    },
    threshold: {
      title: '阈值',
      did: (v) =>
        `比 ${at(v, 'threshold', 2)} 亮的算墨迹（${v['drawn'] ? '画出来的非黑即白，取正中' : 'Otsu 法'}），柔和的边缘保留。`,
      off: '已关：只要不是纯黑都算墨迹。',
    },
    lines: {
      title: '格线',
      did: (v, on) => (on ? `去掉了纸上的 ${at(v, 'lines')} 条线。` : '纸上没有格线。'),
      off: '已关：格线留着。',
    },
    specks: {
      title: '杂点',
      did: (v, on) => (on ? `去掉了 ${at(v, 'removed')} 个杂点和边上的污块。` : '没有要清理的。'),
      off: '已关：杂点留着。',
    },
    split: {
      title: '分开数字',
      did: (v, on) => (on ? `${at(v, 'digits')} 个数字，从左到右一个一个读。` : '只有一个数字。'),
      off: '已关：所有墨迹当成一个数字。',
    },
    crop: {
      title: '裁剪',
      did: (v) => `只留数字本身，放进 ${at(v, 'side')} 像素见方的框。`,
      off: '已关：写在哪儿、写多大，都原样不动。',
    },
    thickness: {
      title: '笔画粗细',
      did: (v, on) =>
        on
          ? `笔画 ${at(v, 'before', 1)} 像素（按 20 算），调成 ${at(v, 'after', 1)}。`
          : `笔画 ${at(v, 'before', 1)} 像素（按 20 算），正合适。`,
      off: '已关：笔画粗细不变。',
    },
    resize: {
      title: '20 × 20',
      did: () => '每个像素取它盖住的那块面积的平均值。',
      off: '已关：每个像素只取一个点，边缘会有锯齿。',
    },
    rescale: {
      title: '拉满亮度',
      did: (v, on) => (on ? `最亮的像素从 ${at(v, 'brightest', 2)} 变成 1。` : '最亮的像素已经是 1。'),
      off: '已关：淡的墨迹还是淡的。',
    },
    frame: {
      title: '28 × 28',
      did: () => '放在正中，四周各留 4 个像素的白边。',
      off: '已关：数字撑满整个 28 × 28。',
    },
    centre: {
      title: '重心居中',
      did: (v, on) =>
        on
          ? `墨迹重心在 (${at(v, 'x', 1)}, ${at(v, 'y', 1)})：` +
            `${moves(v, (pixels, way) => `${WAYS[way]}移 ${pixels}`).join('，')}。`
          : `墨迹重心在 (${at(v, 'x', 1)}, ${at(v, 'y', 1)})，不用动。`,
      off: '已关：重心偏着也不管。',
    },
  },
  after: (title) => `“${title}”之后的图`,
};
