import { z } from 'zod';
import { checkConfig } from '../config/check-config.ts';
import { HarnessError } from '../errors.ts';
import type { ChaosConfig } from '../model/config.ts';
import type { Json } from '../model/json.ts';
import { defineScenario, type Scenario } from '../model/scenario.ts';
import type { StartCommand } from '../model/start-command.ts';
import type { WrittenJob } from '../model/written-job.ts';
import { fillTemplate, type NamedAddresses, templateParts } from './address-template.ts';
import { CASE, ID, namesOf, type SystemSketch } from './system-sketch.ts';

/** How long a worker may take to its first poll, and to drain, in milliseconds. */
export const workerLimits = { readyLimitMs: 60_000, drainLimitMs: 15_000 } as const;
/** How many workflows the scenario runs unless it is told otherwise, and how long they may take, in milliseconds. */
export const scenarioNumbers = { jobs: 4, mostJobs: 50, workers: 2, runTimeMs: 60_000, healAfterMs: 1000 } as const;

/** The claim of the scenario. */
export function hypothesisOf({ workflowType }: Pick<SystemSketch, 'workflowType'>): string {
  return `A worker killed before it reports an activity of ${workflowType} loses no work and repeats none.`;
}

/**
 * The configuration of a system that is known by its sketch alone.
 *
 * @param from - where the sketch comes from, for the errors
 * @throws HarnessError CHAOS_BAD_CONFIG if a part of it is wrong, such as the name of a service; CHAOS_USAGE for a
 * variable that names an unknown address.
 */
export function configOfSketch(sketch: SystemSketch, from: string): ChaosConfig {
  const { worker, cwd, fixedAddress, taskQueue, workflowType, services, env, migrations, start } = sketch;
  const { subject, exploration } = namesOf(sketch);
  const variables = Object.entries(env);
  // First: a mistake must not show only when a worker starts.
  for (const [name, value] of variables) refuseUnknownService(name, value, services);
  const named = (addresses: NamedAddresses): Record<string, string> =>
    Object.fromEntries(variables.map(([name, value]) => [name, fillTemplate(value, addresses)]));
  const config: ChaosConfig = {
    workers: {
      command: worker,
      ...(cwd === undefined ? {} : { cwd }),
      ...(fixedAddress === undefined ? {} : { fixedAddress }),
      bundle: null,
      ...(variables.length === 0 ? {} : { env: named }),
      ...workerLimits,
    },
    // The program that starts the workflow is a client of the same servers.
    ...(start === undefined || variables.length === 0 ? {} : { client: { command: [start[0]], env: named } }),
    ...(Object.keys(services).length === 0 ? {} : { services }),
    taskQueue,
    namespace: 'default',
    subjects: { [subject]: { checkpoints: false, effects: false } },
    books: migrations === undefined ? {} : { migrations },
    scenarios: [scenarioOf(sketch)],
    sabotages: {},
    explorations: {
      [exploration]: {
        subject,
        ...(exploration === workflowType ? {} : { workflowTypes: [workflowType] }),
        cases: { [CASE]: (workflowId) => jobOf(sketch, workflowId) },
        ...(cwd === undefined ? {} : { sources: cwd }),
      },
    },
  };
  return checkConfig(config, from);
}

/** @throws HarnessError CHAOS_USAGE */
function refuseUnknownService(variable: string, value: string, services: SystemSketch['services']): void {
  const named = templateParts(value).flatMap((part) => (part.kind === 'service' ? [part.name] : []));
  const unknown = named.find((name) => !Object.hasOwn(services, name));
  if (unknown === undefined) return;
  const sentence = `The variable ${variable} names the service "${unknown}", which is not given.`;
  throw new HarnessError('CHAOS_USAGE', `${sentence} Add it, for example: --service ${unknown}=http://127.0.0.1:4242`);
}

/** One execution of the workflow. */
export function jobOf(sketch: SystemSketch, workflowId: string): WrittenJob {
  const { workflowType, input, actions } = sketch;
  const start = startOf(sketch);
  const named = (values: readonly Json[]): Json[] => values.map((value) => withId(value, workflowId));
  return {
    workflowType,
    workflowId,
    args: named(input),
    ...(start === undefined ? {} : { start }),
    actions: actions.map((action) => ({ ...action, args: named(action.args) })),
  };
}

/** How a program of the system starts the workflow; undefined if the harness's client does. */
export function startOf({ start, cwd }: Pick<SystemSketch, 'start' | 'cwd'>): StartCommand | undefined {
  if (start === undefined) return undefined;
  const [program, ...args] = start;
  return { command: [program, ...args], ...(cwd === undefined ? {} : { cwd }) };
}

function withId(value: Json, workflowId: string): Json {
  const replaced: unknown = JSON.parse(JSON.stringify(value), (_key, part: unknown) =>
    typeof part === 'string' ? part.replaceAll(ID, workflowId) : part,
  );
  return replaced as Json;
}

/** Kills the worker that is about to report the first activity. */
function scenarioOf(sketch: SystemSketch): Scenario {
  const { subject, scenario } = namesOf(sketch);
  const { jobs: usual, mostJobs, workers, runTimeMs, healAfterMs } = scenarioNumbers;
  return defineScenario({
    name: scenario,
    hypothesis: hypothesisOf(sketch),
    subject,
    needs: ['kill', 'hold-calls'],
    params: z.strictObject({ jobs: z.int().min(1).max(mostJobs).default(usual) }),
    plan: (_seed, { jobs }) => ({
      workers,
      workload: Array.from({ length: jobs }, (_, index) => jobOf(sketch, `${subject}-${index + 1}`)),
      schedule: [
        {
          id: 'kill',
          at: { kind: 'call', side: 'request', method: 'RespondActivityTaskCompleted', nth: 1 },
          fault: 'worker-kill',
          params: {},
          target: { role: 'holder' },
          healAfterMs,
        },
      ],
      runTimeMs,
    }),
  });
}
