import { HarnessError } from '../errors.ts';
import { choosesIds } from '../model/as-started.ts';
import { expectationsOf } from '../model/compared-items.ts';
import type { ChaosConfig } from '../model/config.ts';
import { keyOfRow } from '../model/expected-row.ts';
import { type HostedSupabase, hostOf, markOf } from '../model/hosted-supabase.ts';
import { markPlan } from '../model/mark-plan.ts';
import type { Plan } from '../model/plan.ts';
import type { SubjectTable } from '../model/subject-books.ts';

/** A Supabase that the user names, to be used instead of one that the run starts. */
export type NamedSupabase = Pick<HostedSupabase, 'url' | 'key'>;

/** The part of a head line that names the Supabase of a run, after the stack; empty if the run starts its Supabase. */
export function describeSupabase(named: NamedSupabase | null): string {
  return named === null ? '' : ` · hosted Supabase at ${hostOf(named)}`;
}

/** The servers of a run that exist already, and the run. */
export interface Elsewhere {
  readonly runId: string;
  /** Null: the run starts its Supabase. */
  readonly named: NamedSupabase | null;
  /** Whether its Temporal exists already. */
  readonly existingTemporal: boolean;
}

/**
 * A plan as one run carries it out: on a hosted Supabase and on an existing Temporal its workflow ids carry the run's mark.
 *
 * @throws HarnessError CHAOS_BAD_PLAN if a row is expected under a key without it, or if a program chooses other ids
 */
export function ownPlan(
  config: ChaosConfig,
  plan: Plan,
  { runId, named, existingTemporal }: Elsewhere,
): { readonly plan: Plan; readonly hosted?: HostedSupabase } {
  if (named === null && !existingTemporal) return { plan };
  refuseChosenIds(plan);
  const mark = markOf(runId);
  const own = markPlan(plan, mark);
  if (named === null) return { plan: own };
  refuseForeignRows(own, mark);
  return { plan: own, hosted: hostedFor(config, config.subjects[plan.subject]?.tables ?? [], { named, mark }) };
}

/** By an id without the mark nothing tells whose a workflow is. Those of a schedule begin with its id, which has it. */
function refuseChosenIds({ workload }: Pick<Plan, 'workload'>): void {
  const job = workload.find((one) => one.bySchedule === undefined && choosesIds(one));
  if (job === undefined) return;
  const sentence = `The program that starts ${job.workflowId} chooses its ids, so they don't begin with the mark of the run.`;
  const advice = 'Pass it {workflowId} and leave out `idPattern`, or let the stack start its servers.';
  throw new HarnessError('CHAOS_BAD_PLAN', `${sentence} ${advice}`);
}

/** A hosted Supabase with what a run calls its own in it: checkpoints, and the tables that are read or written besides. */
export function hostedFor(
  { books: { checkpoints } }: Pick<ChaosConfig, 'books'>,
  tables: readonly SubjectTable[],
  { named, mark }: { readonly named: NamedSupabase; readonly mark: string },
): HostedSupabase {
  const written = checkpoints === undefined ? [] : [{ table: checkpoints.table, key: 'workflow_id' }];
  const read = tables.map(({ table, key }) => ({ table, key }));
  const all = [...written, ...(checkpoints?.alsoWritten ?? []), ...read];
  return { ...named, mark, tables: [...new Map(all.map((one) => [one.table, one])).values()] };
}

/**
 * Refuses rows of other keys: they may be of another run, so they are neither read nor removed.
 *
 * @throws HarnessError CHAOS_BAD_PLAN
 */
export function refuseForeignRows({ workload }: Pick<Plan, 'workload'>, mark: string): void {
  for (const job of workload) {
    const { workflowId } = job;
    for (const row of expectationsOf(job).flatMap(({ rows = [] }) => rows)) {
      if (keyOfRow(row, workflowId).startsWith(mark)) continue;
      const sentence = `On a hosted Supabase, the key of an expected row must begin with a workflow id, but ${workflowId.slice(mark.length)} expects one of ${row.table} under "${row.key}".`;
      throw new HarnessError('CHAOS_BAD_PLAN', `${sentence} Let the stack start its Supabase, or change the key.`);
    }
  }
}

/**
 * Refuses a Supabase that can't be reached by TLS, if everything is to speak it.
 *
 * @throws HarnessError CHAOS_USAGE
 */
export function refuseWithoutTls(named: NamedSupabase | null, tls: boolean): void {
  if (!tls || named === null || named.url.startsWith('https:')) return;
  const sentence = `With --tls, SUPABASE_URL must be an https URL, but it is ${named.url}.`;
  throw new HarnessError('CHAOS_USAGE', `${sentence} Correct it, or leave out --tls.`);
}
