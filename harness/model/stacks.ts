/**
 * A capability of a stack; a scenario that needs a missing one is refused, never skipped.
 *
 * @remarks `restart-policy`: something other than the harness brings a crashed component back. `limit`: components have
 * limits of memory, CPU and processes. `temporal-database`: Temporal's own database is a component. `own-supabase`:
 * Supabase's API and its database are components. `tls`: workers have certificates of the run, since everything that can
 * speaks TLS; a scenario that needs it is run with TLS.
 */
export type Capability =
  | 'kill'
  | 'pause'
  | 'disconnect'
  | 'toxics'
  | 'hold-calls'
  | 'own-supabase'
  | 'tls'
  | 'restart-policy'
  | 'limit'
  | 'temporal-database';

/** The place where a system runs: processes on this machine, or containers. */
export type StackName = 'embedded' | 'docker';

/** A server of a stack; its name is that of its component. */
export type ServerComponent =
  | 'temporal'
  | 'postgresql'
  | 'supabase'
  | 'supabase-db'
  | 'toxiproxy'
  | 'outside-world'
  | 'api';

/**
 * The parts and capabilities of each stack, known before one is started. Workers come on top, as many as the
 * plan says, and the system's API if the plan asks it.
 */
export const stacks: Readonly<
  Record<StackName, { readonly servers: readonly ServerComponent[]; readonly capabilities: readonly Capability[] }>
> = {
  embedded: {
    servers: ['temporal', 'supabase-db', 'supabase', 'toxiproxy', 'outside-world'],
    capabilities: ['kill', 'pause', 'disconnect', 'toxics', 'hold-calls', 'own-supabase', 'tls'],
  },
  docker: {
    servers: ['temporal', 'postgresql', 'supabase-db', 'supabase', 'toxiproxy', 'outside-world'],
    capabilities: [
      'kill',
      'pause',
      'disconnect',
      'toxics',
      'hold-calls',
      'own-supabase',
      'tls',
      'restart-policy',
      'limit',
      'temporal-database',
    ],
  },
};

/** The capabilities of a stack, with its local Supabase or with a hosted one in its place. */
export function capabilitiesOf(stack: StackName, hostedSupabase: boolean): readonly Capability[] {
  const { capabilities } = stacks[stack];
  return hostedSupabase ? capabilities.filter((capability) => capability !== 'own-supabase') : capabilities;
}
