import { HarnessError } from '../errors.ts';
import type { Evidence } from '../model/evidence.ts';
import type { PhaseHooks } from '../model/phase-hooks.ts';
import type { Plan } from '../model/plan.ts';
import type { Report } from '../model/report.ts';

/** What came of a run. */
export interface RunOutcome {
  readonly report: Report;
  readonly folder: string;
  /** Null where the run didn't get as far as collecting any. */
  readonly evidence: Evidence | null;
}

/** A run that is to be the body of a test. */
export interface ScenarioRun {
  readonly plan: Plan;
  readonly runId: string;
  run(hooks: PhaseHooks): Promise<RunOutcome>;
}

let provided: ScenarioRun | null = null;

/**
 * Leaves a run for the spec file to take.
 *
 * @remarks A spec file is loaded by Mocha and gets no arguments; this is how it learns what it is to run.
 */
export function provideRun(run: ScenarioRun): void {
  provided = run;
}

/**
 * Takes the run that was provided.
 *
 * @throws HarnessError CHAOS_USAGE where there is none: the spec file was started by hand.
 */
export function takeRun(): ScenarioRun {
  const run = provided;
  provided = null;
  if (run !== null) return run;
  throw new HarnessError(
    'CHAOS_USAGE',
    'Expected a scenario to run, but this spec file was started by hand. Write: npm run scenario <name>',
  );
}
