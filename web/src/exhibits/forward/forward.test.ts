// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest';

import type { PlacedLayer } from '../../draw/network';
import { exchangesOf } from '../../testing/snapshots';
import { en } from './en';
import { unitTable, walkTable } from './sumTable';
import { readForwardView, readProblem, readUnitSum } from './lab.gen';
import { layerOf, Linked } from './linked.svelte';
import { codec, countParameters, placeOf, withLayers, withParameter, withRows } from './settings';
import { along, signalsOf } from './signals';
import { networkSvg } from './svg';
import { zh } from './zh';

const exchanges = exchangesOf('forward');
const start = readForwardView(exchanges['default']?.data);
const deep = readForwardView(exchanges['two hidden layers, two rows']?.data);

describe('the state in the link', () => {
  it('is empty for the network it starts with', () => expect(codec.encode(codec.defaults)).toBe(''));

  it('survives the way to text and back', () => {
    const settings = {
      inputs: [0.5, 0.8, -1, 0.25],
      hidden: [3, 1],
      parameters: Array.from({ length: 15 }, (_, i) => i / 8 - 1),
      step: 'unit' as const,
      model: 'mine',
      image: 77,
    };
    expect(codec.decode(`#${codec.encode(settings)}`)).toEqual(settings);
  });

  it('leaves out half a row, and weights of another network', () => {
    expect(codec.decode('#inputs=1,2,3').inputs).toEqual([1, 2]);
    expect(codec.decode('#parameters=1,2,3').parameters).toEqual([]);
    expect(codec.decode('#hidden=3&parameters=1,2,3,4,5,6,7,8,9').parameters).toEqual([]);
  });

  it('knows where each weight and bias stands', () => {
    for (const [view, unit] of [
      [start, { layer: 1, unit: 1 }],
      [deep, { layer: 2, unit: 0 }],
      [deep, { layer: 3, unit: 0 }],
    ] as const) {
      const layer = view.layers[unit.layer - 1];
      const units = layer?.b.data.length ?? 0;
      expect(view.parameters).toHaveLength(countParameters(view.settings.hidden));
      expect(view.parameters[placeOf(view.settings.hidden, unit)]).toBe(layer?.b.data[unit.unit]);
      for (let from = 0; from < (layer?.W.shape[0] ?? 0); from += 1)
        expect(view.parameters[placeOf(view.settings.hidden, { ...unit, from })]).toBe(
          layer?.W.data[from * units + unit.unit],
        );
    }
  });

  it('changes one parameter, and none while the view is of another network', () => {
    const changed = withParameter(codec.defaults, start, { layer: 1, unit: 0, from: 1 }, 9);
    expect(changed).toEqual([0.4, -0.6, 9, 0.9, 0.1, -0.2, 0.7, -0.5, 0.2]);
    expect(
      withParameter({ ...codec.defaults, hidden: [5] }, start, { layer: 1, unit: 0 }, 9),
    ).toBeUndefined();
  });

  it('keeps rows and layers that were there', () => {
    const rows = withRows([0.5, 0.8], 32);
    expect(rows).toHaveLength(64);
    expect(rows.every((value) => Math.abs(value) <= 1 && Number(value.toFixed(2)) === value)).toBe(true);
    expect(withRows(rows, 1)).toEqual([0.5, 0.8]);
    expect(withLayers([3, 5], 4)).toEqual([3, 5, 5, 5]);
    expect(withLayers([3, 5], 1)).toEqual([3]);
  });
});

describe('what is linked', () => {
  it('a weight belongs to the unit that it leads to', () => {
    const linked = new Linked();
    linked.point({ kind: 'edge', layer: 1, from: 2, to: 1 }, 'network');
    expect(linked.unit([2, 3, 2, 1])).toEqual({ layer: 2, index: 1 });
    expect([linked.layer, layerOf({ kind: 'edge', layer: 1, from: 2, to: 1 })]).toEqual([2, 2]);
  });

  it('the matrices stay on their layer while they are pointed at', () => {
    const linked = new Linked();
    linked.choose({ kind: 'unit', layer: 2, index: 0 });
    linked.point({ kind: 'unit', layer: 1, index: 0 }, 'matrices');
    expect(linked.layer).toBe(2);
    linked.point({ kind: 'unit', layer: 1, index: 0 }, 'code');
    expect(linked.layer).toBe(1);
  });

  it('what is chosen is a unit that there is, also when the network shrinks', () => {
    const linked = new Linked();
    linked.choose({ kind: 'unit', layer: 3, index: 7 });
    expect(linked.unit([2, 2, 1])).toEqual({ layer: 2, index: 0 });
    linked.choose({ kind: 'unit', layer: 0, index: 1 });
    expect(linked.unit([2, 2, 1])).toEqual({ layer: 1, index: 0 });
  });
});

