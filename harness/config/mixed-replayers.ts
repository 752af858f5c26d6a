import type { ChaosConfig } from '../model/config.ts';

/** A field of a configuration that is wrong, and the rest of the sentence about it. */
interface WrongField {
  readonly path: readonly string[];
  readonly message: string;
}

/** All variants of `workers` are replayed from bundles, or none is: which code ran would not be known otherwise. */
export function mixedReplayers({
  workers,
  versions = {},
  sabotages,
  fleets = {},
}: Pick<ChaosConfig, 'workers' | 'versions' | 'sabotages' | 'fleets'>): readonly WrongField[] {
  const variants = Object.entries({ versions, sabotages }).flatMap(([part, byName]) =>
    Object.entries(byName)
      .filter(([, variant]) => !('fleet' in variant) || variant.fleet === undefined)
      .map(([name, variant]) => ({ path: [part, name], ...variant })),
  );
  if (workers.replayer === undefined) {
    const own = variants.filter(({ replayer }) => replayer !== undefined);
    return own.map(({ path }) => ({ path: [...path, 'replayer'], message: 'needs `workers.replayer`' }));
  }
  const bundled = [{ path: ['workers'], ...workers }, ...variants].filter(({ bundle }) => (bundle ?? null) !== null);
  const message = 'must be null or left out, because `workers.replayer` replays the event histories';
  const converts = Object.values(fleets).some(({ bundle }) => (bundle ?? null) !== null);
  const converter = {
    path: ['workers', 'dataConverter'],
    message: 'must be left out, because no bundle is replayed: give `dataConverter`',
  };
  return [
    ...bundled.map(({ path }) => ({ path: [...path, 'bundle'], message })),
    ...(workers.dataConverter === undefined || converts ? [] : [converter]),
  ];
}
