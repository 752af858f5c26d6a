import type { BadInput, PlanText } from './bad-input.ts';

/** What may be wrong with a plan. */
export const plans: readonly BadInput[] = [
  {
    input: 'a plan that there is not',
    code: 'CHAOS_BAD_PLAN',
    exit: 64,
    args: ['scenario', 'worker-kill', '--plan', 'none.json'],
    says: /ENOENT.*Make one with --dry-run/,
  },
  { input: 'a plan that is not JSON', code: 'CHAOS_BAD_PLAN', exit: 64, plan: '{"schema":', says: 'JSON' },
  { input: 'a plan that is no object', code: 'CHAOS_BAD_PLAN', exit: 64, plan: '[]', says: 'it says none' },
  {
    input: 'a plan of a newer schema',
    code: 'CHAOS_BAD_PLAN',
    exit: 64,
    plan: (plan) => (plan.schema = 'durable-chaos/plan@2'),
    says: 'it says durable-chaos/plan@2',
  },
  {
    input: 'a plan with a wrong value',
    code: 'CHAOS_BAD_PLAN',
    exit: 64,
    plan: firstFault((fault) => (fault.at.nth = 'first')),
    says: '`schedule.0.at.nth` must be a number',
  },
  {
    input: 'a plan with a field too many',
    code: 'CHAOS_BAD_PLAN',
    exit: 64,
    plan: (plan) => Object.assign(plan, { docs: 3 }),
    says: '`docs` is not known',
  },
  {
    input: 'a plan of another scenario',
    code: 'CHAOS_BAD_PLAN',
    exit: 64,
    plan: (plan) => (plan.scenario = 'greeting-worker-kill'),
    says: 'Run: npm run scenario greeting-worker-kill',
  },
  {
    input: 'a plan with two workflows of one id',
    code: 'CHAOS_BAD_PLAN',
    exit: 64,
    plan: ({ workload }) => workload.push(...workload.slice(0, 1)),
    says: 'Each workflow of the plan',
  },
  {
    input: 'a plan with a program that starts a workflow and is not told which',
    code: 'CHAOS_BAD_PLAN',
    exit: 64,
    plan: firstJob((job) => Object.assign(job, { start: { command: ['node', 'order.mjs'] } })),
    says: '`workload.0.start.command` must have {workflowId} among its arguments',
  },
  {
    input: 'a plan with a program that starts a workflow, which the harness starts with a signal too',
    code: 'CHAOS_BAD_PLAN',
    exit: 64,
    plan: firstJob((job) => {
      const actions = [{ kind: 'signal', name: 'review', args: [], after: { kind: 'with-start' } }];
      Object.assign(job, { start: { command: ['node', '{workflowId}'] }, actions });
    }),
    says: "which a command makes: give it `by: 'system'`",
  },
  {
    input: 'a plan with a fault at a workflow whose id its program chooses',
    code: 'CHAOS_BAD_PLAN',
    exit: 64,
    plan: ({ workload, schedule: [fault] }) => {
      const start = { command: ['order'], idPattern: 'order-.*' };
      for (const job of workload) Object.assign(job, { start, actions: [] });
      Object.assign(fault?.at ?? {}, { workflowId: workload[0]?.workflowId });
    },
    says: 'but the program that starts it chooses another id',
  },
  {
    input: 'a plan with a schedule that fires several times, but not how often',
    code: 'CHAOS_BAD_PLAN',
    exit: 64,
    plan: firstJob((job) => Object.assign(job, { bySchedule: { executions: 2 }, actions: [] })),
    says: '`workload.0.bySchedule.executions` is more than one: give `everyMs`',
  },
  {
    input: 'a plan with a program whose ids are no regular expression',
    code: 'CHAOS_BAD_PLAN',
    exit: 64,
    plan: firstJob((job) => Object.assign(job, { start: { command: ['order'], idPattern: '(' } })),
    says: '`workload.0.start.idPattern` must be a regular expression',
  },
  {
    input: 'a plan with an empty program that starts a workflow',
    code: 'CHAOS_BAD_PLAN',
    exit: 64,
    plan: firstJob((job) => Object.assign(job, { start: { command: [] } })),
    says: '`workload.0.start.command.0` is missing',
  },
  {
    input: 'a plan with an unknown fault',
    code: 'CHAOS_UNKNOWN_FAULT',
    exit: 64,
    plan: firstFault((fault) => (fault.fault = 'worker-kil')),
    says: 'Did you mean "worker-kill"?',
  },
  {
    input: 'a plan with bad parameters of a fault',
    code: 'CHAOS_BAD_PLAN',
    exit: 64,
    plan: firstFault((fault) => (fault.params = { force: 9 })),
    says: 'at its params: Unrecognized key: "force"',
  },
  {
    input: 'a plan whose fault strikes a component, on a link',
    code: 'CHAOS_BAD_PLAN',
    exit: 64,
    plan: firstFault((fault) => Object.assign(fault.target, { link: 'temporal' })),
    says: 'Leave out target.link',
  },
  {
    input: 'a plan with an unknown target',
    code: 'CHAOS_UNKNOWN_TARGET',
    exit: 64,
    plan: firstFault((fault) => (fault.target = { role: 'component', name: 'worker-9' })),
    says: 'Choose one of: worker-1, worker-2.',
  },
  {
    input: 'a plan with an unknown version of the system',
    code: 'CHAOS_BAD_PLAN',
    exit: 64,
    plan: firstFault((fault) => Object.assign(fault, { fault: 'worker-replace', params: { version: 'v9' } })),
    says: 'There is no version of the system named "v9", which the plan names. Did you mean "v2"?',
  },
  {
    input: 'a plan with a fault after one that does not come before it',
    code: 'CHAOS_BAD_PLAN',
    exit: 64,
    plan: firstFault((fault) => Object.assign(fault, { after: 'another' })),
    says: 'comes after "another", which is no earlier fault of the plan. Name an earlier one.',
  },
  {
    input: 'a plan with an unknown check',
    code: 'CHAOS_UNKNOWN_CHECK',
    exit: 64,
    plan: ({ checks }) => checks.push('side-effects-twice'),
    says: 'Did you mean "side-effects-once"?',
  },
  {
    input: 'a plan with a check whose book is not kept',
    code: 'CHAOS_BOOK_NOT_KEPT',
    exit: 64,
    plan: (plan) => (plan.subject = 'greetings'),
    says: 'Take the check out of the plan',
  },
];

function firstFault(change: (fault: PlanText['schedule'][number]) => void): (plan: PlanText) => void {
  return ({ schedule: [fault] }) => {
    if (fault === undefined) throw new Error('Expected a fault in the plan of worker-kill.');
    change(fault);
  };
}

function firstJob(change: (job: PlanText['workload'][number]) => void): (plan: PlanText) => void {
  return ({ workload: [job] }) => {
    if (job === undefined) throw new Error('Expected a job in the plan of worker-kill.');
    change(job);
  };
}
