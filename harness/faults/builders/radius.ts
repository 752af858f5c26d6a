import { type BlastRadius, radiusOfTarget } from '../../model/blast-radius.ts';
import type { Target } from '../../model/stack.ts';
import type { ServerComponent } from '../../model/stacks.ts';

/** The blast radius of a fault of a worker: that worker, with its links. */
export function workerRadius({ component }: Target): BlastRadius {
  return radiusOfTarget(component, null);
}

/** The links that lead to and from each server; a server without any is reached by no known link. */
const linksOf: Readonly<Partial<Record<ServerComponent, readonly string[]>>> = {
  temporal: ['temporal@*', 'database@temporal'],
  postgresql: ['database@temporal'],
  supabase: ['supabase@*', 'database@supabase'],
  'supabase-db': ['database@supabase', 'database@worker-*'],
  'outside-world': ['outside@*'],
  api: ['temporal@api', 'supabase@api'],
};

/** The blast radius of a fault of a service: it, and every worker's link to it. */
export function serviceRadius({ component }: Target): BlastRadius {
  return { components: [component], links: [`${component}@*`] };
}

/**
 * The blast radius of a fault of a server: it, the servers that can't do without it, and every link that leads to one
 * of them.
 *
 * @remarks Workers are never within: they must outlive every fault of a server.
 */
export function serverRadius(server: ServerComponent, dependents: readonly ServerComponent[] = []): BlastRadius {
  const components = [server, ...dependents];
  return { components, links: [...new Set(components.flatMap((name) => linksOf[name] ?? []))] };
}
