import { formatDuration } from '../../model/duration.ts';
import { digestOf, jsonSchema } from '../../model/json.ts';
import { describeMoment } from '../../model/moment.ts';
import { type Plan, planDigest } from '../../model/plan.ts';
import type { Report } from '../../model/report.ts';
import { recoveryOf } from '../batch/summarise-report.ts';

/** A run as it is compared. */
export interface ComparedRun {
  readonly runId: string;
  readonly plan: Plan;
  readonly report: Report;
  /** The missing or incomplete parts of its folder; empty for a whole one. */
  readonly incomplete: readonly string[];
}

/** One fact of two runs. */
export interface RunFact {
  readonly of: 'verdict' | 'checks' | 'landings' | 'recovery' | 'counts' | 'plan' | 'versions';
  readonly name: string;
  /** As text; null: that run has no such thing. */
  readonly first: string | null;
  readonly second: string | null;
  readonly differs: boolean;
}

/** Two runs side by side. */
export interface RunDiff {
  readonly schema: 'durable-chaos/run-diff@1';
  readonly first: { readonly runId: string; readonly incomplete: readonly string[] };
  readonly second: { readonly runId: string; readonly incomplete: readonly string[] };
  /** Whether both ran the very same plan. */
  readonly isSamePlan: boolean;
  /** What differs, then what is the same; each in the order of its parts. */
  readonly facts: readonly RunFact[];
}

/** Compares two runs by plan, verdict, checks, recovery times, counts and versions. Pure. */
export function diffRuns(first: ComparedRun, second: ComparedRun): RunDiff {
  const facts = pairsOf(first, second).map(([of, name, one, other]) => {
    return { of, name, first: one, second: other, differs: one !== other };
  });
  return {
    schema: 'durable-chaos/run-diff@1',
    first: { runId: first.runId, incomplete: first.incomplete },
    second: { runId: second.runId, incomplete: second.incomplete },
    isSamePlan: planDigest(first.plan) === planDigest(second.plan),
    facts: [...facts.filter(({ differs }) => differs), ...facts.filter(({ differs }) => !differs)],
  };
}

type Part = readonly (readonly [name: string, value: string])[];
type Pair = readonly [RunFact['of'], string, string | null, string | null];

const parts: readonly (readonly [RunFact['of'], (run: ComparedRun) => Part])[] = [
  ['verdict', verdictOf],
  ['checks', checksOf],
  ['landings', landingsOf],
  ['recovery', recoveryPart],
  ['counts', ({ report }) => Object.entries(report.counts).map(([name, number]) => [name, String(number)])],
  ['plan', planOf],
  ['versions', ({ report }) => Object.entries(report.versions).map(([name, value]) => [name, textOf(value)])],
];

function pairsOf(first: ComparedRun, second: ComparedRun): readonly Pair[] {
  return parts.flatMap(([of, read]) => {
    const [ours, theirs] = [new Map(read(first)), new Map(read(second))];
    const names = [...new Set([...ours.keys(), ...theirs.keys()])];
    return names.map((name): Pair => [of, name, ours.get(name) ?? null, theirs.get(name) ?? null]);
  });
}

function verdictOf({ report }: ComparedRun): Part {
  const { verdict, interrupted, errors, durationMs, notJudged } = report;
  return [
    ['verdict', verdict],
    ['interrupted', interrupted ? 'yes' : 'no'],
    ['errors', errors.map(({ code }) => code).join(', ') || 'none'],
    ['not judged', notJudged.join('; ') || 'nothing'],
    ['duration', formatDuration(durationMs)],
  ];
}

/** A check that was not judged in one of them is missing there. */
function checksOf({ report }: ComparedRun): Part {
  return report.findings.map(({ check, verdict, kinds = [] }) => {
    const violations = kinds.map(({ violation, count }) => `${count} ${violation}`);
    return [check, [verdict, ...(violations.length === 0 ? [] : [`(${violations.join(', ')})`])].join(' ')];
  });
}

function landingsOf({ report }: ComparedRun): Part {
  return report.landings.map(({ faultId, landed, witnesses }) => {
    const sorts = [...new Set(witnesses.map(({ sort, source }) => `${sort} by ${source}`))].toSorted();
    return [faultId, `${landed ? 'landed' : 'not proved to have landed'}: ${sorts.join(', ') || 'no witness'}`];
  });
}

function recoveryPart({ report }: ComparedRun): Part {
  const recovery = recoveryOf(report);
  if (recovery === null) return [['units', '0']];
  const told = ({ recoveryTimeMs, boundMs }: { recoveryTimeMs: number; boundMs: number }): string =>
    `${formatDuration(recoveryTimeMs)} of ${formatDuration(boundMs)}`;
  return [
    ['units', String(recovery.units)],
    ['slowest', told(recovery.longest)],
    ['nearest to its bound', told(recovery.tightest)],
  ];
}

function planOf({ plan, report }: ComparedRun): Part {
  const { scenario, subject, seed, params, sabotage, workers, workload, schedule, checks, recoverWithinMs } = plan;
  const { hypothesis, runTimeMs, fleets = {}, version = null, references = [] } = plan;
  return [
    ['scenario', scenario],
    ['hypothesis', hypothesis],
    ['subject', subject],
    ['version', version ?? 'that of the configuration'],
    ['seed', String(seed)],
    ['stack', report.stack],
    ...Object.entries(params).map(([name, value]) => [`param ${name}`, textOf(value)] as const),
    ['sabotage', sabotage ?? 'none'],
    ['workers', String(workers)],
    ...Object.entries(fleets).map(([name, number]) => [`workers of ${name}`, String(number)] as const),
    ['workflows', `${workload.length} (${shortDigest(workload)})`],
    ['references', `${references.length} (${shortDigest(references)})`],
    ...schedule.flatMap(faultRows),
    ['limit', formatDuration(runTimeMs)],
    ['bound', recoverWithinMs === undefined ? "the system's own" : formatDuration(recoverWithinMs)],
    ['checks', checks.toSorted().join(', ')],
  ];
}

function faultRows(planned: Plan['schedule'][number]): Part {
  const { id, fault, at, healAfterMs, ...more } = planned;
  const when = `${describeMoment(at)}, healed after ${formatDuration(healAfterMs)}`;
  return [
    [`fault ${id}`, `${fault} at ${when}`],
    ...Object.entries(more).map(([name, value]) => [`fault ${id}, ${name}`, textOf(value)] as const),
  ];
}

function shortDigest(value: unknown): string {
  return digestOf(jsonSchema.parse(value)).slice(0, 8);
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? 'none');
}
