/**
 * For tests: reads the arithmetic of a formula in TeX as a person with a calculator would, and says which of
 * its equations do not hold for the digits that are printed. Sides with letters in them are passed over.
 */

/** A side of an equation: its value, and the unit of its last digit if it is a number alone. */
interface Side {
  readonly value: number;
  readonly unit: number;
}

export interface Checked {
  /** Equations that hold, exactly behind "=", to the last digit behind "≈". */
  readonly held: number;
  /** Those that do not. */
  readonly broken: readonly string[];
}

/** All equations between two sides that are numbers. */
export function check(tex: string, roughly = true): Checked {
  let held = 0;
  const broken: string[] = [];
  for (const statement of statements(tex)) {
    const [first = '', ...rest] = statement.split(/(?=[=≈])/u);
    let left = read(first);
    let text = first.trim();
    for (const part of rest) {
      const right = read(part.slice(1));
      if (left !== undefined && right !== undefined) {
        const close = part.startsWith('=')
          ? 1e-9 * Math.max(1, Math.abs(right.value))
          : 0.5000001 * right.unit;
        if (Math.abs(left.value - right.value) <= close) held += 1;
        else if (roughly || part.startsWith('=')) broken.push(`${text} ${part.trim()}`);
      }
      left = right ?? left;
      text = part.slice(1).trim();
    }
  }
  return { held, broken };
}

/** A formula's equations: lines that begin with a sign go on with the one before. */
function statements(tex: string): string[] {
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

/** The value of an expression; undefined where something else than numbers is in it. */
function read(text: string): Side | undefined {
  const tokens = text
    .replaceAll('{,}', '')
    .match(/\d+(?:\.\d+)?|\\[a-zA-Z]+|\\[^a-zA-Z]|[^\s]/gu)
    ?.filter((token) => token !== '\\,' && token !== '\\ ');
  if (tokens === undefined) return undefined;
  const trimmed = tokens.join('').replace(/\{\}/g, '');
  try {
    const reader = new Reader(tokens);
    const value = reader.sum();
    if (!reader.done) return undefined;
    const number = /^-?\d+(?:\.(\d+))?(?:\\times10\^\{(-?\d+)\})?(\\%)?$/.exec(trimmed);
    const exponent = Number(number?.[2] ?? 0) - (number?.[3] ? 2 : 0) - (number?.[1]?.length ?? 0);
    return { value, unit: number ? 10 ** exponent : 0 };
  } catch {
    return undefined;
  }
}

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

  sum(): number {
    let total = this.#product();
    for (;;) {
      if (this.#take('+')) total += this.#product();
      else if (this.#take('-')) total -= this.#product();
      else return total;
    }
  }

  #product(): number {
    let value = this.#power();
    for (;;) {
      if (this.#take('\\times') || this.#take('\\cdot')) value *= this.#power();
      else return value;
    }
  }

  #power(): number {
    if (this.#take('-')) return -this.#power();
    if (this.#take('+')) return this.#power();
    const base = this.#atom();
    const value = this.#take('^') ? base ** this.#argument() : base;
    return this.#take('\\%') ? value / 100 : value;
  }

  #atom(): number {
    const token = this.#next();
    if (/^\d/.test(token)) return Number(token);
    switch (token) {
      case 'e':
        return Math.E;
      case '(':
        return this.#until(')');
      case '\\boxed':
        return this.#argument();
      case '\\frac':
      case '\\tfrac':
        return this.#argument() / this.#argument();
      case '\\sqrt':
        return Math.sqrt(this.#argument());
      case '\\tanh':
        return Math.tanh(this.#called());
      case '\\sigma':
        return 1 / (1 + Math.exp(-this.#called()));
      case '\\max': {
        this.#expect('(');
        const first = this.sum();
        this.#expect(',');
        return Math.max(first, this.#until(')'));
      }
      case '\\left':
        return this.#atom();
      case '\\lceil':
        return Math.ceil(this.#bracket('\\rceil'));
      case '\\lfloor':
        return Math.floor(this.#bracket('\\rfloor'));
      default:
        throw new Error(`no number: ${token}`);
    }
  }

  #called(): number {
    this.#expect('(');
    return this.#until(')');
  }

  #bracket(end: string): number {
    const value = this.sum();
    this.#take('\\right');
    this.#expect(end);
    return value;
  }

  #argument(): number {
    if (!this.#take('{')) return this.#atom();
    return this.#until('}');
  }

  #until(end: string): number {
    const value = this.sum();
    this.#expect(end);
    return value;
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
