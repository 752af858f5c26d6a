import { HarnessError } from '../../errors.ts';
import type { ChaosConfig } from '../../model/config.ts';
import { PLAN_SCHEMA, type Plan } from '../../model/plan.ts';
import type { WrittenJob } from '../../model/written-job.ts';
import { makePlan, parsePlan } from '../../runner/make-plan.ts';
import { harnessVersion } from '../../version.ts';
import { withDefaultChecks } from '../default-checks.ts';

/** The name of the folder of trials, among the runs. */
export const TRIAL = 'check-config';
/** How long the workflows of a trial may take, in milliseconds. */
const RUN_TIME_MS = 30_000;

/**
 * A plan without any fault, which runs each case of the explorations once, or else the first job of each scenario.
 *
 * @throws HarnessError CHAOS_BAD_CONFIG if the configuration has neither.
 */
export function trialPlan(config: ChaosConfig): Plan {
  const { subject, jobs } = trialJobs(config);
  return parsePlan({
    schema: PLAN_SCHEMA,
    harness: harnessVersion(),
    scenario: TRIAL,
    hypothesis: 'The system runs as its configuration says.',
    subject,
    seed: 0,
    params: {},
    sabotage: null,
    workers: 1,
    workload: jobs,
    // Nothing is compared: a trial asks whether the workflows run at all.
    references: [],
    schedule: [],
    checks: ['every-workflow-completes'],
    runTimeMs: RUN_TIME_MS,
  });
}

interface TrialJobs {
  readonly subject: string;
  readonly jobs: readonly WrittenJob[];
}

function trialJobs(config: ChaosConfig): TrialJobs {
  const { explorations = {}, scenarios } = config;
  const [first] = Object.values(explorations);
  if (first !== undefined) {
    const jobs = Object.entries(explorations).flatMap(([name, { cases }]) =>
      Object.entries(cases).map(([one, make]) => make(`${TRIAL}-${name}-${one}`)),
    );
    return { subject: first.subject, jobs };
  }
  const plans = scenarios.map((scenario) => makePlan(withDefaultChecks(config, scenario), { seed: 1, noFault: true }));
  const [plan] = plans;
  if (plan !== undefined) return { subject: plan.subject, jobs: plans.flatMap(({ workload }) => workload.slice(0, 1)) };
  const sentence = 'The configuration has no scenario and no exploration, so there is no workflow to try.';
  throw new HarnessError('CHAOS_BAD_CONFIG', `${sentence} Add one, or run: npx chaos init`);
}
