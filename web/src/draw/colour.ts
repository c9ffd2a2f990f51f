/**
 * The lab's two colour scales, for canvases and SVG. Signed values run from orange (negative) through the
 * page's own ground (zero) to blue (positive); magnitudes run from the ground to ink. Both are straight lines
 * in OKLab, so equal steps in value look like equal steps; the ends differ in blue against yellow, which
 * people who confuse red and green tell apart.
 */
export type Rgb = readonly [red: number, green: number, blue: number];

export interface Palette {
  readonly zero: Rgb;
  readonly negative: Rgb;
  readonly positive: Rgb;
  readonly ink: Rgb;
}

export const LIGHT: Palette = {
  zero: [250, 249, 245],
  negative: [201, 92, 0],
  positive: [20, 92, 168],
  ink: [22, 30, 38],
};

export const DARK: Palette = {
  zero: [27, 32, 34],
  negative: [247, 157, 62],
  positive: [104, 176, 250],
  ink: [240, 243, 240],
};

export function palette(dark: boolean): Palette {
  return dark ? DARK : LIGHT;
}

/** The colour of `t` in [-1, 1]; beyond is as the end. NaN is transparent nowhere: it is the zero colour. */
export function diverging(t: number, colours: Palette): Rgb {
  const end = t < 0 ? colours.negative : colours.positive;
  return mix(colours.zero, end, Math.min(1, Math.abs(t) || 0));
}

/** The colour of `t` in [0, 1]. */
export function sequential(t: number, colours: Palette): Rgb {
  return mix(colours.zero, colours.ink, Math.min(1, Math.max(0, t || 0)));
}

export function css([red, green, blue]: Rgb): string {
  return `rgb(${Math.round(red)} ${Math.round(green)} ${Math.round(blue)})`;
}

/** Black or white, whichever reads better on `colour`. */
export function inkOn(colour: Rgb): string {
  // At this luminance both have the same contrast, 4.58 to 1; at every other one the better has more.
  return luminance(colour) > 0.179 ? '#000000' : '#ffffff';
}

/** 256 steps a side, ready for canvases: `table[256 + k]` is the colour of k / 255. */
export function divergingTable(colours: Palette): Uint32Array {
  return Uint32Array.from({ length: 511 }, (_, i) => pack(diverging((i - 255) / 255, colours)));
}

export function sequentialTable(colours: Palette): Uint32Array {
  return Uint32Array.from({ length: 256 }, (_, i) => pack(sequential(i / 255, colours)));
}

/** RGBA as a canvas keeps it in memory on a little-endian machine, which every browser's is. */
function pack([red, green, blue]: Rgb): number {
  return ((255 << 24) | (Math.round(blue) << 16) | (Math.round(green) << 8) | Math.round(red)) >>> 0;
}

export function luminance(colour: Rgb): number {
  const [r, g, b] = colour.map(toLinear) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

export function toLinear(channel: number): number {
  const c = channel / 255;
  return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
}

export function fromLinear(linear: number): number {
  const c = Math.min(1, Math.max(0, linear));
  return 255 * (c <= 0.0031308 ? 12.92 * c : 1.055 * c ** (1 / 2.4) - 0.055);
}

function mix(from: Rgb, to: Rgb, t: number): Rgb {
  const a = toOklab(from);
  const b = toOklab(to);
  return fromOklab([a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t, a[2] + (b[2] - a[2]) * t]);
}

type Lab = readonly [lightness: number, greenRed: number, blueYellow: number];

/** Björn Ottosson, "A perceptual color space for image processing" (2020). */
export function toOklab(colour: Rgb): Lab {
  const [r, g, b] = colour.map(toLinear) as [number, number, number];
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

function fromOklab([lightness, a, b]: Lab): Rgb {
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    fromLinear(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    fromLinear(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    fromLinear(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  ];
}
