import type { ChaosConfig } from '../../model/config.ts';
import type { Report } from '../../model/report.ts';
import { retainRuns } from '../../reporting/store/retain-runs.ts';
import { carryOut } from '../execute-run.ts';
import type { CollectedEvidence } from '../judge-evidence.ts';
import { makeRunRequest, type RunOptions, type RunRequest } from '../run-request.ts';
import type { TrialItem } from './trial-item.ts';
import { trialItems } from './trial-items.ts';
import { trialPlan } from './trial-plan.ts';

/** What a trial of a configuration found out. */
export interface Trial extends Pick<Report, 'errors' | 'interrupted'> {
  readonly items: readonly TrialItem[];
  /** The folder with its journal and the logs. */
  readonly folder: string;
}

const KEPT = 3;

/**
 * Runs the system of a configuration without a fault, takes it down, and says what was seen.
 *
 * @throws HarnessError of a configuration that can't be run, or of what keeps anything from being started.
 */
export async function tryConfig(config: ChaosConfig, options: Omit<RunOptions, 'config'>): Promise<Trial> {
  const request = await makeRunRequest(trialPlan(config), { ...options, config });
  const { evidence, errors, interrupted, folder } = await carryOut(request);
  await retainRuns(request.scenarioFolder, KEPT, request.runId);
  return { items: itemsOf(request, evidence), errors, interrupted, folder };
}

/** What was found out; on an existing Temporal the workflow ids and the task queue are those of the run. */
export function itemsOf(
  { config, plan }: Pick<RunRequest, 'config' | 'plan'>,
  { eventHistories, components, journal }: Pick<CollectedEvidence, 'eventHistories' | 'components' | 'journal'>,
): readonly TrialItem[] {
  if (eventHistories.state === 'unavailable' || components.state === 'unavailable') return [];
  const trial = { jobs: plan.workload, journal, histories: eventHistories.rows, components: components.rows };
  return trialItems(config, trial);
}
