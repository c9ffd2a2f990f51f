import { fixed, grouped } from '../../lib/format';

export const en = {
  editor: {
    loading: 'Fetching the editor …',
    keys:
      'Ctrl-Enter runs, Shift-Enter runs the selection or the line, Tab and Shift-Tab indent, Esc leaves the ' +
      'editor.',
    name: (program: string) => `Program: ${program}`,
  },
  run: 'Run',
  runPart: 'Run selection',
  stop: 'Stop',
  restart: 'Restart',
  asGiven: 'As given',
  asGivenHint: 'Puts the given code back; Undo brings yours back',
  clear: 'Clear',
  console: {
    title: 'Output',
    label: 'Output of the program',
    empty: 'Nothing has run yet. Press Run.',
    leftOut: (n: number) => `… ${grouped(n)} characters are left out here …`,
    figure: (n: number, run: number) => `Figure ${n}, of run ${run}`,
    curves: (n: number) => `Curves ${n}`,
    notes: {
      restarted: 'A new start: all variables are gone.',
      died: 'The process has ended by itself: all variables are gone. It starts again with the next run.',
      forgotten: 'Earlier output is not kept any more.',
    },
  },
  error: {
    line: (n: number) => `Go to line ${n}`,
    python: (type: string) => `What Python says: ${type}`,
    shape: (sizes: readonly number[]) =>
      `has the shape (${sizes.length === 1 ? `${sizes[0]},` : sizes.join(', ')})`,
  },
  state: {
    label: 'State of the process',
    off: 'Not started yet: it starts with the first run',
    starting: 'Starting …',
    ready: 'Ready',
    running: (seconds: number) => `Running, ${fixed(seconds, 1)} s`,
    dead: 'Has ended by itself',
    stopping: {
      interrupt: 'Stopping: asked to stop …',
      interrupt_again: 'Stopping: asked once more …',
      restart: 'Stopping: restarting, your variables go …',
    },
    outcome: {
      done: (seconds: number) => `Done in ${fixed(seconds, 1)} s`,
      error: (seconds: number) => `Ended with an error after ${fixed(seconds, 1)} s`,
      stopped: (seconds: number) => `Stopped after ${fixed(seconds, 1)} s`,
      died: (seconds: number) => `The process ended after ${fixed(seconds, 1)} s`,
    },
  },
  variables: {
    title: 'Variables',
    none: 'None yet: run a program.',
    name: 'name',
    type: 'type',
    value: 'value or shape',
    least: 'least',
    mean: 'mean',
    most: 'most',
    look: (name: string) => `Picture of ${name}`,
    picture: (name: string, rows: number, columns: number) => `${name}: ${rows} × ${columns} values`,
    more: (n: number) => `and ${grouped(n)} more`,
  },
  program: { own: 'My own program' },
};
