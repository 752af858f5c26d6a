import type { Scenario } from '../../harness/index.ts';
import { negativeControlOf } from '../../harness/model/scenario.ts';
import type { StackName } from '../../harness/model/stacks.ts';
import { harnessSabotages } from '../../harness/sabotage/index.ts';
import { whereItBites } from '../explore/where-it-bites.ts';
import { fitFor, lacksOf } from './fit-scenarios.ts';
import type { Tier, Tiered } from './tier.ts';
import { planOf, smallRun, type WantedRun } from './wanted-run.ts';

/** A run of the good system, which must be valid. */
export interface GoodRun extends Tiered {
  readonly run: WantedRun;
}

/** What its workflows never get over would wait for the limit of the run. */
const STUCK_AFTER_MS: Readonly<Record<string, number>> = {
  'temporal-forgetful': 30_000,
  'signal-dropped': 20_000,
  'checkpoint-best-effort': 20_000,
  'unguarded-change': 32_000,
  'no-way-back': 32_000,
};

/** Beside those that no other stack can run, and worker-kill by TLS: one of each other kind of victim and failure. */
const ALWAYS_ON_DOCKER = ['worker-network-cut', 'supabase-database-pause', 'api-kill'];

/** One of each kind of victim and failure; `.ci/run` adds the others. */
const ALWAYS_ON_PROCESSES = [
  'worker-kill',
  'greeting-worker-kill',
  'worker-network-cut',
  'worker-stop-graceful',
  'worker-deploy-rolling',
  'temporal-kill',
  'supabase-link-reset-peer',
  'supabase-database-pause',
  'api-kill',
];

/** What a client does to a workflow in flight, and the link to the outside world: they take long, so they are run every night. */
export const onlyNightly: readonly string[] = [
  'outside-link-failing',
  'cancelled-in-flight',
  'repeated-reviews',
  'workflow-reset',
];

/** Every scenario on each stack that can run it: once with few documents, and again and again with many. */
export const goodRuns: readonly GoodRun[] = [
  ...fitFor('embedded').flatMap(({ name }): readonly GoodRun[] => [
    { tier: processTier(name), run: smallRun(name, { seed: 1 }) },
    ...repeated(name, 'embedded', name === 'worker-kill' ? 20 : 10),
  ]),
  ...fitFor('docker').flatMap((scenario): readonly GoodRun[] => [
    { tier: dockerTier(scenario), run: smallRun(scenario.name, { stack: 'docker', seed: 1 }) },
    ...repeated(scenario.name, 'docker', 5),
    ...byTls(scenario),
  ]),
];

/** Every scenario once more by TLS, on the stack that speaks it everywhere; some need it anyway. */
function byTls({ name, needs }: Scenario): readonly GoodRun[] {
  if (needs.includes('tls')) return [];
  const run = smallRun(name, { stack: 'docker', seed: 1, tls: true });
  return [{ tier: name === 'worker-kill' ? 'docker' : 'full', run }];
}

function repeated(scenario: string, stack: StackName, times: number): readonly GoodRun[] {
  return Array.from({ length: times }, (_, index) => ({
    tier: 'full',
    run: smallRun(scenario, { stack, seed: index + 1, params: {} }),
  }));
}

function processTier(name: string): 'test' | 'ci' | 'full' {
  if (onlyNightly.includes(name)) return 'full';
  return ALWAYS_ON_PROCESSES.includes(name) ? 'test' : 'ci';
}

function dockerTier(scenario: Scenario): 'docker' | 'full' {
  return isOnlyOnDocker(scenario) || ALWAYS_ON_DOCKER.includes(scenario.name) ? 'docker' : 'full';
}

function isOnlyOnDocker(scenario: Scenario): boolean {
  return lacksOf('embedded', scenario).length > 0;
}

/** The negative control of a scenario: a sabotage that only the fault brings to light. */
export interface ControlRun extends Tiered {
  readonly scenario: string;
  readonly sabotage: string;
  /** The check that catches it. */
  readonly check: string;
  readonly withFault: WantedRun;
  /**
   * Run every night: that a sabotage shows only with the fault. May be that of another scenario, where without its fault
   * this one would do the very same.
   */
  readonly withoutFault: WantedRun;
}

/** The sabotages of the subject that a scenario brings to light, each with it and the check that catches it. */
const subjectSabotages = Object.entries(whereItBites).flatMap(([sabotage, { caughtBy }]) => {
  const by = fitFor('embedded').find(({ name }) => name === caughtBy?.by)?.name;
  return caughtBy === undefined || by === undefined ? [] : [{ sabotage, by, check: caughtBy.check }];
});

/**
 * The control of every scenario on each stack that can run it.
 *
 * @remarks `.ci/run` has the first of each sabotage that no run of `npm test` catches, and on Docker that of the first
 * scenario that only Docker can run: sabotages are caught on processes already. All are run every night.
 */
export const controlRuns: readonly ControlRun[] = [
  ...fitFor('embedded').map((scenario) => {
    const isShown = subjectSabotages.some(({ sabotage }) => sabotage === negativeControlOf(scenario).sabotage);
    const isFirst = !isShown && isFirstOfItsSabotage(scenario, fitFor('embedded'));
    return controlOf(scenario, { stack: 'embedded', tier: isFirst ? 'ci' : 'full' });
  }),
  ...fitFor('docker').map((scenario) => {
    const isFirst = scenario === fitFor('docker').find(isOnlyOnDocker);
    return controlOf(scenario, { stack: 'docker', tier: isFirst ? 'docker' : 'full' });
  }),
];