describe('signals', () => {
  const placed = [
    { hidden: 0, units: [0, 1].map((index) => ({ layer: 0, index, x: 20, y: 40 * index })) },
    { hidden: 0, units: [0, 1].map((index) => ({ layer: 1, index, x: 220, y: 80 * index })) },
  ] satisfies PlacedLayer[];

  it('go from one circle to the other, as far as they have come', () => {
    expect(along({ x: 0, y: 0 }, { x: 10, y: 4 }, 0)).toEqual({ x: 0, y: 0 });
    expect(along({ x: 0, y: 0 }, { x: 10, y: 4 }, 0.5)).toEqual({ x: 5, y: 2 });
    expect(along({ x: 0, y: 0 }, { x: 10, y: 4 }, 1)).toEqual({ x: 10, y: 4 });
  });

  it('carry the terms of the units that are next', () => {
    const signals = signalsOf(start, 0, { layer: 1, from: 1, to: 2 }, 1);
    expect(signals.map(({ from, to, value }) => [from, to, Number(value.toFixed(6))])).toEqual([
      [0, 1, -0.3],
      [1, 1, 0.72],
    ]);
    expect(signals[0]?.at(placed, 10)).toEqual({ x: 210, y: 80 });
  });
});

describe('the numbers', () => {
  it('are those of the hand-worked start', () => {
    const table = unitTable(start, { layer: 1, index: 1 }, 0, en);
    expect(table?.rows.map(({ x, w, term, total }) => [x, w, term.value, total])).toEqual([
      ['0.50', '−0.60', '−0.30', '−0.30'],
      ['0.80', '0.90', '0.72', '0.42'],
    ]);
    expect([table?.bias, table?.z.value, table?.a.value]).toEqual(['−0.20', '0.22', '0.55']);
    expect([table?.times, table?.adds]).toEqual(['=', '=']);
  });

  it('are none for a unit or a row that is not there', () => {
    expect(unitTable(start, { layer: 1, index: 2 }, 0, en)).toBeUndefined();
    expect(unitTable(start, { layer: 1, index: 0 }, 1, en)).toBeUndefined();
    expect(unitTable(start, { layer: 3, index: 0 }, 0, en)).toBeUndefined();
  });

  it('name the others of a large sum', () => {
    const table = walkTable(readUnitSum(exchanges['sum']?.data), en);
    expect(table.rows.length).toBeGreaterThan(3);
    expect(table.rows[0]?.name).toMatch(/^layer 1, neuron \d+$/);
  });
});

describe('the texts', () => {
  it('say of a wrong text its line, what was expected and what came, in both languages', () => {
    const problem = readProblem((exchanges['wrong text']?.data as { readonly problem: unknown }).problem);
    expect(en.text.problem(problem)).toBe('Line 1: expected a number; got “two”.');
    expect(zh.text.problem(problem)).toBe('第 1 行：这里应是一个数；现在是“two”。');
    expect(en.text.problem({ ...problem, expected: 'missing', name: 'b2', got: '' })).toBe(
      'Line 1: expected a line for b2; got nothing more.',
    );
  });
});

describe('the picture as SVG', () => {
  const svg = networkSvg(start, 0, { title: '2-2-1 & <sigmoid>', unit: (l, i) => en.unit(l, i, 2) });
  const parsed = new DOMParser().parseFromString(svg, 'image/svg+xml');

  it('is well-formed XML with its own styles', () => {
    expect(parsed.querySelector('parsererror')).toBeNull();
    expect(parsed.querySelector('title')?.textContent).toBe('2-2-1 & <sigmoid>');
    expect(svg).not.toMatch(/var\(|class=|style=|currentColor|light-dark|NaN|undefined/);
  });

  it('has every weight and bias in it', () => {
    for (const line of start.text.trimEnd().split('\n')) expect(svg).toContain(`>${line}</text>`);
    for (const weight of ['0.40', '−0.60', '0.30', '0.90', '0.70', '−0.50'])
      expect(svg).toContain(`>${weight}<`);
    expect(svg.match(/<path/g)).toHaveLength(6);
    expect(svg.match(/<circle/g)).toHaveLength(5);
  });
});
