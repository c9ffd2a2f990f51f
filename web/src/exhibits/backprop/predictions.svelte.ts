import type { BackpropView } from './lab.gen';

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
    this.#answered = new Set([...this.#answered, keyOf(view, index)]);
  }
}

/** One question: this parameter in this very step. */
const keyOf = (view: BackpropView, index: number): string =>
  `${index}:${view.sizes.join('-')}:${view.step.change.data.join(',')}`;
