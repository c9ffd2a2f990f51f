/**
 * An exhibit's state as a typed value and as the text after `#` in the address. Decoding never fails:
 * what cannot be read takes its default, so an old or a hand-written link still opens.
 */
export interface Codec<P extends object> {
  readonly defaults: P;
  encode(settings: P): string;
  decode(hash: string): P;
  /** The `name=value` parts of a link that were not taken over as they are written. */
  ignored(hash: string): readonly string[];
}

export interface Field<T> {
  readonly fallback: T;
  write(value: T): string;
  /** undefined: not readable as this field. */
  read(text: string): T | undefined;
  /** Whether `read` had to change what is written to make a value of it. */
  changes?(text: string): boolean;
}

type Fields<P> = { readonly [K in keyof P]: Field<P[K]> };

interface Link<P> {
  /** Settings that the address calls otherwise. */
  readonly names?: { readonly [K in keyof P]?: string };
  /** What a link means that leaves these out, if that is not their default. */
  readonly unsaid?: Partial<P>;
  /** Names that stand in links and mean nothing. */
  readonly empty?: readonly string[];
}

const LONGEST_SHOWN = 40;

/**
 * A codec from one field per setting. Settings that have their default value are left out of the text, unless
 * a link without them would mean something else.
 */
export function defineSettings<P extends object>(
  fields: Fields<P>,
  { names = {}, unsaid = {}, empty = [] }: Link<P> = {},
): Codec<P> {
  const keys = Object.keys(fields) as (keyof P & string)[];
  const defaults = Object.fromEntries(keys.map((key) => [key, fields[key].fallback])) as P;
  const nameOf = (key: keyof P & string): string => names[key] ?? key;
  const byName = new Map(keys.map((key) => [nameOf(key), fields[key]]));
  return {
    defaults,
    encode(settings) {
      const texts = keys.map((key) => [key, fields[key].write(settings[key])] as const);
      const differs = texts.map(([key, text]) => text !== fields[key].write(defaults[key]));
      if (!differs.includes(true)) return '';
      return texts
        .filter(([key], i) => differs[i] === true || key in unsaid)
        .map(([key, text]) => `${nameOf(key)}=${encodeURIComponent(text).replaceAll('%2C', ',')}`)
        .join('&');
    },
    decode(hash) {
      const query = queryOf(hash);
      const settings = { ...defaults, ...([...query].length > 0 ? unsaid : {}) };
      for (const key of keys) {
        const text = query.get(nameOf(key));
        const value = text === null ? undefined : fields[key].read(text);
        if (value !== undefined) settings[key] = value;
      }
      return settings;
    },
    ignored: (hash) =>
      [...queryOf(hash)]
        .filter(([name, text]) => {
          const field = byName.get(name);
          if (text.trim() === '' || empty.includes(name)) return false;
          if (field === undefined) return text !== 'false';
          return field.read(text) === undefined || field.changes?.(text) === true;
        })
        .map(([name, text]) => `${name}=${text}`)
        .map((part) => (part.length > LONGEST_SHOWN ? `${part.slice(0, LONGEST_SHOWN)}…` : part)),
  };
}

