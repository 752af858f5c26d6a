import { HarnessError } from '../../harness/errors.ts';
import type { StackName } from '../../harness/model/stacks.ts';
import type { GoodRun } from './good-run.ts';
import { canRun, goodScenario, goodScenarios } from './good-scenarios.ts';
import type { SettingName } from './settings.ts';

/** What is asked for. */
export interface WantedRuns {
  readonly runs: number;
  /** The seed of the first round; each later round has the next one. */
  readonly seed: number;
  /** Each gets an equal share of the runs. */
  readonly stacks: readonly StackName[];
  /** Left out: all scenarios. */
  readonly only?: readonly string[] | undefined;
  /** Left out: all settings. */
  readonly settings?: readonly SettingName[] | undefined;
}

/** The settings that one scenario takes in turn. A fault can bring more to light, so it has two of three turns. */
const turns: readonly SettingName[] = ['fault', 'busy-fault', 'no-fault', 'fault', 'busy-fault', 'busy-no-fault'];

/**
 * Decides every run: round by round, in each round every scenario once, each with another setting than in the round
 * before. So any number of runs is spread over scenarios, settings and seeds.
 *
 * @throws HarnessError CHAOS_USAGE if a scenario is unknown, or no stack can run it.
 */
export function planRuns({ runs, seed, stacks, only, settings }: WantedRuns): readonly GoodRun[] {
  const chosen = only === undefined ? goodScenarios : only.map((name) => goodScenario(name));
  const unfit = only === undefined ? undefined : chosen.find((one) => !stacks.some((stack) => canRun(stack, one)));
  if (unfit !== undefined) {
    const sentence = `Scenario ${unfit.scenario.name} can't be run on the ${stacks.join(' or ')} stack.`;
    throw new HarnessError('CHAOS_USAGE', `${sentence} Choose another stack or scenario.`);
  }
  const order = turns.filter((turn) => settings?.includes(turn) ?? true);
  const fit = stacks.map((stack) => {
    return { stack, names: chosen.filter((one) => canRun(stack, one)).map(({ scenario }) => scenario.name) };
  });
  return fit
    .filter(({ names }) => names.length > 0)
    .flatMap(({ stack, names }, index, all) =>
      Array.from({ length: Math.ceil((runs - index) / all.length) }, (_, n): GoodRun => {
        const round = Math.floor(n / names.length);
        const place = n % names.length;
        const setting = order[(round + place) % order.length] ?? 'fault';
        return { scenario: names[place] ?? '', stack, seed: seed + round, setting };
      }),
    );
}
