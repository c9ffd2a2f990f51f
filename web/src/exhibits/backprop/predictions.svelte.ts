import { recall, remember } from '../../lib/storage';
import { list, number, record, text, type ReadOf } from '../../validate';
import type { BackpropView } from './lab.gen';

const KEY = 'backprop.predictions';
/** So many answers are remembered. */
const MOST = 200;
const readKept = record({ right: number, wrong: number, answered: list(text) });

/** What the learner predicted of the signs of changes: each change stays covered until it was. */
export class Predictions {
  right = $state(0);
  wrong = $state(0);
  /** Of the last answer; undefined before the first for these weights. */
  last = $state<boolean>();
  readonly #on: () => boolean;
  #answered = $state.raw<ReadonlySet<string>>(new Set());

  constructor(on: () => boolean) {
    this.#on = on;
    const { right, wrong, answered } = kept();
    this.right = right;
    this.wrong = wrong;
    this.#answered = new Set(answered);
  }

  get on(): boolean {
    return this.#on();
  }

  /** Whether a parameter's gradient and change are still to be predicted. */
  covers(view: BackpropView, index: number): boolean {
    return this.on && !this.#answered.has(keyOf(view, index));
  }

  /** Takes the prediction: 1 up, -1 down, 0 stays. */
  answer(view: BackpropView, index: number, sign: number): void {
    this.last = Math.sign(view.step.change.data[index] ?? 0) === sign;
    if (this.last) this.right += 1;
    else this.wrong += 1;
    const answered = [...this.#answered, keyOf(view, index)].slice(-MOST);
    this.#answered = new Set(answered);
    remember(KEY, JSON.stringify({ right: this.right, wrong: this.wrong, answered }));
  }
}

/** The count and what was answered, as this browser remembers them. */
function kept(): ReadOf<typeof readKept> {
  try {
    return readKept(JSON.parse(recall(KEY) ?? ''));
  } catch {
    return { right: 0, wrong: 0, answered: [] };
  }
}

/** One question: this parameter in this very step. */
const keyOf = (view: BackpropView, index: number): string =>
  `${index}:${view.sizes.join('-')}:${Array.from(view.step.change.data, (d) => d.toPrecision(4)).join(',')}`;
