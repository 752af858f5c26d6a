import { z } from 'zod';
import type { ComparableItem } from './as-without-fault.ts';
import type { Finding } from './check.ts';
import { isCompared } from './compared-items.ts';
import { count } from './count.ts';
import type { Job, Plan } from './plan.ts';
import type { KeptBooks } from './references-entry.ts';

/** Where an expectation comes from: the plan, runs without a fault, or what the system itself has set or recorded. */
const sources = ['given', 'references', 'system', 'not-judged'] as const;

/** Schema of a {@link JudgedExpectation}. */
export const judgedExpectationSchema = z.strictObject({
  /** Such as `completion`, `effects` or `rows`. */
  of: z.string(),
  from: z.enum(sources),
  /** How much of it is given, such as `3 of 10 workflows`; left out: all. */
  share: z.string().optional(),
});
/** One thing that a verdict may cover, and the source of what was expected of it. */
export type JudgedExpectation = z.infer<typeof judgedExpectationSchema>;

/** Something that a plan may give for its jobs. */
interface Aspect {
  readonly of: string;
  /** The check that judges it. */
  readonly check: string;
  /** Without it, the check goes by what the system itself has set or recorded. */
  readonly bySystem?: true;
  /** References say it too: the item of an expectation that may be as without a fault, and the check that then judges it. */
  readonly compared?: { readonly item: ComparableItem; readonly check: string };
  /** How many of its units are given in a job, and how many there are; a job without units asks for nothing. */
  units(job: Job): { readonly given: number; readonly all: number };
  readonly unit?: string;
  /** If one job gives some, the others rightly have none. */
  readonly noneIsGiven?: true;
  /** What of it a job gives, where it may leave out some: types of activities, tables. */
  readonly named?: { readonly what: string; names(job: Job): readonly string[] };
}

const whether = (isGiven: boolean): { readonly given: number; readonly all: number } => {
  return { given: isGiven ? 1 : 0, all: 1 };
};
const some = (list: readonly unknown[] | undefined): boolean => (list ?? []).length > 0;

const aspects: readonly Aspect[] = [
  {
    of: 'completion',
    check: 'every-workflow-completes',
    compared: { item: 'end', check: 'every-workflow-completes' },
    units: ({ expect }) => whether(!isCompared(expect, 'end')),
  },
  {
    of: 'results',
    check: 'every-workflow-completes',
    compared: { item: 'result', check: 'end-state-as-without-fault' },
    units: ({ expect: { end, result } }) => (end === 'completed' ? whether(result !== undefined) : noUnit),
  },
  {
    of: 'reasons of failures',
    check: 'every-workflow-completes',
    units: ({ expect: { end, failure } }) => (end === 'failed' ? whether(failure !== undefined) : noUnit),
  },
  {
    of: 'checkpoints',
    check: 'checkpoints-match-history',
    compared: { item: 'checkpoints', check: 'work-done-as-without-fault' },
    units: ({ expect }) => whether(some(expect.checkpoints)),
    noneIsGiven: true,
  },
  {
    of: 'effects',
    check: 'side-effects-once',
    compared: { item: 'effects', check: 'work-done-as-without-fault' },
    units: ({ expect }) => whether(some(expect.effects)),
    noneIsGiven: true,
  },
  {
    of: 'payloads',
    check: 'side-effects-once',
    // What is sent is compared with the values of activities.
    compared: { item: 'effects', check: 'values-as-without-fault' },
    units: ({ expect: { effects } }) => {
      return { given: effects.filter(({ payload }) => payload !== undefined).length, all: effects.length };
    },
    unit: 'effect',
  },
  {
    of: 'values',
    check: 'values-as-expected',
    compared: { item: 'activities', check: 'values-as-without-fault' },
    units: ({ expect }) => whether(some(expect.activities)),
    named: { what: 'activity type', names: ({ expect }) => (expect.activities ?? []).map(({ type }) => type) },
  },
  {
    of: 'rows',
    check: 'rows-as-expected',
    compared: { item: 'rows', check: 'end-state-as-without-fault' },
    units: ({ expect }) => whether(some(expect.rows)),
    named: { what: 'table', names: ({ expect }) => (expect.rows ?? []).map(({ table }) => table) },
  },
  { of: 'progress', check: 'progress-resumed', units: ({ expect }) => whether(some(expect.progress)) },
  { of: 'order', check: 'effects-in-causal-order', bySystem: true, units: ({ expect }) => whether(some(expect.order)) },
  { of: 'timers', check: 'timers-as-expected', bySystem: true, units: ({ expect }) => whether(some(expect.timers)) },
];

