import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Plugin } from 'vite';

import { LANGUAGES } from '../src/i18n/languages.ts';
import { takeTasks } from './tasks.ts';

const MODULE = 'virtual:exhibits';

/**
 * Finds the exhibits by their folders, so that nobody has to list them: the module `virtual:exhibits` maps
 * each id to functions that load its component and its lessons, which are named after it, and its picture for
 * the first page, if it has one; and to the names of its tasks. Those in its lesson are one kind; the other
 * are programs to write, folders `tasks/NN-name` in the exhibit's half in the lab.
 */
export function exhibits(folder: string, lab: string): Plugin {
  return {
    name: 'neurarium:exhibits',
    resolveId: (id) => (id === MODULE ? `\0${MODULE}` : null),
    load: (id) => (id === `\0${MODULE}` ? exhibitsModule(folder, lab) : null),
  };
}

export function exhibitsModule(folder: string, lab: string): string {
  const ids = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
  const load = (id: string, file: string): string => {
    const path = join(folder, id, file);
    if (!existsSync(path))
      throw new Error(`The exhibit "${id}" has no ${file}: expected it in ${join(folder, id)}`);
    return `() => import(${JSON.stringify(path)})`;
  };
  const entries = ids.sort().map((id) => {
    const lessons = LANGUAGES.map((language) => `${language}: ${load(id, `${id}.${language}.md`)}`);
    const parts = [
      `component: ${load(id, `${componentName(id)}.svelte`)}`,
      `lesson: { ${lessons.join(', ')} }`,
      `tasks: ${JSON.stringify(tasksOf(join(folder, id, `${id}.${LANGUAGES[0]}.md`)))}`,
      `programs: ${JSON.stringify(programsOf(join(lab, id, 'tasks')))}`,
      ...(existsSync(join(folder, id, PICTURE)) ? [`picture: ${load(id, PICTURE)}`] : []),
    ];
    return `${JSON.stringify(id)}: { ${parts.join(', ')} }`;
  });
  return `export default {\n${entries.join(',\n')}\n};\n`;
}

const PICTURE = 'Picture.svelte';

const tasksOf = (lesson: string): string[] =>
  takeTasks(readFileSync(lesson, 'utf8'), lesson).tasks.map(({ id }) => id);

/** The names in `NN-name`. */
const programsOf = (tasks: string): string[] =>
  existsSync(tasks)
    ? readdirSync(tasks)
        .sort()
        .flatMap((name) => /^\d\d-(.+)$/.exec(name)?.[1] ?? [])
    : [];

/** `gradient-flow` is shown by `GradientFlow.svelte`. */
export function componentName(id: string): string {
  return id.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());
}
