/**
 * Reads the arithmetic of a formula in TeX, as a person with a calculator would: the numbers on the page, and
 * what is done with them. Sides of an equation with letters in them are passed over.
 */

export type Operation =
  'number' | 'negative' | 'sum' | 'product' | 'fraction' | 'power' | 'percent' | 'function' | 'round' | 'max';

/** One step of a calculation: an operation and what it is done with. */
export interface Term {
  readonly kind: Operation;
  /** As it stands in the formula. */
  readonly tex: string;
  readonly parts: readonly Term[];
  readonly combine: (values: readonly number[]) => number;
}

/** What a term comes to; `read` may take each number in it otherwise than it is written. */
export const valueOf = (term: Term, read: (leaf: number) => number = (leaf) => leaf): number => {
  const value = term.combine(term.parts.map((part) => valueOf(part, read)));
  return term.kind === 'number' ? read(value) : value;
};

/** Whether something is calculated in it: more than a number, its sign, a power of ten or a percentage. */
export const isWork = ({ kind, parts }: Term): boolean =>
  kind !== 'number' && (!['negative', 'percent'].includes(kind) || parts.some(isWork));

/** A number that stands alone, as TeX: "-0.20", "12{,}960", "8.3 \times 10^{-5}", "97.3\,\%". */
export const NUMBER = String.raw`-?\d[\d.]*(?:\{,\}\d+)*(?: \\times 10\^\{-?\d+\})?(?:\\,\\%)?`;

/** A formula's equations: lines that begin with a sign go on with the one before. */
export function statements(tex: string): string[] {
  const text = tex.replace(/\\approx/g, '≈').replace(/\\(begin|end)\{aligned\}/g, '');
  /** A line goes on where it is one of several of a denominator, or begins with a sign. */
  const goesOn = (from: number, to: number): boolean =>
    text.lastIndexOf('\\begin{gathered}', from) > text.lastIndexOf('\\end{gathered}', from) ||
    /^[\s&{}]*(\\quad)?[\s&{}]*[-+=≈]/.test(text.slice(to));
  return text
    .replace(/\\\\(?:\[\w+\])?(\s*&\\quad)?/g, (found, _: unknown, at: number) =>
      goesOn(at, at + found.length) ? ' ' : ';',
    )
    .replace(/\\(begin|end)\{gathered\}/g, '')
    .replace(/\\text\{[^}]*\}|\\q?quad|\\;|\\Rightarrow|\\ge\b|\\le\b|[<>]/g, ';')
    .replace(/&/g, '')
    .split(';');
}

/** What an expression says to do; undefined where something else than numbers is in it. */
export function readTerm(text: string): Term | undefined {
  const tokens = text
    .replaceAll('{,}', '')
    .match(/\d+(?:\.\d+)?|\\[a-zA-Z]+|\\[^a-zA-Z]|[^\s]/gu)
    ?.filter((token) => token !== '\\,' && token !== '\\ ');
  if (tokens === undefined) return undefined;
  try {
    const reader = new Reader(tokens);
    const term = reader.sum();
    return reader.done ? term : undefined;
  } catch {
    return undefined;
  }
}

const add = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const multiply = (values: readonly number[]): number => values.reduce((total, value) => total * value, 1);
const only =
  (f: (value: number) => number) =>
  ([value = Number.NaN]: readonly number[]): number =>
    f(value);
const pair =
  (f: (a: number, b: number) => number) =>
  ([a = Number.NaN, b = Number.NaN]: readonly number[]): number =>
    f(a, b);

class Reader {
  #at = 0;
  readonly #tokens: readonly string[];

