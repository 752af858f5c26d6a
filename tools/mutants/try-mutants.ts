import { looksOf } from './default-looks.ts';
import { lookFor, type Seen } from './look-for.ts';
import { classOf, isOfHarness, type Look, type Mutant } from './mutant.ts';
import type { MutantResult } from './score.ts';
import { Workbench } from './workbench.ts';

/** What trying mutants needs beside them. */
export interface Trial {
  readonly projectFolder: string;
  /** How many are tried at once, each in its copy of the project. */
  readonly jobs: number;
  readonly signal: AbortSignal;
  /** Called with each result as it comes. */
  readonly tried: (result: MutantResult) => void;
}

/** Tries every mutant: plants it, looks for it until it is caught, and takes it out. */
export async function tryMutants(mutants: readonly Mutant[], trial: Trial): Promise<readonly MutantResult[]> {
  const waiting = [...mutants];
  const results: MutantResult[] = [];
  await using intact = await Workbench.of(trial.projectFolder);
  const control = controlOf(intact.folder, trial.signal);
  const work = async (): Promise<void> => {
    await using bench = await Workbench.of(trial.projectFolder);
    for (let mutant = waiting.shift(); mutant !== undefined; mutant = waiting.shift()) {
      const result = await tryMutant(mutant, { bench, control, signal: trial.signal });
      results.push(result);
      trial.tried(result);
    }
  };
  await Promise.all(Array.from({ length: Math.min(trial.jobs, mutants.length) }, () => work()));
  return mutants.flatMap(({ id }) => results.filter((result) => result.id === id));
}

/** What a look sees of the intact project; each look is tried once. */
type Control = (look: Look) => Promise<Seen>;

function controlOf(folder: string, signal: AbortSignal): Control {
  const known = new Map<string, Promise<Seen>>();
  return (look) => {
    const key = JSON.stringify(look);
    const seen = known.get(key) ?? lookFor(look, folder, signal);
    known.set(key, seen);
    return seen;
  };
}

interface Bench {
  readonly bench: Workbench;
  readonly control: Control;
  readonly signal: AbortSignal;
}

async function tryMutant(mutant: Mutant, { bench, control, signal }: Bench): Promise<MutantResult> {
  const startMs = performance.now();
  const looks = looksOf(mutant);
  const seen = (await bench.with(mutant, () => lookUntilCaught(looks, bench.folder, signal))) ?? [];
  const catcher = looks[seen.length - 1];
  // A look that finds fault with the intact project proves nothing of a mutant.
  const proved = seen.at(-1)?.outcome !== 'caught' || catcher === undefined ? seen : await held(seen, control(catcher));
  return {
    id: mutant.id,
    class: classOf(mutant),
    of: isOfHarness(mutant) ? 'harness' : 'subject',
    expected: mutant.expected,
    outcome: outcomeOf(proved),
    seen: proved,
    tookMs: performance.now() - startMs,
  };
}

/** The looks, the last of them held against the same look at the intact project. */
async function held(seen: readonly Seen[], control: Promise<Seen>): Promise<readonly Seen[]> {
  const { where, outcome, why } = await control;
  if (outcome === 'survived') return seen;
  return [...seen.slice(0, -1), { where, outcome: 'failed', why: `the intact project is not valid there: ${why}` }];
}

async function lookUntilCaught(looks: readonly Look[], folder: string, signal: AbortSignal): Promise<readonly Seen[]> {
  const seen: Seen[] = [];
  for (const look of looks) {
    const one = await lookFor(look, folder, signal);
    seen.push(one);
    if (one.outcome === 'caught') break;
  }
  return seen;
}

/** The best of what the looks saw; nothing was seen of a mutant that could not be planted. */
function outcomeOf(seen: readonly Seen[]): MutantResult['outcome'] {
  const best = (['caught', 'by-accident', 'unproved', 'failed', 'survived'] as const).find((outcome) =>
    seen.some((one) => one.outcome === outcome),
  );
  return best ?? 'not-planted';
}
