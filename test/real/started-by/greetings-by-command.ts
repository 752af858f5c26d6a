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

/** How a program chooses ids. */
interface Choosing {
  readonly flag: string;
  readonly executions: number;
  /** A pattern for the ids, by that of the job. */
  readonly idPattern: (workflowId: string) => string;
}

/** Two greetings each, under random ids. */
export const twoRandomIds: Choosing = {
  flag: '--chooses',
  executions: 2,
  idPattern: () => 'greeting-[-0-9a-f]{36}',
};

/** By a schedule, whose server adds the time to the id. */
export const bySchedule: Choosing = {
  flag: '--schedules',
  executions: 1,
  idPattern: (workflowId) => String.raw`${workflowId}-\d{4}-\d\d-\d\dT.*`,
};

/** Greetings of ids that their programs choose; every second is compared with runs without a fault. */
export function greetingsOfChosenIds(how: Choosing): Scenario {
  const given = greetingsByCommand();
  return {
    ...given,
    name: 'greetings-of-chosen-ids',
    plan: (seed, params) => {
      const plan = given.plan(seed, params);
      const workload = plan.workload.map((job, index) => ofChosenIds(job as Job, how, index % 2 === 0));
      const schedule = plan.schedule.map((planned) => ({ ...planned, at: ofAnyWorkflow(planned.at) }));
      return { ...plan, workload, schedule };
    },
  };
}

function ofChosenIds(
  { expect, ...job }: Job,
  { flag, executions, idPattern }: Choosing,
  compared: boolean,
): WrittenJob {
  const [program = 'node', ...args] = job.start?.command ?? [];
  const command = [program, ...args, flag] as [string, ...string[]];
  const start = { command, executions, idPattern: idPattern(job.workflowId) };
  return { ...job, start, ...(compared ? {} : { expect }) };
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
