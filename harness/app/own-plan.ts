import { HarnessError } from '../errors.ts';
import type { ChaosConfig } from '../model/config.ts';
import { keyOfRow } from '../model/expected-row.ts';
import { type HostedSupabase, hostOf, markOf } from '../model/hosted-supabase.ts';
import { markPlan } from '../model/mark-plan.ts';
import type { Plan } from '../model/plan.ts';

/** A Supabase that the user names, to be used instead of one that the run starts. */
export type NamedSupabase = Pick<HostedSupabase, 'url' | 'key'>;

/** The part of a head line that names the Supabase of a run, after the stack; empty if the run starts its Supabase. */
export function describeSupabase(named: NamedSupabase | null): string {
  return named === null ? '' : ` · hosted Supabase at ${hostOf(named)}`;
}

/**
 * A plan as one run carries it out: on a hosted Supabase its workflow ids carry the run's mark.
 *
 * @throws HarnessError CHAOS_BAD_PLAN if a row is expected under a key without it
 */
export function ownPlan(
  { books: { checkpoints }, subjects }: ChaosConfig,
  plan: Plan,
  { runId, named }: { readonly runId: string; readonly named: NamedSupabase | null },
): { readonly plan: Plan; readonly hosted?: HostedSupabase } {
  if (named === null) return { plan };
  const mark = markOf(runId);
  const written = checkpoints === undefined ? [] : [{ table: checkpoints.table, key: 'workflow_id' }];
  const read = (subjects[plan.subject]?.tables ?? []).map(({ table, key }) => ({ table, key }));
  const all = [...written, ...(checkpoints?.alsoWritten ?? []), ...read];
  const tables = [...new Map(all.map((one) => [one.table, one])).values()];
  const own = markPlan(plan, mark);
  refuseForeignRows(own, mark);
  return { plan: own, hosted: { ...named, mark, tables } };
}

/** Rows of other keys may be of another run: they are neither read nor removed. */
function refuseForeignRows({ workload }: Plan, mark: string): void {
  for (const { workflowId, expect } of workload) {
    for (const row of expect.rows ?? []) {
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
