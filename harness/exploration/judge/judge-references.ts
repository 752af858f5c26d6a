import { isEffectOf, isMemberOf, isRowOf, partOf } from '../../checks/comparison/own-evidence.ts';
import { judgeReferencesBy } from '../../checks/judge.ts';
import type { Finding } from '../../model/check.ts';
import type { Evidence } from '../../model/evidence.ts';
import { PLAN_SCHEMA } from '../../model/plan.ts';
import type { ReferenceCase } from '../points/references.ts';
import type { ExplorationBooks } from './books.ts';
import { asJudged, type JudgingContext, numbered } from './point-evidence.ts';

/** The references of a case, as far as their judgement rests on them. */
export type JudgedReferences = Pick<ReferenceCase, 'name' | 'jobs'>;

/** The references judged by the same checks, case by case: a system that is wrong without a crash is no system to explore. */
export function judgeReferences(
  context: JudgingContext,
  known: readonly JudgedReferences[],
  books: ExplorationBooks,
): readonly Finding[] {
  return known.flatMap((one) => judgeReferencesOf(context, one, books));
}

function judgeReferencesOf(
  context: JudgingContext,
  { name: way, jobs: workload }: JudgedReferences,
  books: ExplorationBooks,
): readonly Finding[] {
  const ids = workload.map(({ workflowId }) => workflowId);
  const members = ids.flatMap((workflowId) => [workflowId, ...(books.families?.of(workflowId) ?? [])]);
  const journal = [...context.baseline, ...members.flatMap((workflowId) => context.parts.own(workflowId))];
  const unique = [...new Map(journal.map((entry) => [entry.sequence, entry])).values()];
  const isMember = (workflowId: string): boolean => ids.some((id) => isMemberOf(id, books.families)(workflowId));
  const evidence: Evidence = {
    ...books,
    plan: referencePlan(context, workload),
    journal: unique.toSorted((a, b) => a.sequence - b.sequence),
    eventHistories: partOf(books.eventHistories, (row) => isMember(row.workflowId)),
    checkpoints: partOf(books.checkpoints, (row) => isMember(row.workflowId)),
    effects: numbered(partOf(books.effects, (line) => ids.some((id) => isEffectOf(id, books.families)(line)))),
    tables: partOf(books.tables, (row) => workload.some((job) => isRowOf(job)(row))),
    replays: partOf(books.replays, (row) => isMember(row.workflowId)),
    components: { state: 'collected', rows: context.stack.lives() },
    landings: [],
    versions: context.versions,
  };
  return context.checks
    .flatMap((check) => judgeReferencesBy(check, evidence) ?? [])
    .map(({ check, summary, ...rest }) => ({
      ...rest,
      check: `${check} (reference)`,
      summary: `Case ${way}, without any strike: ${summary}`,
    }));
}

/** The plan that a reference amounts to: the case's workload, and no fault. */
function referencePlan(context: JudgingContext, workload: ReferenceCase['jobs']): Evidence['plan'] {
  return {
    schema: PLAN_SCHEMA,
    harness: context.versions.harness,
    scenario: `explore-${context.workflow}`,
    hypothesis: 'Without a fault all is well.',
    subject: context.explored.subject,
    seed: context.seed,
    params: {},
    sabotage: context.sabotage,
    workers: 1,
    workload: workload.map(asJudged),
    schedule: [],
    checks: context.checks.map(({ name }) => name),
    runTimeMs: 6e4,
  };
}