  constructor(tokens: readonly string[]) {
    // An empty group only makes room.
    this.#tokens = tokens.filter(
      (token, i) => !(token === '{' && tokens[i + 1] === '}') && !(token === '}' && tokens[i - 1] === '{'),
    );
  }

  get done(): boolean {
    return this.#at === this.#tokens.length;
  }

  sum(): Term {
    const from = this.#at;
    const first = this.#product();
    const terms = [first];
    for (;;) {
      const sign = this.#at;
      if (this.#take('+')) terms.push(this.#product());
      else if (this.#take('-'))
        terms.push(
          this.#term(
            'negative',
            sign,
            [this.#product()],
            only((x) => -x),
          ),
        );
      else return terms.length === 1 ? first : this.#term('sum', from, terms, add);
    }
  }

  #product(): Term {
    const from = this.#at;
    const first = this.#power();
    const factors = [first];
    while (this.#take('\\times') || this.#take('\\cdot')) factors.push(this.#power());
    if (factors.length === 1) return first;
    const whole = this.#term('product', from, factors, multiply);
    // A power of ten belongs to the number before it.
    const scientific = factors.length === 2 && !isWork(first) && factors[1]?.tex.startsWith('10 ^') === true;
    return scientific ? this.#term('number', from, [], () => valueOf(whole)) : whole;
  }

  #power(): Term {
    const from = this.#at;
    if (this.#take('-'))
      return this.#term(
        'negative',
        from,
        [this.#power()],
        only((x) => -x),
      );
    if (this.#take('+')) return this.#power();
    let term = this.#atom();
    if (this.#take('^'))
      term = this.#term(
        'power',
        from,
        [term, this.#argument()],
        pair((base, exponent) => base ** exponent),
      );
    return this.#take('\\%')
      ? this.#term(
          'percent',
          from,
          [term],
          only((x) => x / 100),
        )
      : term;
  }

  #atom(): Term {
    const from = this.#at;
    const token = this.#next();
    if (/^\d/.test(token)) return this.#term('number', from, [], () => Number(token));
    const of = (kind: Operation, f: (value: number) => number, argument: Term): Term =>
      this.#term(kind, from, [argument], only(f));
    switch (token) {
      case 'e':
        return this.#term('number', from, [], () => Math.E);
      case '(':
        return this.#until(')');
      case '\\boxed':
        return this.#argument();
      case '\\frac':
      case '\\tfrac': {
        const parts = [this.#argument(), this.#argument()];
        return this.#term(
          'fraction',
          from,
          parts,
          pair((top, bottom) => top / bottom),
        );
      }
      case '\\sqrt':
        return of('function', Math.sqrt, this.#argument());
      case '\\tanh':
        return of('function', Math.tanh, this.#called());
      case '\\sigma':
        return of('function', (z) => 1 / (1 + Math.exp(-z)), this.#called());
      case '\\max': {
        this.#expect('(');
        const first = this.sum();
        this.#expect(',');
        return this.#term('max', from, [first, this.#until(')')], pair(Math.max));
      }
      case '\\left':
        return this.#atom();
      case '\\lceil':
        return of('round', Math.ceil, this.#bracket('\\rceil'));
      case '\\lfloor':
        return of('round', Math.floor, this.#bracket('\\rfloor'));
      default:
        throw new Error(`no number: ${token}`);
    }
  }

  /** What was read since the token `from`. */
  #term(kind: Operation, from: number, parts: readonly Term[], combine: Term['combine']): Term {
    return { kind, tex: this.#tokens.slice(from, this.#at).join(' '), parts, combine };
  }

  #called(): Term {
    this.#expect('(');
    return this.#until(')');
  }

  #bracket(end: string): Term {
    const term = this.sum();
    this.#take('\\right');
    this.#expect(end);
    return term;
  }

  #argument(): Term {
    if (!this.#take('{')) return this.#atom();
    return this.#until('}');
  }

  #until(end: string): Term {
    const term = this.sum();
    this.#take('\\right');
    this.#expect(end);
    return term;
  }

  #take(token: string): boolean {
    if (this.#tokens[this.#at] !== token) return false;
    this.#at += 1;
    return true;
  }

  #expect(token: string): void {
    if (!this.#take(token)) throw new Error(`expected ${token}`);
  }

  #next(): string {
    const token = this.#tokens[this.#at];
    if (token === undefined) throw new Error('expected a number');
    this.#at += 1;
    return token;
  }
}
