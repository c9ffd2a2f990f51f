import { list, number, record, text } from '../../validate';
import { codec, type PlaygroundSettings } from './settings';
import type { Weights } from '../../frame/experiment.svelte';
import type { Curves, PlaygroundView } from './lab.gen';

const KIND = 'neurarium playground';

const readFile = record({ kind: text, settings: text, epoch: number, weights: list(number) });

/** An experiment as a file: what the address holds, and the weights as they are now. */
export function writeExperiment(settings: PlaygroundSettings, { frame }: PlaygroundView): string {
  const weights = Array.from(frame.theta.data, (weight) => Number(weight.toPrecision(9)));
  const kept = { kind: KIND, settings: codec.encode(settings), epoch: frame.epoch, weights };
  return `${JSON.stringify(kept, undefined, 1)}\n`;
}

/** undefined: this is no such file. */
export function readExperiment(
  content: string,
): { settings: PlaygroundSettings; weights: Weights } | undefined {
  try {
    const { kind, settings, epoch, weights } = readFile(JSON.parse(content));
    if (kind !== KIND || !Number.isInteger(epoch) || epoch < 0 || !weights.every(Number.isFinite))
      return undefined;
    const data = Float32Array.from(weights);
    return {
      settings: codec.decode(`#${settings}`),
      weights: { epoch, theta: { dtype: '<f4', shape: [data.length], data } },
    };
  } catch {
    return undefined;
  }
}

/** The losses as a table for a spreadsheet. */
export function lossesCsv(curves: Curves): string {
  const names = ['epoch', 'train_loss', 'test_loss', 'train_accuracy', 'test_accuracy'] as const;
  const rows = Array.from(curves.epoch.data, (_, i) =>
    names.map((name) => curves[name].data[i] ?? '').map((value) => (Number.isNaN(value) ? '' : value)),
  );
  return [names, ...rows].map((row) => row.join(',')).join('\n') + '\n';
}
