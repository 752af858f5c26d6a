import type { ChaosConfig } from '../model/config.ts';
import type { PlanBody, Scenario } from '../model/scenario.ts';
import type { WrittenExpectation } from '../model/written-job.ts';
import { exploredChecks } from './explored-checks.ts';
import { registryOf } from './registry.ts';

/**
 * The scenario with the checks of its plans, where these name none: every check that judges any run, whose evidence the
 * subject leaves.
 *
 * @remarks A check that is left out so is named in the report as not judged.
 */
export function withDefaultChecks(config: ChaosConfig, scenario: Scenario, sabotage: string | null = null): Scenario {
  return {
    ...scenario,
    plan: (seed, params) => {
      const body = scenario.plan(seed, params);
      // One that has no workload, or no jobs in it, is refused by the schema of plans.
      if (!Array.isArray(body.workload) || body.workload.some((job: unknown) => !isObject(job))) return body;
      return { ...body, checks: body.checks ?? defaultChecks(config, { scenario, sabotage }, body) };
    },
  };
}

function defaultChecks(
  config: ChaosConfig,
  { scenario: { subject }, sabotage }: { readonly scenario: Scenario; readonly sabotage: string | null },
  { workload }: Pick<PlanBody, 'workload'>,
): readonly string[] {
  const { checks } = exploredChecks(registryOf(config).checks, { config, explored: { subject }, sabotage });
  const resumes = workload.some(({ expect }) => [expect].flat().some((one) => hasProgress(one)));
  return checks.flatMap(({ name, onRequest, givenBy }) =>
    onRequest === true || givenBy !== undefined || (name === 'progress-resumed' && !resumes) ? [] : [name],
  );
}

function hasProgress(expect: WrittenExpectation | undefined): boolean {
  return isObject(expect) && (expect.progress ?? []).length > 0;
}

function isObject<T>(value: T): value is T & object {
  return typeof value === 'object' && value !== null;
}
