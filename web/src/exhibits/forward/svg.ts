import { diverging, inkOn, palette, type Rgb } from '../../draw/colour';
import { curve, edgeWidth, placeNetwork } from '../../draw/network';
import { shortest } from '../../lib/equation';
import { fixed } from '../../lib/format';
import type { ForwardView } from './lab.gen';

const WIDTH = 760;
const HEIGHT = 420;
const RADIUS = 22;
const LINE = 18;
/** More connections than this between two layers are too close for a number on each: the list has them. */
const MOST_LABELS = 12;

/** As every drawing program reads it. */
const hex = (colour: Rgb): string =>
  `#${colour.map((channel) => Math.round(channel).toString(16).padStart(2, '0')).join('')}`;

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/**
 * The network as a picture of its own, for a worksheet or a paper: every style is written out, so that any
 * drawing program opens it, and all weights and biases stand below it.
 */
export function networkSvg(
  view: ForwardView,
  row: number,
  names: { readonly title: string; readonly unit: (layer: number, index: number) => string },
): string {
  const colours = palette(false);
  const sizes = [view.layers[0]?.x.shape[1] ?? 0, ...view.layers.map(({ b }) => b.data.length)];
  const placed = placeNetwork(
    sizes.map((size) => ({ size })),
    { width: WIDTH, height: HEIGHT, left: 20, right: 20, radius: RADIUS },
  );
  const at = (layer: number, index: number): { x: number; y: number } =>
    placed[layer]?.units[index] ?? { x: 0, y: 0 };
  const valueOf = (layer: number, index: number): number => {
    const data = layer === 0 ? view.layers[0]?.x.data : view.layers[layer - 1]?.a.data;
    return data?.[row * (sizes[layer] ?? 0) + index] ?? Number.NaN;
  };
  const text = (x: number, y: number, content: string, more = ''): string =>
    `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" ${more}>${escaped(content)}</text>`;

  const edges: string[] = [];
  const labels: string[] = [];
  const units: string[] = [];
  view.layers.forEach(({ W }, l) => {
    const outs = sizes[l + 1] ?? 1;
    const usual = Math.max(1, ...W.data);
    W.data.forEach((weight, place) => {
      const [i, j] = [Math.floor(place / outs), place % outs];
      const from = { x: at(l, i).x + RADIUS, y: at(l, i).y };
      const to = { x: at(l + 1, j).x - RADIUS, y: at(l + 1, j).y };
      const sign = hex(diverging(weight < 0 ? -1 : 1, colours));
      edges.push(
        `<path d="${curve(from, to)}" fill="none" stroke="${sign}" ` +
          `stroke-width="${edgeWidth(weight, usual).toFixed(2)}"/>`,
      );
      if (W.data.length <= MOST_LABELS) {
        // In turn nearer to the one and to the other end, so that the numbers of crossing lines stay apart.
        const share = i % 2 === 0 ? 0.28 : 0.72;
        const ease = share * share * (3 - 2 * share);
        labels.push(
          text(
            from.x + (to.x - from.x) * share,
            from.y + (to.y - from.y) * ease - 4,
            shortest(weight),
            'text-anchor="middle" stroke="#ffffff" stroke-width="4" paint-order="stroke"',
          ),
        );
      }
    });
  });
  sizes.forEach((size, layer) => {
    for (let index = 0; index < size; index += 1) {
      const { x, y } = at(layer, index);
      const value = valueOf(layer, index);
      const shade = diverging(Math.max(-1, Math.min(1, value)) * 0.8, colours);
      units.push(
        `<circle cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="${RADIUS}" fill="${hex(shade)}" ` +
          `stroke="#555555" stroke-width="1.2"/>`,
        text(x, y + 5, fixed(value, 2), `text-anchor="middle" fill="${inkOn(shade)}"`),
      );
      if (size <= 5) {
        const anchor = layer === sizes.length - 1 ? 'end' : layer === 0 ? 'start' : 'middle';
        const side = { start: x - RADIUS, middle: x, end: x + RADIUS }[anchor];
        units.push(text(side, y + RADIUS + 16, names.unit(layer, index), `text-anchor="${anchor}"`));
      }
    }
  });
  const lines = view.text.trimEnd().split('\n');
  const listed = lines.map((line, i) =>
    text(20, HEIGHT + LINE * (i + 1), line, 'font-family="monospace" font-size="12"'),
  );
  const width = Math.max(WIDTH, 40 + 7.4 * Math.max(...lines.map((line) => line.length)));
  const height = HEIGHT + LINE * (lines.length + 1);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${Math.ceil(width)}" height="${height}" ` +
      `viewBox="0 0 ${Math.ceil(width)} ${height}" font-family="sans-serif" font-size="13" fill="#222222">`,
    `<title>${escaped(names.title)}</title>`,
    `<rect width="100%" height="100%" fill="#ffffff"/>`,
    ...edges,
    ...labels,
    ...units,
    ...listed,
    '</svg>\n',
  ].join('\n');
}
