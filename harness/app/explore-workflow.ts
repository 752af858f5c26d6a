import { givenOrLoaded } from '../config/load-config.ts';
import type { ChaosConfig } from '../model/config.ts';
import type { Exploration } from '../model/exploration.ts';
import { makeExplorationRequest } from './exploration-request.ts';
import type { ExploreOptions } from './explore-options.ts';
import { checkCount } from './validate/check-count.ts';

/** How a workflow is explored; without a configuration, by the chaos.config.ts of the project's folder. */
export interface ExploreWorkflowOptions extends Omit<ExploreOptions, 'config'> {
  readonly config?: ChaosConfig;
  /** How many folders of explorations of the workflow to keep; the oldest are removed. Left out: 10. */
  readonly keepRuns?: number;
}

/**
 * Crashes a workflow at every boundary of its progress, judges each point, and writes the exploration to its folder.
 *
 * @param workflow - a workflow type that chaos.config.ts names under `explorations`
 * @returns the exploration, with any verdict; {@link assertValid} throws unless it is `valid`
 * @throws HarnessError if nothing could be explored. An error after the start is in `errors` instead, and the verdict is
 * not `valid`. CHAOS_NOT_WRITABLE if the result could not be written.
 *
 * @example
 * assertValid(await exploreWorkflow('ingestDocument', { cases: ['approved'], actions: ['crash'], seed: 7 }));
 */
export async function exploreWorkflow(workflow: string, options: ExploreWorkflowOptions = {}): Promise<Exploration> {
  const config = await givenOrLoaded(options);
  const keepRuns = checkCount('keepRuns', options.keepRuns ?? 10);
  const request = await makeExplorationRequest(workflow, { ...options, config });
  const { executeExploration } = await import('./execute-exploration.ts');
  const exploration = await executeExploration(request);
  const { writeExploration } = await import('../reporting/exploration/write-exploration.ts');
  await writeExploration(request.folder, exploration);
  const { retainRuns } = await import('../reporting/store/retain-runs.ts');
  await retainRuns(request.workflowFolder, keepRuns, request.runId);
  return exploration;
}
