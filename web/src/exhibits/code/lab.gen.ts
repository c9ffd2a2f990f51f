// Written by scripts/web_types from neurarium.lab.exhibits.code: edit that, then run the script.
import { textField } from '../../frame/codec';
import { type Contract, type NoParams, type Op } from '../../frame/contract';
import { readPhrase, readVerdict } from '../../lab.gen';
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
  /** A layer, forward and backward, in Keras and in PyTorch. */
  program: readPhrase,
});
export type CodeView = ReadOf<typeof readCodeView>;

/** How a link holds each setting, with the lab's own default. */
export const fields = {
  program: textField('forward', 60),
};

/** How a page was received. */
export const readArrived = record({
  /**
   * `back`: it has its kernel again. `new`: it has none yet. `taken`: another page has this name, a copy of
   * the tab, or this page's own connection before, which has not ended yet: ask again, and then with another
   * name.
   */
  kernel: choice(['back', 'new', 'taken']),
});
export type Arrived = ReadOf<typeof readArrived>;

/** An attempt. */
export const readAttempt = record({
  /** Attempts are counted from 1. */
  number: number,
  /** The name of the program. */
  program: text,
  /** When, in ISO 8601 and UTC. */
  made: text,
  /** From 0 to 1, mostly; null if the program told none. */
  score: nullable(number),
  /** How long it took. */
  seconds: number,
  /** The seed; null if the program told none. */
  seed: nullable(number),
  /** What was tried, as the program told it. */
  configuration: mapOf(text),
  /** Of Python and the libraries. */
  versions: mapOf(text),
});
export type Attempt = ReadOf<typeof readAttempt>;

/** An attempt with its program. */
export const readKeptAttempt = record({
  attempt: readAttempt,
  source: text,
});
export type KeptAttempt = ReadOf<typeof readKeptAttempt>;

/** The attempts of a program. */
export const readAttemptTable = record({
  /** The newest, oldest first. */
  rows: list(readAttempt),
  /** How many older ones there are. */
  left_out: number,
  /** The number of the one with the highest score; null if none told a score. */
  best: nullable(number),
  /** Why the last attempts are not on the disk, in English; empty if they are. */
  problem: text,
});
export type AttemptTable = ReadOf<typeof readAttemptTable>;

/** A line of the comparison: in both, only in the first (`less`), or only in the second (`more`). */
export const readDiffLine = record({
  kind: choice(['same', 'less', 'more', 'gap']),
  text: text,
});
export type DiffLine = ReadOf<typeof readDiffLine>;

/** Two attempts, and what the second program has changed. */
export const readComparison = record({
  one: readAttempt,
  other: readAttempt,
  lines: list(readDiffLine),
});
export type Comparison = ReadOf<typeof readComparison>;

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

/** The text of a file. */
export const readTextFile = record({
  text: text,
});
export type TextFile = ReadOf<typeof readTextFile>;

/** A program that the learner has written or changed. */
export const readStoredProgram = record({
  name: text,
  /** When it was saved last, in ISO 8601 and UTC. */
  changed: text,
  /** How many lines it has. */
  lines: number,
});
export type StoredProgram = ReadOf<typeof readStoredProgram>;

/** What the learner has made of a program; null if nothing was saved. */
export const readDraft = record({
  name: text,
  source: nullable(text),
});
export type Draft = ReadOf<typeof readDraft>;

/** The same in English and in Chinese: Markdown without TeX. */
export const readWords = record({
  en: text,
  zh: text,
});
export type Words = ReadOf<typeof readWords>;

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

/** What has come of the last check. */
export const readReport = record({
  /** `none`: nothing was checked yet. */
  state: choice(['none', 'running', 'done']),
  /** The task, and the program that was checked. */
  name: text,
  /** The task, and the program that was checked. */
  source: text,
  passed: flag,
  /** How many of its properties hold, before the first that does not. */
  held: number,
  /** What is wrong and where to look, or that nothing is. */
  words: readWords,
  /** The error in the program, if there was one. */
  error: nullable(readRunError),
});
export type Report = ReadOf<typeof readReport>;

/** A program from a file, and a name for it. */
export const readOpenedFile = record({
  name: text,
  source: text,
});
export type OpenedFile = ReadOf<typeof readOpenedFile>;

/** A curve that grows: values y over x. */
export const readCurve = record({
  name: text,
  /** (point). */
  x: array(1),
  /** (point). */
  y: array(1),
});
export type Curve = ReadOf<typeof readCurve>;

