import { t } from '../i18n/strings';
import { asLabError, type LabError } from '../protocol';
import { errorText } from './errorText';

export interface Toast {
  readonly id: number;
  readonly text: string;
  readonly kind: 'note' | 'wrong';
}

const SHOWN_MS = 4_500;

/** Short notes at the edge of the page that go away by themselves. */
export class Toasts {
  items = $state.raw<readonly Toast[]>([]);
  #nextId = 1;

  show(text: string, kind: Toast['kind'] = 'note'): void {
    const id = this.#nextId++;
    this.items = [...this.items.slice(-2), { id, text, kind }];
    setTimeout(() => this.dismiss(id), SHOWN_MS);
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

  dismiss(id: number): void {
    this.items = this.items.filter((toast) => toast.id !== id);
  }
}
