import { z } from 'zod';
import { HarnessError, reasonOf } from '../errors.ts';
import type { ChaosConfig, ExploredWorkflow } from '../model/config.ts';
import { jobSchema } from '../model/plan.ts';

const envSchema = z.record(z.string(), z.string());
const canarySchema = z.object({ workflowType: z.string(), workflowId: z.string(), args: z.array(z.unknown()) });
const bodySchema = z.looseObject({});
const nameSchema = z.string().nullable();
const ownerSchema = z.object({ workflowId: z.string(), activityId: z.string() }).nullable();

/**
 * A configuration whose functions throw CHAOS_BAD_CONFIG with their place in it, where what the user wrote throws or
 * gives something of another shape.
 *
 * @remarks They are called deep in a run, where an error of theirs would look like a defect of the harness.
 */
export function guardConfig(config: ChaosConfig): ChaosConfig {
  const { workers, client, scenarios } = config;
  return {
    ...config,
    workers: { ...workers, env: guarded('workers.env', (addresses) => workers.env(addresses), envSchema) },
    ...(client === undefined
      ? {}
      : { client: { ...client, env: guarded('client.env', (addresses) => client.env(addresses), envSchema) } }),
    canary: guarded('canary', (n) => config.canary(n), canarySchema),
    scenarios: scenarios.map((scenario) => {
      const place = `the plan of ${scenario.name}`;
      // What is in it is held against the plan's own schema.
      return { ...scenario, plan: guarded(place, (seed, params) => scenario.plan(seed, params), bodySchema) };
    }),
    ...(config.explorations === undefined ? {} : { explorations: guardExplorations(config.explorations) }),
  };
}

function guardExplorations(
  explorations: Readonly<Record<string, ExploredWorkflow>>,
): Readonly<Record<string, ExploredWorkflow>> {
  const guardedOnes = Object.entries(explorations).map(([workflow, explored]) => [
    workflow,
    guardExplored(`explorations.${workflow}`, explored),
  ]);
  return Object.fromEntries(guardedOnes) as Readonly<Record<string, ExploredWorkflow>>;
}

function guardExplored(place: string, explored: ExploredWorkflow): ExploredWorkflow {
  const cases = Object.entries(explored.cases).map(([name, make]) => [
    name,
    guarded(`${place}.cases.${name}`, (workflowId: string) => make(workflowId), jobSchema),
  ]);
  return { ...explored, cases: Object.fromEntries(cases) as ExploredWorkflow['cases'], ...namingOf(place, explored) };
}

/** What is left out stays left out: without `attribute` no request is a crash point. */
function namingOf(
  place: string,
  explored: ExploredWorkflow,
): Pick<ExploredWorkflow, 'label' | 'progress' | 'attribute'> {
  const { label, progress, attribute } = explored;
  return {
    ...(label === undefined ? {} : { label: guarded(`${place}.label`, label, nameSchema) }),
    ...(progress === undefined ? {} : { progress: guarded(`${place}.progress`, progress, nameSchema) }),
    ...(attribute === undefined ? {} : { attribute: guarded(`${place}.attribute`, attribute, ownerSchema) }),
  };
}

function guarded<Args extends readonly unknown[], Result>(
  place: string,
  call: (...args: Args) => Result,
  schema: z.ZodType,
): (...args: Args) => Result {
  return (...args) => {
    const result = attempt(place, () => call(...args));
    const issue = schema.safeParse(result).error?.issues[0];
    if (issue === undefined) return result;
    throw badFunction(place, `at ${issue.path.join('.') || 'its root'}: ${issue.message}`);
  };
}

function attempt<Result>(place: string, call: () => Result): Result {
  try {
    return call();
  } catch (cause) {
    throw badFunction(place, `it threw: ${reasonOf(cause)}`, cause);
  }
}

function badFunction(place: string, but: string, cause?: unknown): HarnessError {
  const sentence = `Expected ${place} of chaos.config.ts to give what it should, but ${but}. Mend it.`;
  return new HarnessError('CHAOS_BAD_CONFIG', sentence, { cause });
}
