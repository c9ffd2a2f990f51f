/** Milliseconds before the pen came in which a touch was the palm that came to rest. */
const PALM_MS = 1_000;

type Pointer = Pick<PointerEvent, 'pointerId' | 'pointerType' | 'timeStamp'>;

/** What a pointer that comes down means: whether it draws, and which marks before it were none. */
interface Down {
  readonly draws: boolean;
  /** The mark that is being made is taken back. */
  readonly dropsCurrent: boolean;
  /** So many finished marks, the last ones, are taken back. */
  readonly dropsFinished: number;
}

const IGNORED: Down = { draws: false, dropsCurrent: false, dropsFinished: 0 };

/**
 * Which of several pointers draws: the first one; but a pen before any touch, and of two fingers none. Once a
 * pen was seen, touches are the hand that holds it.
 */
export class Pointers {
  #drawing: Pointer | undefined;
  #penSeen = false;
  /** The fingers on the glass. */
  readonly #touches = new Set<number>();
  /** When marks of fingers ended. */
  #touchMarks: readonly number[] = [];

  /** All is wiped away: the next hand may write with a finger again. */
  forgetPen(): void {
    this.#penSeen = false;
    this.#touchMarks = [];
  }

  down(pointer: Pointer): Down {
    const current = this.#drawing;
    const touch = pointer.pointerType === 'touch';
    if (touch) this.#touches.add(pointer.pointerId);
    if (pointer.pointerType === 'pen') {
      const palm = this.#touchMarks.filter((ended) => pointer.timeStamp - ended < PALM_MS).length;
      this.#penSeen = true;
      this.#touchMarks = [];
      if (current !== undefined && current.pointerType !== 'touch') return IGNORED;
      this.#drawing = pointer;
      return { draws: true, dropsCurrent: current !== undefined, dropsFinished: palm };
    }
    if (touch && this.#penSeen) return IGNORED;
    if (touch && this.#touches.size > 1) {
      const dropsCurrent = current?.pointerType === 'touch';
      if (dropsCurrent) this.#drawing = undefined;
      return { ...IGNORED, dropsCurrent };
    }
    if (current !== undefined) return IGNORED;
    this.#drawing = pointer;
    return { ...IGNORED, draws: true };
  }

  draws({ pointerId }: Pick<Pointer, 'pointerId'>): boolean {
    return this.#drawing?.pointerId === pointerId;
  }

  /** A pointer goes up, or the browser takes it away; whether it was the one that drew. */
  up(pointer: Pointer, cancelled = false): boolean {
    this.#touches.delete(pointer.pointerId);
    if (!this.draws(pointer)) return false;
    if (this.#drawing?.pointerType === 'touch' && !cancelled)
      this.#touchMarks = [...this.#touchMarks, pointer.timeStamp];
    this.#drawing = undefined;
    return true;
  }
}
