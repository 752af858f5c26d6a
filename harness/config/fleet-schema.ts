import { z } from 'zod';
import type { ChaosConfig } from '../model/config.ts';
import type { FleetConfig } from '../model/fleet-config.ts';
import { FLEET_NAME, MAIN_FLEET } from '../model/fleets.ts';
import { byName, call, fields } from './fields.ts';
import { command, environment, replayer, text } from './program-schema.ts';

/** Schema of a further fleet of workers. */
export const fleetSchema: z.ZodType<FleetConfig> = fields<FleetConfig>({
  command,
  taskQueue: text,
  count: z.int().positive().max(100).optional(),
  bundle: command.nullable().optional(),
  replayer: replayer.optional(),
  cwd: text.optional(),
  env: call<NonNullable<FleetConfig['env']>>(environment).optional(),
});

/** Schema of all of them, by name. */
export const fleetsSchema: z.ZodType<NonNullable<ChaosConfig['fleets']>> = byName(fleetSchema);

/** A field that is wrong, and the rest of the sentence about it. */
type WrongField = readonly [path: readonly string[], message: string];

/** What is wrong about fleets beyond their own fields. */
export function issuesOfFleets({
  fleets = {},
  sabotages,
}: Pick<ChaosConfig, 'fleets' | 'sabotages'>): readonly WrongField[] {
  const named = Object.entries(fleets).flatMap(([name, { bundle = null, replayer: own }]): WrongField[] => {
    const issue = issueOfName(name);
    const both = bundle !== null && own !== undefined;
    return [
      ...(issue === null ? [] : [[['fleets', name], issue] as const]),
      ...(both ? [[['fleets', name, 'bundle'], 'must be left out, because `replayer` replays'] as const] : []),
    ];
  });
  const broken = Object.entries(sabotages).flatMap(([name, { fleet, version }]): WrongField[] => {
    if (fleet === undefined) return [];
    const path = ['sabotages', name, 'fleet'];
    if (!Object.hasOwn(fleets, fleet)) return [[path, `is "${fleet}", which is none of \`fleets\``]];
    return version === undefined ? [] : [[path, 'must be left out beside `version`, which is one of `workers`']];
  });
  return [...named, ...broken, ...mixedInFleets({ fleets, sabotages })];
}

/** As the variants of `workers`: a fleet is replayed from bundles, or by replayers, and so are its sabotages. */
function mixedInFleets({ fleets = {}, sabotages }: Pick<ChaosConfig, 'fleets' | 'sabotages'>): readonly WrongField[] {
  return Object.entries(sabotages).flatMap(([name, { fleet = '', bundle = null, replayer: own }]): WrongField[] => {
    if (!Object.hasOwn(fleets, fleet)) return [];
    const which = `\`fleets.${fleet}.replayer\``;
    if (fleets[fleet]?.replayer === undefined)
      return own === undefined ? [] : [[['sabotages', name, 'replayer'], `needs ${which}`]];
    const message = `must be null or left out, because ${which} replays the event histories`;
    return bundle === null ? [] : [[['sabotages', name, 'bundle'], message]];
  });
}

function issueOfName(name: string): string | null {
  if (name === MAIN_FLEET) return 'is the name of the fleet of `workers`, so give it another';
  return FLEET_NAME.test(name) ? null : 'needs a name in lower case, such as "payments"';
}