const queryOf = (hash: string): URLSearchParams => new URLSearchParams(hash.replace(/^#/, ''));

/** The smallest and the largest number that a field takes. */
export interface Range {
  readonly min: number;
  readonly max: number;
}

const readWithin = (text: string, { min, max }: Range): number | undefined => {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  return Number.isFinite(value) && value >= min && value <= max ? value : undefined;
};

interface NumberField extends Field<number> {
  readonly range: Range;
  readonly whole: boolean;
}

export function numberField(fallback: number, range: Range): NumberField {
  return { fallback, range, whole: false, write: String, read: (text) => readWithin(text, range) };
}

export function integerField(fallback: number, range: Range): NumberField {
  return {
    fallback,
    range,
    whole: true,
    write: String,
    read: (text) => {
      const value = readWithin(text, range);
      return Number.isInteger(value) ? value : undefined;
    },
  };
}

interface NumbersField extends Field<readonly number[]> {
  /** Of each number. */
  readonly range: Range;
  /** The least and the most of them. */
  readonly length: readonly [number, number];
}

/** A list of numbers, each in the range, `length` of them at least and at most. */
export function numbersField(
  fallback: readonly number[],
  range: Range,
  length: readonly [number, number],
): NumbersField {
  return {
    fallback,
    range,
    length,
    write: (values) => values.join(','),
    read: (text) => {
      const values = text === '' ? [] : text.split(',').map((part) => readWithin(part, range));
      if (values.length < length[0] || values.length > length[1]) return undefined;
      return values.every((value) => value !== undefined) ? values : undefined;
    },
  };
}

export function integersField(
  fallback: readonly number[],
  range: Range,
  length: readonly [number, number],
): NumbersField {
  const field = numbersField(fallback, range, length);
  return {
    ...field,
    read: (text) => {
      const values = field.read(text);
      return values?.every(Number.isInteger) ? values : undefined;
    },
  };
}

interface ChoiceField<T, V> extends Field<V> {
  readonly options: readonly T[];
}

export function choiceField<const T extends string | number>(
  options: readonly T[],
  fallback: NoInfer<T>,
): ChoiceField<T, T> {
  return {
    fallback,
    options,
    write: String,
    read: (text) => options.find((option) => String(option) === text),
  };
}

/** A list of some of the options, `length[0]` of them at least and `length[1]` at most. */
export function choicesField<const T extends string>(
  options: readonly T[],
  fallback: readonly NoInfer<T>[],
  length: readonly [number, number],
): ChoiceField<T, readonly T[]> {
  return {
    fallback,
    options,
    write: (values) => values.join(','),
    read: (text) => {
      const values = text === '' ? [] : text.split(',').map((part) => options.find((each) => each === part));
      if (values.length < length[0] || values.length > length[1]) return undefined;
      return values.every((value) => value !== undefined) ? values : undefined;
    },
  };
}

/** The same list, read in the order of the options, whatever the link's. */
export function inOrder<T extends string>(field: ChoiceField<T, readonly T[]>): ChoiceField<T, readonly T[]> {
  return {
    ...field,
    read: (text) => {
      const values = field.read(text);
      return values && field.options.filter((option) => values.includes(option));
    },
  };
}

/** Some of the options, with one the other way round. */
export const toggled = <T>(options: readonly T[], chosen: readonly T[], one: T): readonly T[] =>
  options.filter((each) => chosen.includes(each) !== (each === one));

export function flagField(fallback: boolean): Field<boolean> {
  return {
    fallback,
    write: (value) => (value ? 'true' : 'false'),
    read: (text) => (text === 'true' ? true : text === 'false' ? false : undefined),
  };
}

interface TextsField extends Field<readonly string[]> {
  /** Of each text, in characters. */
  readonly longest: number;
  /** The least and the most of them. */
  readonly length: readonly [number, number];
}

/** A text, in which a backslash stands before each comma and backslash, up to the next comma. */
const WRITTEN = /((?:\\.|[^\\,])*)(,|$)/gsu;

/** A list of texts of at most `longest` characters, `length[0]` of them at least and `length[1]` at most. */
export function textsField(
  fallback: readonly string[],
  longest: number,
  length: readonly [number, number],
): TextsField {
  return {
    fallback,
    longest,
    length,
    write: (texts) => texts.map((each) => each.replace(/[\\,]/gu, '\\$&')).join(','),
    read: (text) => {
      const texts: string[] = [];
      if (text !== '')
        for (const [, written = '', end] of text.matchAll(WRITTEN)) {
          texts.push(written.replace(/\\(.)/gsu, '$1'));
          if (end === '') break;
        }
      const good = texts.every((each) => [...each].length <= longest && !/\p{Cc}/u.test(each));
      return good && texts.length >= length[0] && texts.length <= length[1] ? texts : undefined;
    },
  };
}

export function textField(fallback = '', longest = 4000): Field<string> {
  return { fallback, write: (value) => value, read: (text) => (text.length <= longest ? text : undefined) };
}
