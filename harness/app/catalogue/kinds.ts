import type { Fault } from '../../model/fault.ts';

/** The kinds that faults and scenarios are listed by, in their order. */
export const kinds = [
  'workers',
  'links',
  'Temporal',
  'Supabase',
  'services',
  'API',
  'clients alone',
  'not planned',
] as const;

/** What a fault or a scenario is about. */
export type Kind = (typeof kinds)[number];

const victims: Readonly<Record<Fault['victim'], Kind>> = {
  worker: 'workers',
  temporal: 'Temporal',
  postgresql: 'Temporal',
  supabase: 'Supabase',
  'supabase-db': 'Supabase',
  service: 'services',
  'outside-world': 'services',
  api: 'API',
  toxiproxy: 'links',
  any: 'services',
};

/** The kind of a fault: links, or by the component that it strikes. */
export function kindOfFault({ strikes, victim }: Pick<Fault, 'strikes' | 'victim'>): Kind {
  return strikes === 'link' ? 'links' : victims[victim];
}

/** Things by their kind, in the order of the kinds; without those that have none. */
export function byKind<T extends { readonly kind: Kind }>(
  all: readonly T[],
): readonly (readonly [Kind, readonly T[]])[] {
  return kinds.flatMap((kind) => {
    const ours = all.filter((one) => one.kind === kind);
    return ours.length === 0 ? [] : [[kind, ours] as const];
  });
}
