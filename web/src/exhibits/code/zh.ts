import { fixed, grouped } from '../../lib/format';
import type { en } from './en';

export const zh: typeof en = {
  editor: {
    loading: '正在取来编辑器……',
    keys: 'Ctrl-Enter 运行，Shift-Enter 运行选中的部分或当前行，Tab 和 Shift-Tab 缩进，Esc 离开编辑器。',
    name: (program) => `程序：${program}`,
  },
  run: '运行',
  runPart: '运行选中部分',
  stop: '停止',
  restart: '重新启动',
  asGiven: '恢复原样',
  asGivenHint: '换回原来给出的代码；按“撤销”可找回你写的',
  clear: '清空',
  console: {
    title: '输出',
    label: '程序的输出',
    empty: '还没有运行过。请按“运行”。',
    leftOut: (n) => `……这里省略了 ${grouped(n)} 个字符……`,
    figure: (n, run) => `第 ${run} 次运行的图 ${n}`,
    curves: (n) => `曲线图 ${n}`,
    notes: {
      restarted: '已重新启动：所有变量都没有了。',
      died: '进程自己结束了：所有变量都没有了。下次运行时会重新启动。',
      forgotten: '更早的输出不再保留。',
    },
  },
  error: {
    line: (n) => `到第 ${n} 行`,
    python: (type) => `Python 的原话：${type}`,
    shape: (sizes) => `的形状是 (${sizes.length === 1 ? `${sizes[0]},` : sizes.join(', ')})`,
  },
  state: {
    label: '进程的状态',
    off: '尚未启动：第一次运行时启动',
    starting: '正在启动……',
    ready: '就绪',
    running: (seconds) => `正在运行，${fixed(seconds, 1)} 秒`,
    dead: '自己结束了',
    stopping: {
      interrupt: '正在停止：已请求中断……',
      interrupt_again: '正在停止：再次请求中断……',
      restart: '正在停止：正在重新启动，变量会丢失……',
    },
    outcome: {
      done: (seconds) => `完成，用时 ${fixed(seconds, 1)} 秒`,
      error: (seconds) => `${fixed(seconds, 1)} 秒后因错误结束`,
      stopped: (seconds) => `${fixed(seconds, 1)} 秒后停止`,
      died: (seconds) => `${fixed(seconds, 1)} 秒后进程结束`,
    },
  },
  variables: {
    title: '变量',
    none: '还没有：请先运行一个程序。',
    name: '名字',
    type: '类型',
    value: '值或形状',
    least: '最小',
    mean: '平均',
    most: '最大',
    look: (name) => `${name} 的图像`,
    picture: (name, rows, columns) => `${name}：${rows} × ${columns} 个值`,
    more: (n) => `另有 ${grouped(n)} 个`,
  },
  program: { own: '自己的程序' },
};
