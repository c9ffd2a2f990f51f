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

  dismiss(id: number): void {
    this.items = this.items.filter((toast) => toast.id !== id);
  }
}
