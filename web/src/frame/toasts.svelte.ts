import { t } from '../i18n/strings';
import { asLabError, type LabError } from '../protocol';
import { errorText } from './errorText';

export interface Toast {
  readonly id: number;
  readonly text: string;
  readonly kind: 'note' | 'wrong';
}

/** How long a note stays: what went wrong longer, and while others wait, just long enough to be read. */
const SHOWN_MS = { note: 4_500, wrong: 8_000, hurried: 2_500 } as const;

/** Short notes at the edge of the page, one at a time, that go away by themselves. */
export class Toasts {
  /** The note on show. */
  shown = $state.raw<Toast>();
  #waiting: readonly Toast[] = [];
  #nextId = 1;
  #since = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  show(text: string, kind: Toast['kind'] = 'note'): void {
    if ([this.shown, ...this.#waiting].some((toast) => toast?.text === text)) return;
    this.#waiting = [...this.#waiting, { id: this.#nextId++, text, kind }];
    if (this.shown === undefined) this.dismiss();
    else this.#plan(this.shown);
  }

  /**
   * Does what may fail, and says in the reader's language why it did; `handled`: this failure is dealt with.
   */
  async attempt<T>(
    work: () => Promise<T>,
    handled: (error: LabError) => boolean = () => false,
  ): Promise<T | undefined> {
    try {
      return await work();
    } catch (cause) {
      const error = asLabError(cause);
      if (!handled(error)) this.show(errorText(error, t).message, 'wrong');
      return undefined;
    }
  }

  /** Away with the note on show; the next one comes. */
  dismiss(): void {
    [this.shown, ...this.#waiting] = this.#waiting;
    this.#since = Date.now();
    if (this.shown !== undefined) this.#plan(this.shown);
  }

  #plan({ kind }: Toast): void {
    clearTimeout(this.#timer);
    const due = this.#since + SHOWN_MS[this.#waiting.length > 0 ? 'hurried' : kind];
    this.#timer = setTimeout(() => this.dismiss(), Math.max(0, due - Date.now()));
  }
}
