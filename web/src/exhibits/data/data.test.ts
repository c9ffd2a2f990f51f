import { describe, expect, it } from 'vitest';

import { inSight, layoutOf, moved, positionAt, scrolledTo } from './grid';
import { nameFor } from './bringing.svelte';
import { nearestPoint, placesOf } from './map';
import { codec, settingsOf } from './settings';

describe('the address of the digits', () => {
  it('is empty at first, and survives the way to text and back', () => {
    expect(codec.encode(codec.defaults)).toBe('');
    const settings = {
      ...codec.defaults,
      part: 'test' as const,
      label: 7,
      image: 60_017,
      pixel: 0,
      panel: 'vary' as const,
      size: 14 as const,
    };
    expect(codec.decode(`#${codec.encode(settings)}`)).toEqual(settings);
  });

  it.each(['#label=10', '#size=15', '#part=some', '#image=70000', '#pixel=784', '#panel=none'])(
    'takes the default for what cannot be read: %s',
    (hash) => expect(codec.decode(hash)).toEqual(codec.defaults),
  );

  it('keeps from the lab what only the page has', () =>
    expect(Object.keys(settingsOf(codec.defaults))).not.toContain('panel'));
});

describe('a grid of 70,000 images', () => {
  const layout = layoutOf(70_000, 1000, 28);

  it('has as many columns as there is room for, and one at least', () => {
    expect(layout).toEqual({ columns: 35, rows: 2000, cell: 28 });
    expect(layoutOf(3, 10, 28)).toEqual({ columns: 1, rows: 3, cell: 28 });
  });

  it('draws only the rows in sight', () => {
    expect(inSight(layout, 70_000, 0, 280)).toEqual([0, 350]);
    expect(inSight(layout, 70_000, 29, 280)).toEqual([35, 35 * 12]);
    expect(inSight(layout, 70_000, 2000 * 28 - 280, 280)).toEqual([70_000 - 350, 70_000]);
    expect(inSight(layout, 10, 0, 280)).toEqual([0, 10]);
  });

  it('knows what lies under the pointer', () => {
    expect(positionAt(layout, 70_000, 29, 57)).toBe(71);
    expect(positionAt(layout, 70_000, 35 * 28 + 1, 0)).toBeUndefined();
    expect(positionAt(layout, 10, 29, 57)).toBeUndefined();
  });

  it.each([
    ['ArrowRight', 100, 101],
    ['ArrowLeft', 0, 0],
    ['ArrowDown', 100, 135],
    ['ArrowUp', 34, 0],
    ['PageDown', 0, 350],
    ['Home', 500, 0],
    ['End', 500, 69_999],
    ['a', 500, undefined],
  ])('moves by keys: %s', (key, from, to) => expect(moved(key, from, layout, 70_000, 10)).toBe(to));

  it('scrolls no further than it must', () => {
    expect(scrolledTo(0, layout, 100, 280)).toBe(0);
    expect(scrolledTo(350, layout, 0, 280)).toBe(28);
    expect(scrolledTo(100, layout, 0, 280)).toBe(0);
  });
});

describe('a map of images', () => {
  const places = placesOf([0, 10, 5], [0, 2, 1], 228, 100, 14);

  it('fills the picture, as wide for its height as the points are', () =>
    expect(places).toEqual([
      [14, 70],
      [214, 30],
      [114, 50],
    ]));

  it('knows the nearest point within reach', () => {
    expect(nearestPoint(places, 110, 52, 14)).toBe(2);
    expect(nearestPoint(places, 60, 60, 14)).toBeUndefined();
  });

  it('has room for one point, and for none', () => {
    expect(placesOf([3], [4], 100, 80)).toEqual([[50, 40]]);
    expect(placesOf([], [], 100, 80)).toEqual([]);
  });
});

describe('own images', () => {
  it('are named by their folder or file', () => {
    const file = new Blob();
    expect(nameFor([{ path: 'letters/a/1.png', file }])).toBe('letters');
    expect(nameFor([{ path: 'mine.tar.gz', file }])).toBe('mine');
    expect(nameFor([])).toBe('');
    expect(nameFor([{ path: 'images.npz', file }])).toBe('images');
    expect(nameFor([{ path: '..my: "best"?\u202e/1.png', file }])).toBe('my best');
    expect(nameFor([{ path: `${'数'.repeat(60)}/1.png`, file }])).toBe('数'.repeat(30));
  });

  it.each([
    ['emnist-letters-train-images-idx3-ubyte.gz', 'emnist-letters'],
    ['mine.labels.idx1', 'mine'],
    ['t10k-images-idx3-ubyte', ''],
    ['my-images-of-cats.v2/1.png', 'my-images-of-cats.v2'],
  ])('are named by what several files have in common: %s', (path, name) => {
    const file = new Blob();
    expect(
      nameFor([
        { path, file },
        { path: `${path}2`, file },
      ]),
    ).toBe(name);
  });
});
