// @vitest-environment happy-dom
import { expect, it } from 'vitest';

import { codec, type PageSettings } from '../exhibits/compare/settings';
import { withNetwork } from './beside';

const of = (hash: string, network: string): Partial<PageSettings> => {
  const { first, second, first_network, second_network, knob } = codec.decode(withNetwork(hash, network));
  return { first, second, first_network, second_network, knob };
};
const nothing = { first: -1, second: -1, first_network: '', second_network: '', knob: 'width' };

it('a network takes the first place, the next one the second, and so does each after it', () => {
  expect(of('', 'my net+1, 甲')).toEqual({ ...nothing, first_network: 'my net+1, 甲' });
  const two = withNetwork(withNetwork('knob=l2', 'one'), 'two');
  expect(of(two, 'two')).toEqual({ ...nothing, first_network: 'one', second_network: 'two', knob: 'l2' });
  expect(of(two, 'three').second_network).toBe('three');
  expect(of(two, 'one').second_network).toBe('two');
});

it('a point that is looked at stays, and the network stands beside it', () => {
  expect(of('first=3', 'one')).toEqual({ ...nothing, first: 3, second_network: 'one' });
  expect(of('first=3&second=4', 'one')).toEqual({ ...nothing, first: 3, second_network: 'one' });
  expect(of('second=4', 'one')).toEqual({ ...nothing, second: 4, first_network: 'one' });
});
