/**
 * A capability of a stack; a scenario that needs a missing one is refused, never skipped.
 *
 * @remarks `restart-policy`: something other than the harness brings a crashed component back. `limit`: components have
 * limits of memory, CPU and processes. `own-temporal`: Temporal's server is a component, and no one else uses it.
 * `temporal-database`: so is its database. `own-supabase`: Supabase's API and its database are components. `tls`: workers
 * have certificates of the run, since everything that can speaks TLS; a scenario that needs it is run with TLS. `fleets`:
 * workers may be of several programs, as `fleets` of the configuration names them.
 */
export type Capability =
  | 'kill'
  | 'pause'
  | 'disconnect'
  | 'toxics'
  | 'hold-calls'
  | 'own-temporal'
  | 'own-supabase'
  | 'tls'
  | 'fleets'
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
    capabilities: [
      'kill',
      'pause',
      'disconnect',
      'toxics',
      'hold-calls',
      'own-temporal',
      'own-supabase',
      'tls',
      'fleets',
    ],
  },
  docker: {
    servers: ['temporal', 'postgresql', 'supabase-db', 'supabase', 'toxiproxy', 'outside-world'],
    capabilities: [
      'kill',
      'pause',
      'disconnect',
      'toxics',
      'hold-calls',
      'own-temporal',
      'own-supabase',
      'tls',
      'restart-policy',
      'limit',
      'temporal-database',
    ],
  },
};

/** Which servers of a run exist already, so that it starts none in their place. */
export interface Existing {
  readonly supabase: boolean;
  readonly temporal: boolean;
}

/** The capabilities of a stack, with its servers or with existing ones in their place; left out: with its servers. */
export function capabilitiesOf(
  stack: StackName,
  { supabase, temporal }: Existing = { supabase: false, temporal: false },
): readonly Capability[] {
  const lost: readonly Capability[] = [
    ...(supabase ? (['own-supabase'] as const) : []),
    ...(temporal ? (['own-temporal', 'temporal-database'] as const) : []),
  ];
  return stacks[stack].capabilities.filter((capability) => !lost.includes(capability));
}
