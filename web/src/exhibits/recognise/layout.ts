/**
 * Where everything stands in the picture of the network: the digit,
 * the hidden layers as grids, the ten outputs.
 */
export interface Cell {
  readonly x: number;
  readonly y: number;
}

export interface GridPlace {
  readonly left: number;
  readonly top: number;
  readonly columns: number;
  readonly rows: number;
  readonly cell: number;
  readonly count: number;
}

export interface NetworkPlaces {
  readonly input: GridPlace;
  readonly hidden: readonly GridPlace[];
  readonly output: { readonly x: number; readonly top: number; readonly step: number };
}

const SIDE = 28;
const LARGEST_CELL = 16;
/** Room for the ten outputs: circle, bar, number. */
const OUTPUT_WIDTH = 168;
const TOP = 8;

/**
 * Digit left, outputs right, hidden layers evenly between. On a
 * narrow screen all is smaller, nothing is gone.
 */
export function place(sizes: readonly number[], width: number, height: number): NetworkPlaces {
  const hidden = sizes.slice(1, -1);
  const outputWidth = Math.min(OUTPUT_WIDTH, width * 0.32);
  const inputSide = Math.floor(Math.min(height - 2 * TOP, width * 0.24, 196) / SIDE) * SIDE || SIDE * 2;
  const room = width - inputSide - outputWidth;
  const gap = Math.max(14, (room * 0.5) / (hidden.length + 1));
  const each = hidden.length > 0 ? (room - gap * (hidden.length + 1)) / hidden.length : 0;
  const grids = hidden.map((count, i): GridPlace => {
    const grid = fit(count, each, height - 2 * TOP);
    const middle = inputSide + gap * (i + 1) + each * (i + 0.5);
    return {
      ...grid,
      count,
      left: middle - (grid.columns * grid.cell) / 2,
      top: (height - grid.rows * grid.cell) / 2,
    };
  });
  const step = (height - 2 * TOP) / 10;
  return {
    input: {
      left: 0,
      top: (height - inputSide) / 2,
      columns: SIDE,
      rows: SIDE,
      cell: inputSide / SIDE,
      count: SIDE * SIDE,
    },
    hidden: grids,
    output: { x: width - outputWidth + 14, top: TOP + step / 2, step },
  };
}

/** The largest cells with which `count` of them fit in the box. */
function fit(count: number, width: number, height: number): { columns: number; rows: number; cell: number } {
  let best = { columns: 1, rows: count, cell: 0 };
  for (let columns = 1; columns <= count; columns++) {
    const rows = Math.ceil(count / columns);
    const cell = Math.min(width / columns, height / rows, LARGEST_CELL);
    if (cell > best.cell) best = { columns, rows, cell };
  }
  return { ...best, cell: Math.max(best.cell, 1) };
}

export function middleOf(grid: GridPlace, index: number): Cell {
  const row = Math.floor(index / grid.columns);
  return { x: grid.left + ((index % grid.columns) + 0.5) * grid.cell, y: grid.top + (row + 0.5) * grid.cell };
}

/** The cell under a point, if any. */
export function cellAt(grid: GridPlace, x: number, y: number): number | undefined {
  const column = Math.floor((x - grid.left) / grid.cell);
  const row = Math.floor((y - grid.top) / grid.cell);
  const index = row * grid.columns + column;
  return column >= 0 && column < grid.columns && row >= 0 && index < grid.count ? index : undefined;
}
