import type { ChaosConfig, ExploredWorkflow, Job, Moment, Scenario, WrittenJob } from '../../../harness/index.ts';
import { scenarioNamed } from '../../catalogue/wanted-run.ts';

const PROGRAM = 'test/real/started-by/greet.mjs';

/** The same greeting, started by a program of the system. */
export function byCommand(job: Job, ...flags: readonly string[]): Job {
  return { ...job, start: { command: ['node', PROGRAM, '{workflowId}', JSON.stringify(job.args), ...flags] } };
}

/** The scenario of greetings, all of them started by commands; the flags of each are those of its place. */
export function greetingsByCommand(flags: readonly (readonly string[])[] = []): Scenario {
  const greetings = scenarioNamed('greeting-worker-kill');
  return {
    ...greetings,
    name: 'greetings-by-command',
    plan: (seed, params) => {
      const plan = greetings.plan(seed, params);
      const workload = plan.workload.map((job, index) => byCommand(job as Job, ...(flags[index] ?? [])));
      return { ...plan, workload };
    },
  };
}

/**
 * Greetings whose programs start two each, under ids of their choice; every second is compared with a run without a fault.
 */
export function greetingsOfChosenIds(): Scenario {
  const given = greetingsByCommand();
  return {
    ...given,
    name: 'greetings-of-chosen-ids',
    plan: (seed, params) => {
      const plan = given.plan(seed, params);
      const workload = plan.workload.map((job, index) => ofChosenIds(job as Job, index % 2 === 0));
      const schedule = plan.schedule.map((planned) => ({ ...planned, at: ofAnyWorkflow(planned.at) }));
      return { ...plan, workload, schedule };
    },
  };
}

function ofChosenIds({ expect, ...job }: Job, compared: boolean): WrittenJob {
  const [program = 'node', ...args] = job.start?.command ?? [];
  const start = {
    command: [program, ...args, '--chooses'] as [string, ...string[]],
    idPattern: 'greeting-[-0-9a-f]{36}',
  };
  return { ...job, start: { ...start, executions: 2 }, ...(compared ? {} : { expect }) };
}

function ofAnyWorkflow(at: Moment): Moment {
  if (at.kind !== 'call') return at;
  const { workflowId: _named, ...any } = at;
  return any;
}

/** The greeting of the configuration, explored as commands start it. */
export function exploredByCommand(config: ChaosConfig): ChaosConfig {
  const explored = config.explorations?.['greeting'];
  if (explored === undefined) throw new Error('Expected the exploration of greetings.');
  const cases = Object.entries(explored.cases).map(([name, make]): [string, ExploredWorkflow['cases'][string]] => [
    name,
    (workflowId) => byCommand(make(workflowId) as Job),
  ]);
  return { ...config, explorations: { greeting: { ...explored, cases: Object.fromEntries(cases) } } };
}
