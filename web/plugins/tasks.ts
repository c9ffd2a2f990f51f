/**
 * The tasks and questions of a lesson, as lists in its Markdown. The names are those of the lab's methods:
 *
 *     - [ ] fire: Make the neuron sure of itself.
 *       - => output: The output is {output:2}; it must be above 0.9.
 *     - (?) predict_z: How large will z be?
 *       - ( ) small: Below 0
 *       - ( ) large: Above 0
 *       - => It is {z:2}.
 *
 * The notes of a task say what it still lacks, each under the name that the lab has for that. A question
 * without options takes a number. Its note may be two, `=> right:` and `=> wrong:`; in it, `{z:2}`
 * is the lab's value `z` with two decimals, `{share:%1}` a percentage with one, `{right}` the right answer
 * and `{option}` the words of the chosen one. A line that is indented further continues the one before.
 */
interface Item {
  readonly id: string;
  readonly text: string;
}

export interface LessonTask extends Item {
  /** What is said while it is not done, by what is missing. */
  readonly missing: Readonly<Record<string, string>>;
}

export interface LessonQuestion extends Item {
  readonly options: readonly { readonly value: string; readonly label: string }[];
  /** What is said after a right answer, and after a wrong one. */
  readonly right: string;
  readonly wrong: string;
}

export interface Tried {
  readonly tasks: readonly LessonTask[];
  readonly questions: readonly LessonQuestion[];
  /** The text without them. */
  readonly rest: string;
}

const ITEM = /^(?: {2})?- (\[ \]|\(\?\)|\( \)|=>) (.*)$/;
/** A task's name, or the value of an option. */
const NAMED = /^([a-z0-9][a-z0-9_.]*): (.+)$/s;

export function takeTasks(markdown: string, file = 'lesson'): Tried {
  const tasks: LessonTask[] = [];
  const questions: LessonQuestion[] = [];
  const rest: string[] = [];
  let task = false; // whether a note belongs to the task before it, or to the question
  for (const { mark, text } of items(markdown)) {
    if (mark === undefined) {
      rest.push(text);
      continue;
    }
    const question = task ? undefined : questions.at(-1);
    const last = task ? tasks.at(-1) : undefined;
    const [, id = '', words = ''] = NAMED.exec(text) ?? [];
    if (mark === '=>' && last !== undefined) {
      if (id === '') throw new Error(`${file}: expected "name: words", got "${text}"`);
      tasks[tasks.length - 1] = { ...last, missing: { ...last.missing, [id]: words } };
    } else if (mark === '=>') {
      if (question === undefined) throw new Error(`${file}: a note without a question: ${text}`);
      const side = id === 'right' || id === 'wrong' ? { [id]: words } : { right: text, wrong: text };
      questions[questions.length - 1] = { ...question, ...side };
    } else if (id === '') throw new Error(`${file}: expected "name: words", got "${text}"`);
    else if (mark === '[ ]') {
      task = true;
      tasks.push({ id, text: words, missing: {} });
    } else if (mark === '(?)') {
      task = false;
      questions.push({ id, text: words, options: [], right: '', wrong: '' });
    } else if (question === undefined) throw new Error(`${file}: an option without a question: ${text}`);
    else
      questions[questions.length - 1] = {
        ...question,
        options: [...question.options, { value: id, label: words }],
      };
  }
  for (const { id, right, wrong } of questions)
    if (right === '' || wrong === '') throw new Error(`${file}: the question ${id} lacks a note`);
  return { tasks, questions, rest: rest.join('\n') };
}

/** Items of the lists with their continuation lines, and all other lines as they are. */
function items(markdown: string): { mark?: string; text: string }[] {
  const found: { mark?: string; text: string; chinese?: boolean }[] = [];
  for (const line of markdown.split('\n')) {
    const [, mark, text] = ITEM.exec(line) ?? [];
    const last = found.at(-1);
    if (mark !== undefined && text !== undefined) found.push({ mark, text });
    else if (last?.mark !== undefined && /^ {2,}\S/.test(line))
      last.text += (/[\u3000-\u9fff\uff00-\uffef]$/.test(last.text) ? '' : ' ') + line.trim();
    else found.push({ text: line });
  }
  return found;
}
