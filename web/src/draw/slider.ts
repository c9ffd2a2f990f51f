/** How a slider's position maps to its value: evenly in steps, or along a list of values. */
export interface Track {
  readonly min: number;
  readonly max: number;
  readonly step: number;
  toValue(position: number): number;
  toPosition(value: number): number;
}

export function evenTrack(min: number, max: number, step: number): Track {
  const decimals = decimalsOf(step);
  return {
    min,
    max,
    step,
    toValue: (position) => Number(position.toFixed(decimals)),
    toPosition: (value) => Math.min(max, Math.max(min, value)),
  };
}

/** One stop for each value; a typed value in between sits at the nearest stop. */
export function listTrack(values: readonly number[]): Track {
  return {
    min: 0,
    max: Math.max(0, values.length - 1),
    step: 1,
    toValue: (position) => values[Math.round(position)] ?? 0,
    toPosition: (value) => {
      let best = 0;
      values.forEach((candidate, i) => {
        if (Math.abs(candidate - value) < Math.abs((values[best] ?? Infinity) - value)) best = i;
      });
      return best;
    },
  };
}

export function decimalsOf(step: number): number {
  const [, exponent] = step.toExponential().split('e');
  const [, fraction = ''] = step.toPrecision(12).replace(/0+$/, '').split('.');
  return step < 1 ? Math.max(fraction.length, -Number(exponent)) : fraction.length;
}
