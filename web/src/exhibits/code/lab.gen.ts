// Written by scripts/web_types from neurarium.lab.exhibits.code: edit that, then run the script.
import { textField } from '../../frame/codec';
import { type Contract, type NoParams, type Op } from '../../frame/contract';
import { array, choice, flag, list, mapOf, nullable, number, type ReadOf, record, text } from
  '../../validate';

/** Why there can be no kernel. */
export const readObstacle = record({
  /** Why. */
  reason: choice(['not_local', 'not_installed', 'system', 'no_processes', 'too_many', 'running', 'failed']),
  /** What is missing or too many: names of packages, a number, a system; empty if there is no more to say. */
  what: text,
});
export type Obstacle = ReadOf<typeof readObstacle>;

/** What a kernel does. */
export const readKernelState = record({
  /** `off`: it starts with the first run. `dead`: it has ended by itself, and starts with the next run. */
  phase: choice(['off', 'starting', 'ready', 'running', 'dead']),
  /** How far stopping has come: empty if nobody stops it. */
  stopping: choice(['', 'interrupt', 'interrupt_again', 'restart']),
  /** The number of the run that is at work or was the last, from 1; 0 before the first. */
  run: number,
  /** How long that run has taken so far, or took. */
  seconds: number,
  /** How the last run ended; empty while it works, and before the first. `died`: the kernel ended with it. */
  outcome: choice(['', 'done', 'error', 'stopped', 'died']),
  /** How often the kernel was started: if it has changed, all variables are gone. */
  starts: number,
  /** With which code a dead kernel ended; the number of a signal with a minus, as Python has it. */
  exit: nullable(number),
});
export type KernelState = ReadOf<typeof readKernelState>;

/** The code lab as it is opened. */
export const readCodeView = record({
  /** Why programs cannot be run here; null if they can. */
  obstacle: nullable(readObstacle),
  /** What the kernel of this page does. */
  kernel: readKernelState,
});
export type CodeView = ReadOf<typeof readCodeView>;

/** How a link holds each setting, with the lab's own default. */
export const fields = {
  program: textField('own', 60),
};

/** A way to go on; `kind` says what it is (function, module, instance …), empty if that is not known. */
export const readMatch = record({
  text: text,
  kind: text,
});
export type Match = ReadOf<typeof readMatch>;

/** How a name goes on. */
export const readCompletions = record({
  /** Whether the kernel has answered; ask again if not. If it is off there is nothing to wait for. */
  known: flag,
  /** The characters that a match takes the place of. */
  start: number,
  /** The characters that a match takes the place of. */
  end: number,
  /** The ways, best first. */
  matches: list(readMatch),
});
export type Completions = ReadOf<typeof readCompletions>;

/** A curve that grows: values y over x. */
export const readCurve = record({
  name: text,
  /** (point). */
  x: array(1),
  /** (point). */
  y: array(1),
});
export type Curve = ReadOf<typeof readCurve>;

/** An operand of the operation that failed: its text in the program, and its shape if it is an array. */
export const readErrorOperand = record({
  text: text,
  type: text,
  shape: nullable(list(number)),
});
export type ErrorOperand = ReadOf<typeof readErrorOperand>;

/** An error of a learner's program. */
export const readRunError = record({
  /** What kind it is, and what the sentence about it speaks of: see neurarium/console/kinds.py. */
  kind: choice(['matmul', 'broadcast', 'assign', 'reshape', 'join', 'axis', 'index_array',
    'too_many_indices', 'ragged', 'truth', 'rows', 'one_axis', 'features', 'not_fitted', 'syntax', 'indent',
    'name', 'unassigned', 'attribute', 'module', 'import_name', 'types', 'call', 'not_callable',
    'not_indexable', 'not_iterable', 'index', 'key', 'unpack', 'number', 'zero', 'file', 'memory',
    'recursion', 'assertion', 'input', 'interrupted', 'other']),
  /** What kind it is, and what the sentence about it speaks of: see neurarium/console/kinds.py. */
  values: mapOf(text),
  /** The same in Python's words. */
  type: text,
  /** The same in Python's words. */
  message: text,
  /** Where in the program that was run, from 1; 0 if that is not known. */
  line: number,
  /** Where in the program that was run, from 1; 0 if that is not known. */
  column: number,
  /** The operands of the operation that failed, as far as they are known. */
  operands: list(readErrorOperand),
  /** As Python writes it, from the program's own line on. */
  traceback: text,
});
export type RunError = ReadOf<typeof readRunError>;

