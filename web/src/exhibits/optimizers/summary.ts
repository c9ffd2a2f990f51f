import type { Words } from './en';
import type { Frames, OptimizersView } from './lab.gen';
import { RACERS, type PageSettings, type Racer } from './settings';
import { ranked, stateOf } from './standing';
import { lossText } from './written';

/** Two or three sentences on the race as it stands at a step. */
export function sentences(
  view: OptimizersView,
  frames: Frames,
  settings: PageSettings,
  step: number,
  words: Words,
): string {
  const { see } = words;
  const shown = RACERS.filter((name) => settings.racers.includes(name));
  if (step === 0) return see.start(shown.length, lossText(view.start_loss));
  const [first] = ranked(frames, shown, step);
  const list = (racers: readonly Racer[]): string =>
    racers.map((name) => words.names[name]).join(words.comma);
  const gone = shown.filter((name) => stateOf(frames, name, step).diverged !== undefined);
  const said: string[] = [];
  if (first !== undefined) {
    const { finished, loss } = stateOf(frames, first, step);
    said.push(
      finished === undefined
        ? see.leads(
            list(shown.filter((name) => stateOf(frames, name, step).loss === loss)),
            step,
            lossText(loss),
          )
        : see.first(
            list(shown.filter((name) => stateOf(frames, name, step).finished === finished)),
            finished,
          ),
    );
    const arrived = shown.filter((name) => stateOf(frames, name, step).finished !== undefined).length;
    if (arrived > 1) said.push(see.arrived(arrived, shown.length));
  }
  if (gone.length > 0) said.push(see.gone(list(gone)));
  return said.join(words.gap);
}
