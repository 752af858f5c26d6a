import { expect } from 'chai';
import { type Job, jobSchema, type PlannedFault } from '../../model/plan.ts';
import { validateChosenIds } from './validate-chosen-ids.ts';

const job = (start: object): Job =>
  jobSchema.parse({ workflowType: 'order', workflowId: 'order-1', args: [], actions: [], start });
const chosen = job({ command: ['order'], idPattern: 'order-.*' });
const kill = { id: 'kill', fault: 'worker-kill', params: {}, healAfterMs: 1 } as const;
const call = { kind: 'call', side: 'reply', method: 'PollWorkflowTaskQueue', nth: 1 } as const;
const validate = (one: Job, at: PlannedFault['at'], target: PlannedFault['target'] = { role: 'holder' }): void =>
  validateChosenIds({ workload: [one], schedule: [{ ...kill, at, target }] });

describe('a fault of a plan whose programs choose the ids of workflows', () => {
  it('is refused if it names such a workflow', () => {
    const says = /The fault kill names the workflow order-1, but .* Name a call without a workflow/;
    const workflowId = 'order-1';
    expect(() => validate(chosen, { kind: 'event', workflowId, eventType: 'TIMER_STARTED', nth: 1 })).to.throw(says);
    expect(() => validate(chosen, { kind: 'ended', workflowIds: ['other', workflowId] })).to.throw(says);
    expect(() => validate(chosen, { ...call, workflowId })).to.throw(says);
    expect(() => validate(chosen, call, { role: 'holder', workflowId })).to.throw(says);
  });

  it('is refused if Temporal makes the id of such a workflow for a schedule', () => {
    const scheduled = jobSchema.parse({
      workflowType: 'order',
      workflowId: 'order-1',
      args: [],
      actions: [],
      bySchedule: {},
    });
    const says = /names the workflow order-1, but Temporal makes another id for its schedule. Name a call without/;
    expect(() => validate(scheduled, { ...call, workflowId: 'order-1' })).to.throw(says);
  });

  it('may wait for a call of any workflow, or for one whose id the plan gives', () => {
    const workflowId = 'order-1';
    expect(() => validate(chosen, call)).not.to.throw();
    expect(() => validate(chosen, { kind: 'elapsed', ms: 1 })).not.to.throw();
    expect(() => validate(job({ command: ['order', '{workflowId}'] }), { ...call, workflowId })).not.to.throw();
  });
});
