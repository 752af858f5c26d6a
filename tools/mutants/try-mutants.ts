import { Control } from './control.ts';
import { looksOf } from './default-looks.ts';
import { lookFor } from './look-for.ts';
import { classOf, isOfHarness, type Look, type Mutant } from './mutant.ts';
import { nothingFound, type Place, type Seen } from './place.ts';
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
  const control = new Control(intact.folder, trial.signal);
  const work = async (): Promise<void> => {
    await using bench = await Workbench.of(trial.projectFolder);
    for (let mutant = waiting.shift(); mutant !== undefined; mutant = waiting.shift()) {
      const result = await tryMutant(mutant, bench, control);
      results.push(result);
      trial.tried(result);
    }
  };
  await Promise.all(Array.from({ length: Math.min(trial.jobs, mutants.length) }, () => work()));
  return mutants.flatMap(({ id }) => results.filter((result) => result.id === id));
}

async function tryMutant(mutant: Mutant, bench: Workbench, control: Control): Promise<MutantResult> {
  const startMs = performance.now();
  const looks = looksOf(mutant);
  const place = control.place(bench.folder);
  const seen = (await bench.with(mutant, () => lookUntilCaught(looks, place, control))) ?? [];
  return {
    id: mutant.id,
    class: classOf(mutant),
    of: isOfHarness(mutant) ? 'harness' : 'subject',
    expected: mutant.expected,
    ...(mutant.survives === undefined ? {} : { survives: mutant.survives }),
    outcome: outcomeOf(seen),
    seen,
    tookMs: performance.now() - startMs,
  };
}

async function lookUntilCaught(looks: readonly Look[], place: Place, control: Control): Promise<readonly Seen[]> {
  const seen: Seen[] = [];
  for (const look of looks) {
    const one = await lookFor(look, place);
    const held = one.outcome === 'caught' ? heldAgainst(await control.look(look), one) : one;
    seen.push(held);
    if (held.outcome === 'caught') break;
  }
  return seen;
}

/** A look that finds fault with the intact project proves nothing of a mutant. */
function heldAgainst({ where, outcome, why }: Seen, caught: Seen): Seen {
  return outcome === 'survived'
    ? caught
    : nothingFound(where, 'failed', `the intact project is not valid there: ${why}`);
}

/** The best of what the looks saw; nothing was seen of a mutant that could not be planted. */
function outcomeOf(seen: readonly Seen[]): MutantResult['outcome'] {
  const best = (['caught', 'by-accident', 'unproved', 'failed', 'survived'] as const).find((outcome) =>
    seen.some((one) => one.outcome === outcome),
  );
  return best ?? 'not-planted';
}
