import { clamp } from '../../lib/format';

/** A grid of equal cells that scrolls: which are in sight, and where one lies. */
export interface Layout {
  readonly columns: number;
  readonly rows: number;
  readonly cell: number;
}

export function layoutOf(count: number, width: number, cell: number): Layout {
  const columns = Math.max(1, Math.floor(width / cell));
  return { columns, rows: Math.ceil(count / columns), cell };
}

/** The first position in sight, and the one behind the last. */
export function inSight(
  { columns, cell }: Layout,
  count: number,
  top: number,
  height: number,
): [number, number] {
  const first = Math.max(0, Math.floor(top / cell)) * columns;
  return [Math.min(first, count), Math.min(count, Math.ceil((top + height) / cell) * columns)];
}

/** The position at a point of the grid; undefined beside the cells. */
export function positionAt(
  { columns, cell }: Layout,
  count: number,
  x: number,
  y: number,
): number | undefined {
  const column = Math.floor(x / cell);
  const position = Math.floor(y / cell) * columns + column;
  return column >= 0 && column < columns && position >= 0 && position < count ? position : undefined;
}

/** Where a key leads from a position; undefined: the key is none of the grid's. */
export function moved(
  key: string,
  from: number,
  layout: Layout,
  count: number,
  page: number,
): number | undefined {
  const steps: Readonly<Record<string, number>> = {
    ArrowLeft: -1,
    ArrowRight: 1,
    ArrowUp: -layout.columns,
    ArrowDown: layout.columns,
    PageUp: -layout.columns * page,
    PageDown: layout.columns * page,
    Home: -count,
    End: count,
  };
  const step = steps[key];
  return step === undefined ? undefined : clamp(from + step, 0, count - 1);
}

/** How far the grid must be scrolled so that a row is in sight, from where it is. */
export function scrolledTo(position: number, { columns, cell }: Layout, top: number, height: number): number {
  const start = Math.floor(position / columns) * cell;
  if (start < top) return start;
  return start + cell > top + height ? start + cell - height : top;
}