/** What a program has told of itself as an attempt; see `neurarium.attempt`. */
export const readScore = record({
  score: nullable(number),
  seed: nullable(number),
  /** since the run began */
  seconds: number,
  configuration: mapOf(text),
  versions: mapOf(text),
});
export type Score = ReadOf<typeof readScore>;

/** Something that a run has said. */
export const readEvent = record({
  /** Events are counted from 1, across all runs. */
  number: number,
  run: number,
  /**
   * `out`, `err`: printed text, to be appended. `tail`: the end of a flood; it takes the place of the `tail`
   * before it in this run. `result`: the value of the last line. `display`: something shown, mostly a figure;
   * one with the name of an earlier display takes its place. `clear`: what the run has shown so far goes
   * away. `attempt`: the run is in the table of attempts now. `error`: the run ended with an error.
   * `restarted`, `died`: all variables are gone. `memory`: it is ended because it has taken more memory than
   * it may, so many gigabytes.
   */
  kind: choice(['out', 'err', 'tail', 'result', 'display', 'clear', 'attempt', 'error', 'restarted', 'died',
    'memory']),
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
  /** The score, and how the run was configured. */
  attempt: nullable(readScore),
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

/** A step of a program. */
export const readStep = record({
  /** Its lines, from 1. */
  first: number,
  /** Its lines, from 1. */
  last: number,
  title: readWords,
  text: readWords,
});
export type Step = ReadOf<typeof readStep>;

/** A given program, or a task. Texts are Markdown, without TeX. */
export const readProgramView = record({
  name: text,
  kind: choice(['given', 'task']),
  title: readWords,
  /** The program as given: what a task begins with. */
  source: text,
  /** What it is about, or what is asked. */
  text: readWords,
  /** Of a given program, in order; none of a task. */
  steps: list(readStep),
  /** Three of a task, the last with the solution; none of a given program. */
  hints: list(readWords),
  /** What a task's check looks at, in order. */
  properties: list(readWords),
  /** The name of the given program with the same steps that is shown beside it; empty: none. */
  beside: text,
});
export type ProgramView = ReadOf<typeof readProgramView>;

/** A line of the list of programs. */
export const readEntry = record({
  name: text,
  kind: choice(['given', 'task']),
  title: readWords,
  /** Packages that it needs and that are not installed. */
  missing: list(text),
});
export type Entry = ReadOf<typeof readEntry>;

/** The given programs and the tasks, in order. */
export const readEntries = record({
  entries: list(readEntry),
});
export type Entries = ReadOf<typeof readEntries>;

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

/** Parameters of `arrive`: the name of a page, which it keeps when it is loaded anew. */
export interface PageParams {
  readonly page: string;
}

/** Parameters of `attempt` and `forget`: the number of an attempt. */
export interface NumberedParams {
  readonly number: number;
}

/** Parameters of `attempts`, `csv` and `forget_all`: a program; the empty text stands for all of them. */
export interface OfProgramParams {
  readonly program?: string;
}

/** Parameters of `check`: a task, or a question with the learner's answer. */
export interface CheckParams {
  readonly task: string;
  readonly answer?: string;
}

/** Parameters of `compare`: two attempts. */
export interface TwoNumbersParams {
  readonly one: number;
  readonly other: number;
}

/** Parameters of `complete`: the program, and how many characters stand before the cursor. */
export interface CursorParams {
  readonly source: string;
  readonly cursor: number;
}

/** Parameters of `draft` and `discard`: the name of a program. */
export interface ProgramNameParams {
  readonly name: string;
}

/** Parameters of `examine`: a task, and the learner's program. */
export interface WrittenParams {
  readonly name: string;
  readonly source: string;
}

/** Parameters of `from_file`: a file with its name, .py or .ipynb. */
export interface FileParams {
  readonly name: string;
  readonly file: Uint8Array;
}

/** Parameters of `output`: the `next` of the answer before, at first 0. */
export interface SinceParams {
  readonly since: number;
}

/** Parameters of `program`. */
export interface CalledParams {
  readonly name: string;
}

/** Parameters of `run`: the program, or a selected part of it. */
export interface RunParams {
  readonly source: string;
  /** The line of the program at which the part begins, from 1: errors name the lines of the program. */
  readonly first_line?: number;
}

/** Parameters of `save`: a program and its text. */
export interface SaveParams {
  readonly name: string;
  readonly source: string;
}

/** Parameters of `to_notebook`: a program. */
export interface SourceParams {
  readonly source: string;
}

/** Parameters of `variables`: the array whose picture is wanted, or an empty text. */
export interface NamedParams {
  readonly name?: string;
}

const readers = {
  open: readCodeView,
  arrive: readArrived,
  attempt: readKeptAttempt,
  attempts: readAttemptTable,
  check: readVerdict,
  compare: readComparison,
  complete: readCompletions,
  csv: readTextFile,
  discard: list(readStoredProgram),
  draft: readDraft,
  drafts: list(readStoredProgram),
  examine: readReport,
  forget: readAttemptTable,
  forget_all: readAttemptTable,
  from_file: readOpenedFile,
  output: readOutput,
  program: readProgramView,
  programs: readEntries,
  restart: readKernelState,
  run: readStarted,
  save: list(readStoredProgram),
  stop: readKernelState,
  to_notebook: readTextFile,
  variables: readVariables,
  verdict: readReport,
};

/** The operations of `code`. */
export type Ops = {
  /** Construct the exhibit from its settings. */
  readonly open: Op<CodeSettingsParams, typeof readers.open>;
  /** Name the page; what it left under this name, when it was loaded anew, is its own again. */
  readonly arrive: Op<PageParams, typeof readers.arrive>;
  /** Return an attempt with its program. */
  readonly attempt: Op<NumberedParams, typeof readers.attempt>;
  /** Return the attempts of a program, and which is the best. */
  readonly attempts: Op<OfProgramParams, typeof readers.attempts>;
  /** Check a task against the exhibit as it is, or the answer to a question. */
  readonly check: Op<CheckParams, typeof readers.check>;
  /** Return what differs between the programs of two attempts. */
  readonly compare: Op<TwoNumbersParams, typeof readers.compare>;
  /** Return how the name before the cursor may go on; ask again while that is not `known`. */
  readonly complete: Op<CursorParams, typeof readers.complete>;
  /** Return the table of attempts as a CSV file, with a column for each name of a configuration. */
  readonly csv: Op<OfProgramParams, typeof readers.csv>;
  /** Forget what the learner has made of a program; return what is left. */
  readonly discard: Op<ProgramNameParams, typeof readers.discard>;
  /** Return what the learner has made of a program. */
  readonly draft: Op<ProgramNameParams, typeof readers.draft>;
  /** Return the programs that the learner has written or changed, the newest first. */
  readonly drafts: Op<NoParams, typeof readers.drafts>;
  /** Begin to check a program in a process of its own; a check that is at work is given up. */
  readonly examine: Op<WrittenParams, typeof readers.examine>;
  /** Delete an attempt; return the table of its program. */
  readonly forget: Op<NumberedParams, typeof readers.forget>;
  /** Delete all attempts of a program, or all. */
  readonly forget_all: Op<OfProgramParams, typeof readers.forget_all>;
  /** Read a program from a .py file or a notebook. */
  readonly from_file: Op<FileParams, typeof readers.from_file>;
  /** Return what is new. Ask 20 to 30 times a second while something runs, else now and then. */
  readonly output: Op<SinceParams, typeof readers.output>;
  /** Return a given program or a task. */
  readonly program: Op<CalledParams, typeof readers.program>;
  /** Return what there is to open, in order. */
  readonly programs: Op<NoParams, typeof readers.programs>;
  /** Start the kernel anew: all variables are gone. */
  readonly restart: Op<NoParams, typeof readers.restart>;
  /** Run a program; the kernel starts first, if it is off. Ask `output` for what it says. */
  readonly run: Op<RunParams, typeof readers.run>;
  /** Keep what the learner has written; return all that is kept, the newest first. */
  readonly save: Op<SaveParams, typeof readers.save>;
  /** Stop what runs: by an interrupt, by another one, and then by a restart. */
  readonly stop: Op<NoParams, typeof readers.stop>;
  /** Return a program as a notebook of Jupyter; `# %%` begins a cell. */
  readonly to_notebook: Op<SourceParams, typeof readers.to_notebook>;
  /** Return the variables of the program, also while it runs. */
  readonly variables: Op<NamedParams, typeof readers.variables>;
  /** Return what has come of the last check; ask a few times a second while it runs. */
  readonly verdict: Op<NoParams, typeof readers.verdict>;
};
export const lab: Contract<Ops> = { exhibit: 'code', readers };