function isFirstOfItsSabotage(scenario: Scenario, among: readonly Scenario[]): boolean {
  const { sabotage } = negativeControlOf(scenario);
  return among.find((one) => negativeControlOf(one).sabotage === sabotage) === scenario;
}

function controlOf(scenario: Scenario, on: Tiered & { readonly stack: StackName }): ControlRun {
  return {
    tier: on.tier,
    scenario: scenario.name,
    ...negativeControlOf(scenario),
    withFault: controlRun(scenario, on.stack),
    withoutFault: unhurt(scenario, on.stack),
  };
}

function controlRun(scenario: Scenario, stack: StackName): WantedRun {
  const { sabotage } = negativeControlOf(scenario);
  return smallRun(scenario.name, { stack, sabotage, runTimeMs: STUCK_AFTER_MS[sabotage] ?? null });
}

/** The run without a fault that answers for a scenario: of those that would do the same the one with the most checks. */
function unhurt(scenario: Scenario, stack: StackName): WantedRun {
  const [same] = fitFor(stack)
    .filter((one) => workOf(one, stack) === workOf(scenario, stack))
    .map((one) => ({ ...controlRun(one, stack), noFault: true, runTimeMs: null }))
    .toSorted((a, b) => planOf(b).checks.length - planOf(a).checks.length);
  return same ?? { ...controlRun(scenario, stack), noFault: true, runTimeMs: null };
}

function workOf(scenario: Scenario, stack: StackName): string {
  const { subject, workers, workload, sabotage } = planOf(controlRun(scenario, stack));
  return JSON.stringify({ subject, workers, workload, sabotage });
}

/** A sabotage, and the check by which one run of the subject or of a rig that has it is not valid. */
export interface SabotageRun extends Tiered {
  readonly sabotage: string;
  readonly check: string;
  readonly verdict: 'invalid' | 'unknown';
  readonly run: WantedRun;
}

/** `npm test` runs another sabotage that the same check catches; `.ci/run` adds these. */
const CAUGHT_LIKE_ANOTHER = [
  'checkpoint-early',
  'compensation-skipped',
  'replacement-late',
  'pinning-forgotten',
  'embedding-left-behind',
];

function sabotageTier(sabotage: string): Tier {
  return CAUGHT_LIKE_ANOTHER.includes(sabotage) ? 'ci' : 'test';
}

const embeddedControls = new Set(fitFor('embedded').map((scenario) => negativeControlOf(scenario).sabotage));

/** Every sabotage that one run brings to light: of the subject, and of the rig unless it is a scenario's control. */
export const sabotageRuns: readonly SabotageRun[] = [
  ...subjectSabotages.map(
    ({ sabotage, by, check }): SabotageRun => ({
      tier: sabotageTier(sabotage),
      sabotage,
      check,
      verdict: 'invalid',
      run: smallRun(by, { sabotage, runTimeMs: STUCK_AFTER_MS[sabotage] ?? null }),
    }),
  ),
  ...harnessSabotages
    .filter(({ name, shownBy }) => shownBy === undefined || !embeddedControls.has(name))
    .map(
      ({ name: sabotage, caughtBy, shownBy }): SabotageRun => ({
        tier: sabotageTier(sabotage),
        sabotage,
        ...caughtBy,
        run: smallRun(shownBy ?? 'worker-kill', { sabotage, runTimeMs: STUCK_AFTER_MS[sabotage] ?? null }),
      }),
    ),
  // What nothing is given of shows by comparison with runs without a fault.
  ...(
    [
      ['effects-without-key', 'work-done-as-without-fault'],
      ['resume-blanks-receipts', 'values-as-without-fault'],
      ['stale-status', 'end-state-as-without-fault'],
    ] as const
  ).map(
    ([sabotage, check]): SabotageRun => ({
      tier: 'test',
      sabotage,
      check,
      verdict: 'invalid',
      run: smallRun('worker-kill', { sabotage, params: { documents: 3, expect: 'as-without-fault' } }),
    }),
  ),
  // A control too, and the same run: no other shows for certain that a workflow task fails.
  {
    tier: 'test',
    sabotage: 'unguarded-change',
    check: 'event-history-well-formed',
    verdict: 'invalid',
    run: smallRun('worker-deploy-rolling', {
      sabotage: 'unguarded-change',
      runTimeMs: STUCK_AFTER_MS['unguarded-change'] ?? null,
    }),
  },
  {
    tier: 'full',
    sabotage: 'fault-noop',
    check: 'fault-landed',
    verdict: 'unknown',
    run: smallRun('worker-oom', { stack: 'docker', sabotage: 'fault-noop' }),
  },
  // The system asks no service of its configuration, unless the outside world is made one.
  {
    tier: 'test',
    sabotage: 'effects-without-key',
    check: 'work-done-once',
    verdict: 'invalid',
    run: smallRun('worker-kill', { sabotage: 'effects-without-key', outsideAsService: true }),
  },
];
