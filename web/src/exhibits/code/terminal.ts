/** Colours and movements of a terminal: what a page cannot show. */
// eslint-disable-next-line no-control-regex
const ESCAPES = /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)|[@-Z\\^_])/gu;
/** The beginning of one, at the end of a piece. */
// eslint-disable-next-line no-control-regex
const BEGUN = /\u001b(?:\[[0-?]*[ -/]*|\][^\u0007\u001b]*)?$/u;
/** More than the limit of the lab: only so that no page grows without end. */
const LONGEST = 400_000;

/**
 * What was printed, as a terminal shows it: a carriage return goes back to the start of the line, so that a
 * progress bar moves, and colours are left out.
 */
export class Printed {
  readonly #lines: readonly string[];
  readonly #last: string;
  readonly #column: number;
  /** An escape that has only begun. */
  readonly #begun: string;
  readonly #length: number;

  private constructor(lines: readonly string[], last: string, column: number, begun: string, length: number) {
    this.#lines = lines;
    this.#last = last;
    this.#column = column;
    this.#begun = begun;
    this.#length = length;
  }

  static readonly nothing = new Printed([], '', 0, '', 0);

  get text(): string {
    return [...this.#lines, this.#last].join('\n');
  }

  with(piece: string): Printed {
    const whole = (this.#begun + piece).replace(ESCAPES, '');
    const begun = BEGUN.exec(whole)?.[0] ?? '';
    const lines = [...this.#lines];
    let [last, column, length] = [this.#last, this.#column, this.#length];
    for (const [i, line] of whole
      .slice(0, whole.length - begun.length)
      .split('\n')
      .entries()) {
      if (i > 0) {
        lines.push(last);
        length += last.length + 1;
        [last, column] = ['', 0];
      }
      for (const [k, part] of line.split('\r').entries()) {
        if (k > 0) column = 0;
        last = last.slice(0, column) + part + last.slice(column + part.length);
        column += part.length;
      }
    }
    while (length > LONGEST && lines.length > 0) length -= (lines.shift()?.length ?? 0) + 1;
    return new Printed(lines, last, column, begun, length);
  }
}