/** The checks that judge expectations. */
export const checksOfExpectations: ReadonlySet<string> = new Set([
  ...aspects.flatMap(({ check, compared }) => [check, ...(compared === undefined ? [] : [compared.check])]),
  'recovers-within-bound',
]);

const noUnit = { given: 0, all: 0 } as const;

/** What is known beside the jobs. */
export interface JudgedBy {
  /** Whether a check has judged. */
  readonly hasJudged: (check: string) => boolean;
  /** Whether each job is compared with references, as at a crash point, and whether these say something of an aspect. */
  readonly inReferences?: (aspect: string) => boolean;
  /** The books that were compared with references, if they are known: one that a subject lacks says nothing. */
  readonly keeps?: KeptBooks | undefined;
}

/** What a verdict covers of each aspect, and where the expectations come from. */
export function judgedExpectations(
  { workload, recoverWithinMs }: Pick<Plan, 'workload' | 'recoverWithinMs'>,
  by: JudgedBy,
): JudgedExpectation[] {
  const ofJobs = aspects.flatMap((aspect) => expectationOf(aspect, workload, by));
  const recovery = by.hasJudged('recovers-within-bound') ? (recoverWithinMs === undefined ? 'system' : 'given') : null;
  return [...ofJobs, { of: 'recovery', from: recovery ?? 'not-judged' }];
}

/** What the findings of a run cover: a check that could not tell has not judged. */
export function judgedByFindings(findings: readonly Pick<Finding, 'check' | 'verdict'>[], keeps?: KeptBooks): JudgedBy {
  const judged = new Set(findings.flatMap(({ check, verdict }) => (verdict === 'unknown' ? [] : [check])));
  return { hasJudged: (check) => judged.has(check), keeps };
}

function expectationOf(aspect: Aspect, jobs: readonly Job[], by: JudgedBy): readonly JudgedExpectation[] {
  const { of, check, bySystem, unit = 'workflow' } = aspect;
  const units = jobs.map((job) => ({ job, ...aspect.units(job) }));
  const all = sum(units, (one) => one.all);
  const given = by.hasJudged(check) ? sum(units, (one) => one.given) : 0;
  if (all === 0) return [];
  const names = new Set(given === 0 ? [] : jobs.flatMap((job) => aspect.named?.names(job) ?? []));
  const referred = units.filter(({ job, given: some }) => some === 0 && isReferred(aspect, job, by));
  const left = units.filter((one) => !referred.includes(one));
  const isRestGiven = given === sum(left, (one) => one.all) || (aspect.noneIsGiven === true && given > 0);
  const compared = sum(referred, (one) => one.all);
  const isBySystem = bySystem === true && by.hasJudged(check);
  const shareOf = (some: number, isWhole: boolean): readonly string[] =>
    isWhole ? [] : [`${some} of ${count(all, unit)}`];
  const kinds = names.size === 0 ? [] : [count(names.size, aspect.named?.what ?? '')];
  const shares = [
    { from: 'given', some: given, share: [...kinds, ...shareOf(given, isRestGiven && compared === 0)] },
    // What is compared is the rest, unless something is left of it.
    { from: 'references', some: compared, share: shareOf(compared, isRestGiven || given === all) },
    { from: isBySystem ? 'system' : 'not-judged', some: isRestGiven ? 0 : 1, share: [] },
  ] as const;
  return shares
    .filter(({ some }) => some > 0)
    .map(({ from, share }) => (share.length === 0 ? { of, from } : { of, from, share: share.join(' in ') }));
}

/** Whether what a job expects is that of its references. */
function isReferred({ of, compared }: Aspect, { expect }: Job, by: JudgedBy): boolean {
  if (compared === undefined) return false;
  if (by.inReferences !== undefined) return by.inReferences(of);
  return isCompared(expect, compared.item) && by.hasJudged(compared.check) && isKept(compared.item, by.keeps);
}

/** Whether the book of an item was there to be compared; older evidence doesn't say. */
function isKept(item: ComparableItem, keeps: KeptBooks | undefined): boolean {
  if (keeps === undefined) return true;
  const books: Partial<Record<ComparableItem, boolean>> = { ...keeps, rows: (keeps.tables ?? []).length > 0 };
  return books[item] ?? true;
}

function sum<T>(items: readonly T[], numberOf: (item: T) => number): number {
  return items.reduce((total, item) => total + numberOf(item), 0);
}
