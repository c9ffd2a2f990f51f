import { describe, expect, it } from 'vitest';

import { backendInChinese } from './backend';
import { en } from './en';
import { zh } from './zh';

/** All texts of a tree; functions are called with stand-ins. Rules and refusals have tests of their own. */
function texts(tree: unknown): string[] {
  if (typeof tree === 'string') return [tree];
  if (typeof tree === 'function') return [String((tree as (...all: unknown[]) => unknown)('1', '2', '3'))];
  const branches = Object.entries(tree as Record<string, unknown>).filter(
    ([name]) => name !== 'rules' && name !== 'codes',
  );
  return branches.flatMap(([, branch]) => texts(branch));
}

describe('the strings', () => {
  it('are in Chinese where they can be', () => {
    const latin = texts(zh).filter((text) => text !== '' && !/[\u4e00-\u9fff]/.test(text));
    expect(latin.filter((text) => !/^(Neurarium|Keras|PyTorch|[\d/]+|[、，：；。])$/.test(text))).toEqual([]);
  });

  it('are not left in Chinese in English', () => {
    expect(texts(en).filter((text) => /[\u3000-\u9fff]/.test(text))).toEqual([]);
  });
});

describe('what computes', () => {
  it.each([
    ['compiled by Numba, 1 thread', 'Numba 编译的内核（1 个线程）'],
    ['the NumPy reference, because its compiled twin is still being compiled', 'NumPy（编译版还在编译）'],
    ['the NumPy reference, because numba is not installed', 'NumPy（没有安装 numba）'],
    ['the NumPy reference, because Numba cannot be loaded (OSError: x)', 'NumPy（Numba 无法载入）'],
    ['the NumPy reference, because the kernels do not weigh rows', 'NumPy（编译版不支持这样的设置）'],
    ['', ''],
  ])('is said in Chinese: %s', (said, chinese) => expect(backendInChinese(said)).toBe(chinese));
});
