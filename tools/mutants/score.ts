import type { Seen } from './place.ts';

/** What came of one mutant. */
export interface MutantResult {
  readonly id: string;
  readonly class: string;
  readonly of: 'subject' | 'harness';
  /** The harm that it does, in a sentence. */
  readonly expected: string;
  /** `not-planted`: the text that it replaces is not in its file exactly once, so nothing was tried. */
  readonly outcome: Seen['outcome'] | 'not-planted';
  /** Why it is known to survive. */
  readonly survives?: string;
  /** Every look, in order. */
  readonly seen: readonly Seen[];
  readonly tookMs: number;
}

/** What `npm run mutants --json` prints. */
export interface Score {
  readonly results: readonly MutantResult[];
  readonly classes: readonly ClassScore[];
  readonly goals: readonly Goal[];
}

/** How many mutants of a class were caught. */
export interface ClassScore {
  readonly class: string;
  readonly of: MutantResult['of'];
  readonly caught: number;
  readonly tried: number;
}

/** A share that is wanted, and the share that was reached. */
export interface Goal {
  readonly goal: string;
  /** From 0 to 1. */
  readonly wanted: number;
  readonly caught: number;
  readonly tried: number;
  readonly met: boolean;
}

/** What is counted of a mutant. */
export type Counted = Pick<MutantResult, 'class' | 'of' | 'outcome'>;

/** The scores by class, those of the system under test first. */
export function scoresOf(results: readonly Counted[]): readonly ClassScore[] {
  const groups = Map.groupBy(results, (result) => `${result.of === 'subject' ? 0 : 1} ${result.class}`);
  return [...groups.entries()]
    .toSorted(([a], [b]) => a.localeCompare(b))
    .flatMap(([, group]) => {
      const [first] = group;
      return first === undefined ? [] : [{ class: first.class, of: first.of, ...counted(group) }];
    });
}

/** The goals: those of which no mutant was tried are left out. */
export function goalsOf(results: readonly Counted[]): readonly Goal[] {
  const subject = results.filter((result) => result.of === 'subject');
  const harness = results.filter((result) => result.of === 'harness');
  const gravest = subject.filter((result) => /lost|doubled/.test(result.class));
  return [
    { goal: 'of the system under test', wanted: 0.95, ...counted(subject) },
    { goal: 'of the system under test, lost and doubled', wanted: 1, ...counted(gravest) },
    { goal: 'of the harness', wanted: 1, ...counted(harness) },
  ]
    .filter(({ tried }) => tried > 0)
    .map((goal) => ({ ...goal, met: goal.caught >= goal.wanted * goal.tried }));
}

function counted(results: readonly Counted[]): { readonly caught: number; readonly tried: number } {
  return { caught: results.filter(({ outcome }) => outcome === 'caught').length, tried: results.length };
}

/** A share in words: `38 of 40 (95 %)`. */
export function share({ caught, tried }: { readonly caught: number; readonly tried: number }): string {
  return `${caught} of ${tried} (${Math.round((100 * caught) / tried)} %)`;
}
