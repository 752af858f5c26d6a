import { config } from '../../chaos.config.ts';
import { harnessSabotages } from '../../harness/sabotage/index.ts';
import { isApart } from '../real/bad-input/bad-input.ts';
import { badInputGroups } from '../real/bad-input/index.ts';
import { exampleClaims } from './examples.ts';
import { existingClaims } from './existing-claims.ts';
import { explorings } from './explorings.ts';
import { hostedClaims } from './hosted-claims.ts';
import { hunts, spoilers } from './hunts.ts';
import { interruptions } from './interruptions.ts';
import { moments } from './moments.ts';
import { controlRuns, goodRuns, sabotageRuns } from './scenario-runs.ts';
import type { Tier } from './tier.ts';

/** Something that is proved, and by which command first. */
export interface Proof {
  readonly tier: Tier;
  readonly what: string;
  /** The sabotage that it catches, where it is about one. */
  readonly sabotage: string | null;
}

/** Every sabotage that there is: of the subject and of the rig. */
export const sabotageNames: readonly string[] = [
  ...Object.keys(config.sabotages),
  ...harnessSabotages.map(({ name }) => name),
];

/** What catches a sabotage. */
export const catches: readonly Proof[] = [
  ...sabotageRuns.map(({ tier, sabotage, check, run }) => ({
    tier,
    sabotage,
    what: `${check} under ${run.scenario}${onDocker(run.stack)}`,
  })),
  ...controlRuns.map(({ tier, sabotage, scenario, check, withFault }) => ({
    tier,
    sabotage,
    what: `${check}, control of ${scenario}${onDocker(withFault.stack)}`,
  })),
  ...hunts.map(({ tier, sabotage, way, actions, only }) => ({
    tier,
    sabotage,
    what: `hunt in ${way}, ${actions.join(' and ')}${only === undefined ? '' : ` at ${only}`}`,
  })),
  ...Object.values(explorings).map(({ tier, sabotage, what }) => ({ tier, sabotage, what: `exploration of ${what}` })),
  ...spoilers.map(({ tier, sabotage, check }) => ({ tier, sabotage, what: check })),
  ...Object.values(hostedClaims).map(({ tier, sabotage, what }) => ({
    tier,
    sabotage,
    what: `on a hosted Supabase: ${what}`,
  })),
].filter(({ sabotage }) => sabotage !== null);

/** All that is proved, group by group. */
export const proofs: Readonly<Record<string, readonly Proof[]>> = {
  'Scenarios on the good system': goodRuns
    .filter(({ tier, run }) => tier !== 'full' || run.seed === 1)
    .map(({ tier, run }) => {
      const load = Object.keys(run.params).length === 0 ? 'with all their load, and with more seeds' : 'few documents';
      return { tier, sabotage: null, what: `${run.scenario} on ${run.stack}${run.tls ? ' by TLS' : ''}: ${load}` };
    }),
  'Negative controls': controlRuns.flatMap(({ tier, scenario, sabotage, check, withFault: { stack } }) => [
    { tier, sabotage, what: `${scenario} on ${stack}: ${sabotage} is caught by ${check}` },
    { tier: 'full' as const, sabotage, what: `${scenario} on ${stack}: ${sabotage} is well without the fault` },
  ]),
  'Explorations and their lists of crash points': [
    ...Object.values(explorings).map(({ tier, sabotage, what }) => ({
      tier,
      sabotage,
      what: `${what}${sabotage === null ? '' : `, under ${sabotage}`}`,
    })),
    ...hunts.map(({ tier, sabotage, workflow, way, actions, only }) => ({
      tier,
      sabotage,
      what: `${workflow}, ${way}, every point${only === undefined ? '' : ` at ${only}`} by ${actions.join(' and ')}, under ${sabotage}`,
    })),
    ...spoilers.map(({ tier, sabotage, way }) => ({ tier, sabotage, what: `${way} is spoilt by ${sabotage}` })),
  ],
  'Bad input': Object.entries(badInputGroups).flatMap(([group, inputs]) => {
    const apart = inputs.filter(isApart);
    const later = apart.filter(({ tier }) => tier === 'ci').length;
    const told: readonly { readonly count: number; readonly how: string; readonly tier: Tier }[] = [
      { count: inputs.length - apart.length, how: 'in process (npm run check)', tier: 'test' },
      { count: apart.length - later, how: 'in a separate process', tier: 'test' },
      { count: later, how: 'more in a separate process', tier: 'ci' },
    ];
    return told
      .filter(({ count }) => count > 0)
      .map(({ count, how, tier }) => ({ tier, sabotage: null, what: `${group}: ${count} ${how}` }));
  }),
  'Moments of a strike': moments.map(({ tier, at }) => ({
    tier,
    sabotage: null,
    what: `worker-kill at a moment of ${at.kind}`,
  })),
  'A hosted Supabase': Object.values(hostedClaims),
  'A Temporal of others': Object.values(existingClaims),
  'Examples in each language': exampleClaims,
  Interruptions: interruptions.map(({ tier, what }) => ({ tier, sabotage: null, what })),
};

function onDocker(stack: string): string {
  return stack === 'docker' ? ' on Docker' : '';
}
