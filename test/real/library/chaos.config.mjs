import {
  brokenCalls,
  defineCheck,
  eventTypeOf,
  invalid,
  killFault,
  retriedTasks,
  rowsOf,
  unknown,
  valid,
  workerRadius,
} from 'durable-chaos';
// The sample system that the package brings along; a project of your own describes its own system here.
import { config as sample } from './node_modules/durable-chaos/dist/chaos.config.js';

const workerBounce = killFault({
  name: 'worker-bounce',
  summary: 'SIGKILL a worker; a fault of our own.',
  victim: 'worker',
  needs: ['kill'],
  radius: workerRadius,
  felt: (evidence, window) => [...brokenCalls(evidence, window), ...retriedTasks(evidence, window)],
});

const bounce = {
  name: 'bounce',
  summary: 'SIGKILL the worker; an action of our own.',
  scope: 'group',
  fault: workerBounce,
  kills: true,
  words: { noun: 'bounce', deed: 'Bounce of the worker', meaning: 'the worker bounced' },
  strikesAt: () => true,
  leavesTrace: () => true,
};

const greetedToTheEnd = defineCheck({
  name: 'greeted-to-the-end',
  invariant: 'Every greeting was given; a check of our own.',
  books: ['eventHistories'],
  judge: ({ plan, eventHistories }) => {
    const planned = new Set(plan.workload.map(({ workflowId }) => workflowId));
    const greetings = rowsOf(eventHistories).filter(({ workflowId }) => planned.has(workflowId));
    if (greetings.length === 0) return unknown('No greeting was begun.');
    const open = greetings.filter(({ events }) => eventTypeOf(events.at(-1)) !== 'WORKFLOW_EXECUTION_COMPLETED');
    if (open.length > 0)
      return invalid(
        `${open.length} of ${greetings.length} greetings were not given.`,
        open.map(({ workflowId }) => ({ violation: 'other-end', workflowId })),
      );
    return valid(`${greetings.length} of ${greetings.length} greetings were given.`);
  },
});

const base = sample.scenarios.find(({ name }) => name === 'greeting-worker-kill');
const greetingWorkerBounce = {
  ...base,
  name: 'greeting-worker-bounce',
  plan: (seed, params) => {
    const body = base.plan(seed, params);
    const schedule = body.schedule.map((planned) => ({ ...planned, fault: 'worker-bounce' }));
    return { ...body, schedule, checks: [...body.checks, 'greeted-to-the-end'] };
  },
};

export const config = {
  ...sample,
  faults: [workerBounce],
  checks: [greetedToTheEnd],
  actions: [bounce],
  scenarios: [...sample.scenarios, greetingWorkerBounce],
};
