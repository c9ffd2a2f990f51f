// @vitest-environment happy-dom
import { flushSync, mount, unmount, type Component } from 'svelte';
import { afterEach, describe, expect, it } from 'vitest';

import { strongestUnits, type Chosen } from '../draw/network';
import { preferences } from '../frame/preferences.svelte';
import { f4 } from '../testing/arrays';
import Bars from './Bars.svelte';
import ConfusionMatrix from './ConfusionMatrix.svelte';
import LineChart from './LineChart.svelte';
import NetworkDiagram from './NetworkDiagram.svelte';
import Segmented from './Segmented.svelte';

let mounted: Record<string, unknown> | undefined;
afterEach(() => {
  if (mounted) void unmount(mounted);
  mounted = undefined;
  preferences.language = 'en';
});

function show<P extends Record<string, unknown>>(component: Component<P>, props: P): void {
  mounted = mount(component, { target: document.body, props });
  flushSync();
}

const find = (selector: string): HTMLElement => {
  const found = document.querySelector<HTMLElement>(selector);
  if (!found) throw new Error(`no ${selector}`);
  return found;
};
const texts = (selector: string): string[] =>
  [...document.querySelectorAll(selector)].map((e) => e.textContent.trim());

describe('a line chart', () => {
  const series = [
    { id: 'train', label: 'training', x: [1, 2, 3], y: [0.9, 0.5, Number.NaN] },
    { id: 'validation', label: 'validation', x: [1, 2, 3], y: [1, 0.8, 0.7] },
  ];
  const props = { label: 'Loss by epoch', x: { label: 'epoch', whole: true }, y: { label: 'loss' }, series };

  it('names its axes and its curves, and says what it shows', () => {
    show(LineChart, props);
    expect(find('svg[role=img]').getAttribute('aria-label')).toBe('Loss by epoch');
    expect(texts('svg text')).toEqual(expect.arrayContaining(['epoch', 'loss', 'training', 'validation']));
  });

  it('has a table with every value', () => {
    show(LineChart, props);
    find('button[aria-pressed]').click();
    flushSync();
    expect(texts('thead th')).toEqual(['epoch', 'training', 'validation']);
    expect(texts('tbody tr:first-child > *')).toEqual(['1', '0.900', '1.000']);
    expect(texts('tbody tr:last-child > *')).toEqual(['3', 'NaN', '0.700']);
  });

  it('draws a band about a curve, on a log axis down to its end where the band reaches 0', () => {
    const band = { low: [0.001, 0], high: [10, 1] };
    const gradient = { id: 'g', label: 'gradient', x: [1, 2], y: [1, 0.1], band };
    show(LineChart, { ...props, y: { label: 'size', scale: 'log' as const }, series: [gradient] });
    const numbers = (
      find('svg .band')
        .getAttribute('d')
        ?.match(/[\d.]+/g) ?? []
    ).map(Number);
    const [, top, , , , bottom, , least] = numbers; // there along the upper edge, back along the lower
    expect(top).toBeCloseTo(12);
    expect([bottom, least]).toEqual([260 - 42, 260 - 42]);
    expect(texts('.ticks text')).toEqual(expect.arrayContaining(['0.001', '10']));
    find('button[aria-pressed]').click();
    flushSync();
    expect(texts('tbody tr:nth-child(2) > *')).toEqual(['2', '0.100 (0.000 – 1.000)']);
  });

  it('says so when there is nothing to draw, in the language of the page', () => {
    preferences.language = 'zh';
    show(LineChart, { ...props, series: [] });
    expect(texts('svg text')).toContain('还没有可画的数据。');
  });
});

describe('bars', () => {
  it('carry their numbers, and a width that is the share', () => {
    show(Bars, {
      label: 'Probabilities',
      bars: [
        { label: '3', value: 0.25 },
        { label: '5', value: 0.75 },
      ],
      highlight: 1,
    });
    expect(texts('.value')).toEqual(['0.25', '0.75']);
    expect(find('.highlight .fill').style.width).toBe('75%');
  });

  it('grow from the middle when signed', () => {
    show(Bars, {
      label: 'Contributions',
      signed: true,
      bars: [
        { label: 'a', value: -2 },
        { label: 'b', value: 4 },
      ],
    });
    expect(find('.negative').style.left).toBe('25%');
    expect(find('.positive').style.left).toBe('50%');
  });
});

