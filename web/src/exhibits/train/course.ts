import { computedBy, sourceOf } from '../../components/computed';
import type { Explanation } from '../../components/explanation';
import { texCount } from '../../components/scores';
import { printedSignificant, stated, sum } from '../../lib/equation';
import { asTex, grouped } from '../../lib/format';
import type { Words } from './en';
import type { Plan, RunView } from './lab.gen';
import { isOver } from './watch.svelte';

/** How many images are learned from in an epoch, and how many are held back. */
export function imageNumbers(plan: Plan, words: Words): { images: Explanation; heldBack: Explanation } {
  const { limit, validation } = plan.settings;
  const behind = computedBy(plan.computed['images'], { mark: 'wanted =' });
  const sign = Math.abs(limit * validation - plan.held_back) < 1e-9 ? '=' : '≈';
  return {
    images: {
      name: words.imagesName,
      value: grouped(plan.images),
      formula: 'n = N - \\operatorname{round}(v N)',
      now: `n = ${texCount(limit)} - ${texCount(plan.held_back)} = ${texCount(plan.images)}`,
      ...behind,
    },
    heldBack: {
      name: words.heldBackName,
      value: grouped(plan.held_back),
      formula: '\\operatorname{round}(v N)',
      now: `${validation} \\times ${texCount(limit)} ${sign} ${texCount(plan.held_back)}`,
      ...behind,
    },
  };
}

/** How many steps an epoch has. */
export function stepsNumber(plan: Plan, words: Words): Explanation {
  const batch = Math.min(plan.settings.batch_size, plan.images);
  return {
    name: words.stepsName,
    value: grouped(plan.steps_per_epoch),
    formula: '\\left\\lceil \\frac{n}{m} \\right\\rceil',
    now:
      `\\left\\lceil \\frac{${texCount(plan.images)}}{${texCount(batch)}} \\right\\rceil = ` +
      `${texCount(plan.steps_per_epoch)}`,
    ...computedBy(plan.computed['steps'], { places: { batch } }),
  };
}

/** Which epoch a run is in; of one that is over, how many it has had. */
export function epochNumber(run: RunView, words: Words): Explanation {
  const { plan } = run;
  const { epochs, batch_size } = plan.settings;
  const going = isOver(run) ? 0 : 1;
  const done = Math.floor(run.passes + 1e-9);
  const epoch = Math.min(epochs, done + going);
  const next = going && epoch > done ? ' + 1' : '';
  return {
    name: words.curves.x,
    value: grouped(epoch),
    formula: `\\left\\lfloor \\frac{s}{\\lceil n / m \\rceil} \\right\\rfloor${next}`,
    now:
      `\\left\\lfloor \\frac{${texCount(run.step)}}{${texCount(plan.steps_per_epoch)}} ` +
      `\\right\\rfloor${next} = ${texCount(epoch)}`,
    ...computedBy(plan.computed['epoch'], { places: { batch: batch_size, epochs } }),
    sources: [sourceOf(plan.computed['epoch']), sourceOf(plan.computed['steps'])],
  };
}

/** How many steps a run has taken: whole epochs, and those of the one that it is in. */
export function stepNumber({ plan, step }: RunView, words: Words): Explanation {
  const each = plan.steps_per_epoch;
  return {
    name: words.stepName,
    value: grouped(step),
    formula: 's = e \\left\\lceil \\frac{n}{m} \\right\\rceil + k',
    now: `s = ${Math.floor(step / each)} \\times ${texCount(each)} + ${step % each} = ${texCount(step)}`,
    ...computedBy(plan.computed['steps_done'], { mark: 'self._take' }),
  };
}

/** How many images a second the steps look at. */
export function paceNumber({ plan, ...run }: RunView, words: Words): Explanation | undefined {
  if (run.steps_per_second === null || run.images_per_second === null) return undefined;
  const batch = Math.min(plan.settings.batch_size, run.images ?? plan.images);
  const { parts, sign, result } = printedSignificant(
    { parts: [run.steps_per_second], combine: ([v = 0]) => batch * v, result: run.images_per_second },
    digits(run.images_per_second),
  );
  const shown = Number(result) < 1000 ? result : grouped(Number(result));
  return {
    name: words.speedName,
    value: shown,
    formula: 'm v, \\quad v = \\frac{1}{t}',
    now: `${batch} \\times ${asTex(parts[0] ?? '')} ${sign} ${asTex(shown)}`,
    ...computedBy(plan.computed['images_per_second'], { places: { batch } }),
    sources: [
      sourceOf(plan.computed['images_per_second']),
      sourceOf(plan.computed['seconds'], 'self.seconds_per_step ='),
    ],
  };
}

/** How long a run will still take, as fast as it goes now. */
export function leftNumber({ plan, ...run }: RunView, words: Words): Explanation | undefined {
  if (run.steps_per_second === null || run.seconds_left === null) return undefined;
  const { epochs } = plan.settings;
  const all = epochs * plan.steps_per_epoch;
  const ends = epochs - Math.floor(run.step / plan.steps_per_epoch);
  const { parts, sign, result } = printedSignificant(
    {
      parts: [run.steps_per_second, run.epoch_end_seconds],
      combine: ([v = 0, t = 0]) => (all - run.step) / v + ends * t,
      result: run.seconds_left,
    },
    digits(run.seconds_left),
  );
  const [v = '', t = ''] = parts.map(asTex);
  return {
    name: words.leftName,
    value: time(result, words),
    formula: '\\frac{S - s}{v} + (E - e)\\, t_{\\mathrm{end}}',
    now:
      `\\frac{${texCount(all)} - ${texCount(run.step)}}{${v}} + ${ends} \\times ${t} ` +
      `${sign} ${asTex(result)}${inMinutes(result)}`,
    ...computedBy(plan.computed['seconds_left'], { places: { all, epochs } }),
  };
}

/** How long the steps of a run have taken. */
export function spentNumber({ plan, seconds }: RunView, words: Words): Explanation {
  const {
    parts: [more = ''],
    sign,
    result,
  } = printedSignificant(
    { parts: [seconds], combine: sum, result: seconds },
    digits(seconds),
    digits(seconds) + 2,
  );
  return {
    name: words.spentName,
    value: time(result, words),
    formula: '\\sum_{i=1}^{s} t_i',
    now: `${stated('\\sum_{i=1}^{s} t_i', seconds, more)} ${sign} ${asTex(result)}${inMinutes(result)}`,
    ...computedBy(plan.computed['seconds'], {
      places: { batch: plan.settings.batch_size },
      mark: 'self.seconds +=',
    }),
  };
}

/** So many digits that count as a whole number has; at least two. */
const digits = (value: number): number => Math.max(2, Math.floor(value).toFixed(0).length);

const split = (seconds: number): readonly [number, number] => [Math.floor(seconds / 60), seconds % 60];

/** A printed number of seconds, from a minute on in minutes. */
function time(seconds: string, words: Words): string {
  const [minutes, rest] = split(Number(seconds));
  return minutes === 0 ? words.seconds(seconds) : words.minutes(String(minutes), String(rest));
}

/** The same as TeX, behind the seconds. */
function inMinutes(seconds: string): string {
  const [minutes, rest] = split(Number(seconds));
  return minutes === 0 ? '' : ` = ${minutes} \\times 60 + ${rest}`;
}
