import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { expect, it } from 'vitest';

/** Prettier leaves strings, comments and prose as long as they are. */
const LONGEST = 110;
const web = resolve(import.meta.dirname, '..');

function files(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (entry.name === 'node_modules') return [];
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return files(path);
    return /\.(ts|js|svelte|css|html|md)$/.test(entry.name) && !entry.name.includes('.gen.') ? [path] : [];
  });
}

it('has no line longer than 110 columns', () => {
  const all = files(web);
  expect(all.length).toBeGreaterThan(100);
  const long = all.flatMap((path) =>
    readFileSync(path, 'utf8')
      .split('\n')
      .flatMap((line, i) => ([...line].length > LONGEST ? [`${path}:${i + 1}`] : [])),
  );
  expect(long).toEqual([]);
});