describe('a confusion matrix', () => {
  it('opens the cell that is pressed: label first, prediction second', () => {
    const picked: number[][] = [];
    show(ConfusionMatrix, {
      counts: f4([2, 2], [90, 10, 3, 97]),
      names: ['cat', 'dog'],
      onpick: (a: number, p: number) => picked.push([a, p]),
    });
    find('button[aria-label="label cat, predicted dog: 10"]').click();
    expect(picked).toEqual([[0, 1]]);
  });
});

describe('a network diagram', () => {
  const layers = [
    { label: 'input', size: 2, values: [0.5, -0.8], names: ['x₁', 'x₂'] },
    { label: 'hidden', size: 3 },
    { label: 'output', size: 1 },
  ];
  const weights = [f4([2, 3], [1, -2, 3, 4, 5, 6]), f4([3, 1], [0.5, -0.5, 0.25])];

  it('draws every edge of a small network, coloured by its sign', () => {
    show(NetworkDiagram, { label: 'A network', layers, weights });
    const strokes = [...document.querySelectorAll<SVGPathElement>('.edge')].map((edge) => edge.style.stroke);
    expect(strokes).toHaveLength(9);
    expect(strokes.filter((stroke) => stroke.includes('negative'))).toHaveLength(2);
  });

  it('is walked through by the arrow keys, tells the value and chooses with Enter', () => {
    const chosen: (Chosen | undefined)[] = [];
    show(NetworkDiagram, {
      label: 'A network',
      layers,
      weights,
      onselect: (c: Chosen | undefined) => chosen.push(c),
    });
    for (const key of ['ArrowDown', 'ArrowDown', 'Enter']) {
      find('[role=application]').dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
      flushSync();
    }
    expect(find('figcaption').textContent.trim()).toBe('x₂: −0.800');
    expect(chosen).toEqual([{ kind: 'unit', layer: 0, index: 1 }]);
  });

  it('is walked through connection by connection with Shift', () => {
    const chosen: (Chosen | undefined)[] = [];
    show(NetworkDiagram, {
      label: 'A network',
      layers,
      weights,
      onselect: (c: Chosen | undefined) => chosen.push(c),
    });
    const press = (key: string, shiftKey = false): void => {
      find('[role=application]').dispatchEvent(
        new KeyboardEvent('keydown', { key, shiftKey, bubbles: true }),
      );
      flushSync();
    };
    press('ArrowRight');
    press('ArrowRight');
    press('ArrowDown', true);
    press('ArrowDown', true);
    expect(find('figcaption').textContent.trim()).toBe('weight from x₂ to hidden 1: 4.000');
    press('Enter');
    expect(chosen).toEqual([{ kind: 'edge', layer: 0, from: 1, to: 0 }]);
  });

  it('draws of hundreds of units those with the largest values, and says what it left out', () => {
    const values = Float32Array.from({ length: 784 }, (_, i) => Math.sin(i));
    show(NetworkDiagram, {
      label: 'Large',
      layers: [
        { label: 'pixels', size: 784, values },
        { label: 'out', size: 1 },
      ],
      weights: [f4([784, 1], [...values])],
    });
    const shown = document.querySelectorAll('circle').length - 1;
    expect(shown).toBeGreaterThan(3);
    expect(shown).toBeLessThanOrEqual(strongestUnits(values, 40).length);
    expect(texts('svg text')).toContain(`+${784 - shown} more`);
  });
});

describe('a segmented choice', () => {
  it('is a group of radio buttons with a name', () => {
    const chosen: string[] = [];
    show(Segmented, {
      label: 'Activation',
      value: 'relu',
      options: [
        { value: 'relu', label: 'ReLU' },
        { value: 'tanh', label: 'tanh' },
      ],
      onchange: (value: string) => chosen.push(value),
    } as never);
    expect(find('legend').textContent).toBe('Activation');
    find('input[value=tanh]').click();
    expect(chosen).toEqual(['tanh']);
  });
});
