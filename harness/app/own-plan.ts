import { HarnessError } from '../errors.ts';
import type { ChaosConfig } from '../model/config.ts';
import { type HostedSupabase, hostOf, markOf } from '../model/hosted-supabase.ts';
import { markPlan } from '../model/mark-plan.ts';
import type { Plan } from '../model/plan.ts';

/** A Supabase that the user names, to be used instead of one that the run starts. */
export type NamedSupabase = Pick<HostedSupabase, 'url' | 'key'>;

/** The part of a head line that names the Supabase of a run, after the stack; empty if the run starts its Supabase. */
export function describeSupabase(named: NamedSupabase | null): string {
  return named === null ? '' : ` · hosted Supabase at ${hostOf(named)}`;
}

/** A plan as one run carries it out: on a hosted Supabase its workflow ids carry the run's mark. */
export function ownPlan(
  { books: { checkpoints } }: ChaosConfig,
  plan: Plan,
  { runId, named }: { readonly runId: string; readonly named: NamedSupabase | null },
): { readonly plan: Plan; readonly hosted?: HostedSupabase } {
  if (named === null) return { plan };
  const mark = markOf(runId);
  const written = checkpoints === undefined ? [] : [{ table: checkpoints.table, key: 'workflow_id' }];
  const tables = [...written, ...(checkpoints?.alsoWritten ?? [])];
  return { plan: markPlan(plan, mark), hosted: { ...named, mark, tables } };
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
