import { expect, it } from 'vitest';

import { spaced } from './spaced';

it.each([
  ['GELU的曲线', 'GELU 的曲线'],
  ['上面是阶跃的曲线', '上面是阶跃的曲线'],
  ['从x₁到隐藏神经元 2的权重', '从 x₁ 到隐藏神经元 2 的权重'],
  ['z⁽¹⁾₂等于多少？', 'z⁽¹⁾₂ 等于多少？'],
  ['花 (cm)的输出', '花 (cm) 的输出'],
  ['δ 是 0。', 'δ 是 0。'],
])('%s is written %s', (text, written) => expect(spaced(text)).toBe(written));