/** Something that a run has said. */
export const readEvent = record({
  /** Events are counted from 1, across all runs. */
  number: number,
  run: number,
  /**
   * `out`, `err`: printed text, to be appended. `tail`: the end of a flood; it takes the place of the `tail`
   * before it in this run. `result`: the value of the last line. `display`: something shown, mostly a figure;
   * one with the name of an earlier display takes its place. `clear`: what the run has shown so far goes
   * away. `error`: the run ended with an error. `restarted`, `died`: all variables are gone.
   */
  kind: choice(['out', 'err', 'tail', 'result', 'display', 'clear', 'error', 'restarted', 'died']),
  /** What was printed, or the object that was shown as text. */
  text: text,
  /** Characters between what was printed before and this `tail`. */
  left_out: number,
  /** The name of a display; empty if it has none. */
  display: text,
  /** (byte): A figure. */
  png: nullable(array(1)),
  /** Curves for the lab's own charts. */
  curves: list(readCurve),
  /** What went wrong. */
  error: nullable(readRunError),
});
export type Event = ReadOf<typeof readEvent>;

/** What is new. */
export const readOutput = record({
  /** What the kernel does now. */
  state: readKernelState,
  /** What it has said since, oldest first. */
  events: list(readEvent),
  /** Ask for what comes after this number. */
  next: number,
  /** Events that are not kept any more and that the page has not seen. */
  forgotten: number,
});
export type Output = ReadOf<typeof readOutput>;

/** The number of the run that was begun. */
export const readStarted = record({
  run: number,
  kernel: readKernelState,
});
export type Started = ReadOf<typeof readStarted>;

/** A variable of the program. */
export const readVariable = record({
  name: text,
  /** The name of its type. */
  type: text,
  /** Its value in short; empty for an array. */
  text: text,
  /** Of an array; else null and empty. */
  shape: nullable(list(number)),
  /** Of an array; else null and empty. */
  dtype: text,
  /** Of the elements of an array of numbers; of a huge one, of some of them. */
  least: nullable(number),
  /** Of the elements of an array of numbers; of a huge one, of some of them. */
  mean: nullable(number),
  /** Of the elements of an array of numbers; of a huge one, of some of them. */
  most: nullable(number),
});
export type Variable = ReadOf<typeof readVariable>;

/** An array as a picture. */
export const readHeatMap = record({
  /** How many the array has; of one with more axes, the first matrix in it. */
  rows: number,
  /** How many the array has; of one with more axes, the first matrix in it. */
  columns: number,
  /**
   * (row, column): Its elements; of a large array one in each block. NaN where an element is no finite
   * number.
   */
  cells: array(2),
});
export type HeatMap = ReadOf<typeof readHeatMap>;

/** The variables of the program, in the order in which they came. */
export const readVariables = record({
  /** Whether the kernel has answered to this question; else these are those of its answer before. */
  known: flag,
  variables: list(readVariable),
  /** How many more there are. */
  left_out: number,
  /** The array whose picture this is, if one was asked for. */
  name: text,
  /** The array whose picture this is, if one was asked for. */
  picture: nullable(readHeatMap),
});
export type Variables = ReadOf<typeof readVariables>;

/** What a link holds: the program that is open. What a learner writes is kept in the data folder. */
export interface CodeSettingsParams {
  /** The name of a given program, of a task, or of one of the learner's own. */
  readonly program?: string;
}

/** Parameters of `complete`: the program, and how many characters stand before the cursor. */
export interface CursorParams {
  readonly source: string;
  readonly cursor: number;
}

/** Parameters of `output`: the `next` of the answer before, at first 0. */
export interface SinceParams {
  readonly since: number;
}

/** Parameters of `run`: the program, or a selected part of it. */
export interface RunParams {
  readonly source: string;
  /** The line of the program at which the part begins, from 1: errors name the lines of the program. */
  readonly first_line?: number;
}

/** Parameters of `variables`: the array whose picture is wanted, or an empty text. */
export interface NamedParams {
  readonly name?: string;
}

const readers = {
  open: readCodeView,
  complete: readCompletions,
  output: readOutput,
  restart: readKernelState,
  run: readStarted,
  stop: readKernelState,
  variables: readVariables,
};

/** The operations of `code`. */
export type Ops = {
  /** Construct the exhibit from its settings. */
  readonly open: Op<CodeSettingsParams, typeof readers.open>;
  /** Return how the name before the cursor may go on; ask again while that is not `known`. */
  readonly complete: Op<CursorParams, typeof readers.complete>;
  /** Return what is new. Ask 20 to 30 times a second while something runs, and not at all else. */
  readonly output: Op<SinceParams, typeof readers.output>;
  /** Start the kernel anew: all variables are gone. */
  readonly restart: Op<NoParams, typeof readers.restart>;
  /** Run a program; the kernel starts first, if it is off. Ask `output` for what it says. */
  readonly run: Op<RunParams, typeof readers.run>;
  /** Stop what runs: by an interrupt, by another one, and then by a restart. */
  readonly stop: Op<NoParams, typeof readers.stop>;
  /** Return the variables of the program, also while it runs. */
  readonly variables: Op<NamedParams, typeof readers.variables>;
};
export const lab: Contract<Ops> = { exhibit: 'code', readers };
