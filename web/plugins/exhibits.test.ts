import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { componentName, exhibitsModule } from './exhibits';

let folder: string;
let lab: string;

function add(id: string, ...files: string[]): void {
  mkdirSync(join(folder, id));
  for (const file of files) writeFileSync(join(folder, id, file), '');
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'exhibits-'));
  lab = mkdtempSync(join(tmpdir(), 'lab-'));
});
afterEach(() => {
  for (const each of [folder, lab]) rmSync(each, { recursive: true });
});

describe('the folders of exhibits', () => {
  it('become a module that loads each by its name', () => {
    add('two-words', 'TwoWords.svelte', 'two-words.en.md', 'two-words.zh.md', 'other.ts');
    writeFileSync(join(folder, 'not-a-folder.ts'), '');
    const code = exhibitsModule(folder, lab);
    expect(code).toContain('"two-words": { component: () => import(');
    for (const file of ['TwoWords.svelte', 'two-words.en.md', 'two-words.zh.md'])
      expect(code).toContain(file);
    expect(code).not.toMatch(/other|not-a-folder|picture/);
  });

  it('say which tasks an exhibit has, and load its picture if there is one', () => {
    add('one', 'One.svelte', 'one.zh.md', 'Picture.svelte');
    writeFileSync(join(folder, 'one', 'one.en.md'), '- [ ] fire: Do it.\n- (?) guess: How?\n  - => So.\n');
    expect(exhibitsModule(folder, lab)).toMatch(
      /tasks: \["fire"\], programs: \[\], picture: \(\) => import\(".*Picture.svelte"\)/,
    );
  });

  it('name the programs that are to be written, in their order', () => {
    add('one', 'One.svelte', 'one.en.md', 'one.zh.md');
    for (const name of ['02-second-one', '01-first', '__pycache__'])
      mkdirSync(join(lab, 'one', 'tasks', name), { recursive: true });
    expect(exhibitsModule(folder, lab)).toContain('tasks: [], programs: ["first","second-one"] }');
  });

  it.each(['One.svelte', 'one.en.md', 'one.zh.md'])('must hold %s', (missing) => {
    add('one', ...['One.svelte', 'one.en.md', 'one.zh.md'].filter((file) => file !== missing));
    expect(() => exhibitsModule(folder, lab)).toThrow(`"one" has no ${missing}`);
  });

  it('name components as components are named', () => {
    expect(['neuron', 'gradient-flow'].map(componentName)).toEqual(['Neuron', 'GradientFlow']);
  });
});
