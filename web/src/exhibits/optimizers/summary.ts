import { significant } from '../../lib/equation';
import type { Words } from './en';
import type { Frames, OptimizersView } from './lab.gen';
import { RACERS, type PageSettings } from './settings';
import { ranked, stateOf } from './standing';

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
  if (step === 0) return see.start(shown.length, significant(view.start_loss, 3));
  const [first] = ranked(frames, shown, step);
  const gone = shown.filter((name) => stateOf(frames, name, step).diverged !== undefined);
  const said: string[] = [];
  if (first !== undefined) {
    const { finished, loss } = stateOf(frames, first, step);
    said.push(
      finished === undefined
        ? see.leads(words.names[first], step, significant(loss, 3))
        : see.first(
            shown
              .filter((name) => stateOf(frames, name, step).finished === finished)
              .map((name) => words.names[name])
              .join(words.comma),
            finished,
          ),
    );
    const arrived = shown.filter((name) => stateOf(frames, name, step).finished !== undefined).length;
    if (arrived > 1) said.push(see.arrived(arrived, shown.length));
  }
  if (gone.length > 0) said.push(see.gone(gone.map((name) => words.names[name]).join(words.comma)));
  return said.join(words.gap);
}
