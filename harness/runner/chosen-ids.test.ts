import { expect } from 'chai';
import { entriesOf } from '../model/journal.ts';
import type { Job } from '../model/plan.ts';
import { CommandOfJob } from './command-of-job.ts';
import { driveJobs } from './drive-jobs.ts';
import { ended } from './test-support/asked-of-temporal.ts';
import { journalled, type Rig, rigOf } from './test-support/command-rig.ts';
import { job as plain } from './test-support/fake-context.ts';

describe('a command that chooses the ids of its workflows', () => {
  const chosen = { command: ['order'], idPattern: 'order-\\d', executions: 2 } as NonNullable<Job['start']>;
  const starting = (...ids: string[]) =>
    rigOf(({ end }, { seen }) => {
      for (const id of ids) seen(id);
      end();
    });
  const begun = async (rig: Rig): Promise<readonly string[]> => {
    const command = await CommandOfJob.begin(rig.context, { ...plain('job'), start: { ...chosen, limitMs: 50 } });
    await command.finish(true);
    const entries = entriesOf(rig.context.journal.entries(), 'client').filter(({ step }) => step !== 'invoke');
    return entries.map(({ action, workflowId, step, started = [] }) =>
      [action, workflowId, step, ...started].join(' '),
    );
  };

  it('starts its job under each of them that is of the pattern', async () => {
    expect(await begun(starting('order-1', 'receipt-1', 'order-2'))).to.have.members([
      'command job ok',
      'start job ok order-1 order-2',
      'start order-1 ok',
      'start order-2 ok',
    ]);
  });

  it('fails if it starts fewer than it should', async () => {
    const rig = starting('order-1', 'receipt-1');
    expect(await begun(rig)).to.have.members(['command job ok', 'start job fail order-1', 'start order-1 ok']);
    const told = 'was seen at the gateway to start 1 of 2 workflows with ids of the pattern "order-\\d"';
    expect(journalled(rig).join()).to.contain(`${told}, but "order-1", "receipt-1"`);
  });

  it('fails if it starts more than it should, and the start itself does not', async () => {
    const rig = starting('order-1', 'order-2', 'order-3');
    const told = 'started 3 workflows with ids of the pattern "order-\\d" instead of 2';
    expect((await begun(rig)).filter((one) => / (?:info|fail)/.test(one))).to.deep.equal(['command job fail']);
    expect(journalled(rig).join()).to.contain(`command fail The command \`order\` ${told}.`);
  });

  it('fails if it starts a workflow that another job has: it would be judged, and compared with itself', async () => {
    const rig = starting('order-1', 'order-2');
    const jobs = ['job-reference-1', 'job'].map((id) => ({ ...plain(id), start: chosen }));
    for (const job of jobs) await (await CommandOfJob.begin(rig.context, job)).finish(true);
    const told = 'started the workflow "order-1", which another job had started: choose new ids each time';
    expect(journalled(rig)).to.include(`start fail The command \`order\` ${told}.`);
  });

  it('is searched for in Temporal if the pattern tells whose they are, but for what was there before', async () => {
    const rig = starting();
    const others = { kind: 'client', operation: 1, action: 'start', workflowId: 'order-1-b', step: 'ok' } as const;
    rig.context.journal.write({ ...others, started: ['order-1-b-noon'] });
    const known = ['order-1-reference-1-noon', 'order-2-noon'];
    const executions = (): Promise<readonly { workflowId: string; runId: string }[]> => {
      const listed = known.map((workflowId) => ({ workflowId, runId: 'r' }));
      known.push('order-1-noon', 'order-1-b-noon');
      return Promise.resolve(listed);
    };
    const probes = { ...rig.context.probes, workflows: { ...rig.context.probes.workflows, executions } };
    const start = { command: chosen.command, idPattern: 'order-1-.*' };
    await CommandOfJob.begin({ ...rig.context, probes }, { ...plain('order-1'), start });
    const answer = entriesOf(rig.context.journal.entries(), 'client').find(
      ({ action, workflowId, step }) => action === 'start' && workflowId === 'order-1' && step === 'ok',
    );
    expect(answer?.started).to.deep.equal(['order-1-noon']);
  });

  it('has the actions of its job sent to each of them', async () => {
    const { context } = starting('order-1', 'order-2');
    const told: string[] = [];
    const act = (workflowId: string): Promise<void> => Promise.resolve(void told.push(workflowId));
    const isRunning = (workflowId: string): boolean => !told.includes(workflowId);
    const state = (workflowId: string) => Promise.resolve({ ...ended, workflowId, running: isRunning(workflowId) });
    const countRunning = (): Promise<number> => Promise.resolve(2 - told.length);
    const workflows = { ...context.probes.workflows, act, state, countRunning, outcomeUnknown: () => false };
    const actions: Job['actions'] = [{ kind: 'signal', name: 'pay', args: [], after: { kind: 'started' } }];
    const workload = [{ ...plain('job'), start: chosen, actions }];
    const probes = { ...context.probes, workflows };
    expect(await driveJobs({ ...context, probes, plan: { ...context.plan, workload } }, 5000).ended).to.equal(0);
    expect(told).to.have.members(['order-1', 'order-2']);
  });
});
