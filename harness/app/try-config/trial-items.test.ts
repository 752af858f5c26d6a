import { expect } from 'chai';
import { config as own } from '../../../chaos.config.ts';
import { historyBuilder } from '../../contracts/sample-run/history-builder.ts';
import { call, journalOf } from '../../contracts/sample-run/journal-builder.ts';
import type { ChaosConfig } from '../../model/config.ts';
import type { ComponentRow } from '../../model/evidence.ts';
import type { Json } from '../../model/json.ts';
import { type Job, jobSchema } from '../../model/plan.ts';
import type { TrialEvidence, TrialItem } from './trial-item.ts';
import { trialItems } from './trial-items.ts';

const config: ChaosConfig = {
  ...own,
  taskQueue: 'orders',
  services: { payments: { http: 'http://127.0.0.1:1' }, cache: { tcp: '127.0.0.1:2' } },
};
const job: Job = jobSchema.parse({ workflowType: 'order', workflowId: 'order-1', args: [], actions: [] });

function polls(method: string, number: number, taskQueue = 'orders'): readonly ReturnType<typeof call>[] {
  return Array.from({ length: number }, () => call('worker-1', 9000, { method, taskQueue, startedMs: 1000 }));
}

const request = (whose: object): object => ({
  kind: 'http',
  component: 'worker-1',
  incarnation: 1,
  link: 'payments@worker-1',
  method: 'POST',
  path: '/v1/charges',
  startedMs: 2000,
  latencyMs: 5,
  outcome: 'answered',
  status: 200,
  requestBytes: 1,
  replyBytes: 1,
  exchange: { key: null, requestDigest: null, replyDigest: null, effect: null },
  ...whose,
});

interface Facts {
  readonly end?: string;
  readonly entries?: readonly object[];
  readonly life?: Partial<ComponentRow['incarnations'][number]>;
  /** The attributes of an activity that was scheduled. */
  readonly scheduled?: Readonly<Record<string, Json>>;
  readonly fleets?: ChaosConfig['fleets'];
}

const usual = [...polls('PollWorkflowTaskQueue', 20), ...polls('PollActivityTaskQueue', 20)];

function items(facts: Facts = {}): readonly TrialItem[] {
  const { end = 'WORKFLOW_EXECUTION_COMPLETED', entries = usual, life = {}, scheduled, fleets = {} } = facts;
  const builder = historyBuilder('order-1', { atMs: 2000, type: 'order', args: [] });
  if (scheduled !== undefined) builder.add(2500, 'ACTIVITY_TASK_SCHEDULED', scheduled);
  if (end !== '') builder.add(3000, end, {});
  const alive = { incarnation: 1, pid: 1, startedMs: 0, exitedMs: 1, exitCode: 0, signal: null, oomKilled: false };
  const incarnations = [{ ...alive, purpose: 'drain' as const, ...life }];
  const trial: TrialEvidence = {
    jobs: [job],
    journal: journalOf(entries as Parameters<typeof journalOf>[0]),
    histories: [builder.history()],
    components: ['worker-1', ...Object.keys(fleets).map((name) => `worker-${name}-1`)].map((component) => {
      // All workers of further fleets drain.
      const lives = component === 'worker-1' ? incarnations : [{ ...alive, purpose: 'drain' as const }];
      return { component, role: 'worker', incarnations: lives };
    }),
  };
  return trialItems({ ...config, fleets }, trial);
}

function itemOf(what: string, facts: Facts = {}): TrialItem {
  return items(facts).find((one) => one.what === what) ?? expect.fail(`There is no item ${what}.`);
}

describe('what a trial of a configuration found out', () => {
  it('is that a good system polls, ends, drains, and has room for a front', () => {
    const states = items().map(({ what, state }) => `${what}: ${state}`);
    expect(states).to.include.members(['task queue: ok', 'workflow order: ok', 'pollers: ok', 'end: ok']);
  });

  it('is which task queue the worker polls instead', () => {
    const { state, seen } = itemOf('task queue', { entries: polls('PollWorkflowTaskQueue', 1, 'order') });
    expect({ state, seen }).to.deep.equal({ state: 'bad', seen: 'The worker polls order, but not orders.' });
    const own = call('worker-1', 9000, {
      method: 'PollWorkflowTaskQueue',
      taskQueue: '7@host-order-1',
      identity: '7@host',
    });
    const both = [...polls('PollWorkflowTaskQueue', 1, 'order'), own];
    expect(itemOf('task queue', { entries: both }).seen).to.equal('The worker polls order, but not orders.');
    expect(itemOf('task queue', { entries: [] }).state).to.equal('bad');
  });

  it('is which task queue the workers of another fleet poll instead', () => {
    const fleets = { mail: { command: ['mail'], taskQueue: 'mail' } } as const;
    const poll = { method: 'PollActivityTaskQueue', startedMs: 1000 };
    const of = (taskQueue: string) => [...usual, call('worker-mail-1', 9000, { ...poll, taskQueue })];
    const what = 'task queue of mail';
    expect(itemOf(what, { fleets, entries: of('mail') }).state).to.equal('ok');
    expect(itemOf(what, { fleets, entries: of('orders') })).to.include({
      seen: 'The worker polls orders, but not mail.',
      advice: 'Correct `fleets.mail.taskQueue`, or the variable that names it.',
    });
    expect(itemOf(what, { fleets }).seen, 'the other fleet polls').to.equal('No poll was seen.');
    const others = [call('worker-mail-1', 9000, { ...poll, taskQueue: 'orders' })];
    expect(itemOf('task queue', { fleets, entries: others }).state).to.equal('bad');
  });

  it('is why a workflow did not end well', () => {
    expect(itemOf('workflow order', { end: '' }).advice).to.include('is order registered');
    const task = call('worker-1', 2500, { method: 'RespondWorkflowTaskCompleted', workflowId: 'order-1' });
    expect(itemOf('workflow order', { end: '', entries: [task] }).advice).to.include('wait for a signal');
    const failure = { type: null, message: 'Invalid URL\n  at x' };
    const failed = call('worker-1', 2500, {
      method: 'RespondActivityTaskFailed',
      workflowId: 'order-1',
      activityType: 'charge',
      failure,
    });
    expect(itemOf('workflow order', { end: '', entries: [failed] }).seen).to.equal(
      'order-1 did not end. charge failed: Invalid URL',
    );
    expect(itemOf('workflow order', { end: 'WORKFLOW_EXECUTION_FAILED' }).state).to.equal('bad');
    expect(itemOf('workflow order', { end: 'WORKFLOW_EXECUTION_CANCELED' }).state).to.equal('ok');
  });

  it('is whether requests come through the links, and whose they are', () => {
    expect(itemOf('service payments')).to.include({ state: 'bad', seen: 'No request came through its link.' });
    expect(itemOf('service cache').state).to.equal('note');
    const whose = { workflowId: 'order-1', activityId: '1', attempt: 1 };
    const claimed = journalled(request({ call: 1, ...whose }));
    expect(itemOf('service payments', { entries: claimed })).to.include({ state: 'ok' });
    expect(itemOf('requests', { entries: claimed }).seen).to.equal('Each of 1 belongs to an activity.');
    const entries = [...claimed, ...journalled(request({ call: 2 }))];
    expect(itemOf('requests', { entries })).to.include({
      state: 'note',
      seen: '1 of 2 belong to no one activity, the first POST /v1/charges.',
    });
  });

  it('is how many pollers there are at once', () => {
    const entries = [...polls('PollWorkflowTaskQueue', 5), ...polls('PollActivityTaskQueue', 3)];
    const { state, advice } = itemOf('pollers', { entries });
    expect(state).to.equal('note');
    expect(advice).to.include('--front 3');
  });

  it('is how the worker ends', () => {
    expect(itemOf('end', { life: { signal: 'SIGKILL', exitCode: null } }).seen).to.equal(
      'The worker ended by SIGKILL after SIGTERM.',
    );
    expect(itemOf('end', { life: { purpose: 'unplanned', exitCode: 1 } }).seen).to.equal('The worker ended by itself.');
    expect(itemOf('end', { life: { signal: 'SIGTERM', exitCode: null } }).state).to.equal('ok');
  });

  function journalled(entry: object): readonly object[] {
    return [{ ...entry, atMs: 2005 }];
  }

  it('is how long Temporal takes to notice a lost activity, if that is long', () => {
    const scheduled = (startToCloseTimeout: string, heartbeatTimeout = '0s') => ({
      activityType: { name: 'charge' },
      startToCloseTimeout,
      heartbeatTimeout,
    });
    const what = 'timeouts';
    const slow = itemOf(what, { scheduled: scheduled('60s') });
    expect(slow).to.include({ state: 'note', seen: 'Temporal notices a lost charge only after 60 s.' });
    for (const soon of [scheduled('5s'), scheduled('60s', '2s')])
      expect(items({ scheduled: soon }).map((one) => one.what)).not.to.include(what);
  });

  it('is that payloads can not be read, if there are such', () => {
    const input = { payloads: [{ metadata: { encoding: btoa('binary/encrypted') }, data: 'AA==' }] };
    const found = itemOf('payloads', { scheduled: { activityType: { name: 'charge' }, input } });
    expect(found.state).to.equal('note');
    expect(found.seen).to.contain('payloads of ACTIVITY_TASK_SCHEDULED charge (1, binary/encrypted');
    expect(items().map(({ what }) => what)).not.to.include('payloads');
  });

  it('is that a runtime which crashes after the worker has drained does no harm', () => {
    const life = { exitCode: null, signal: 'SIGABRT' };
    expect(itemOf('end', { life }).state).to.equal('bad');
    const shutdown = call('worker-1', 9100, { method: 'ShutdownWorker' });
    expect(itemOf('end', { life, entries: [...usual, shutdown] }).state).to.equal('ok');
  });
});

describe('what a trial found out of further fleets', () => {
  const fleets = { mail: { command: ['mail'], taskQueue: 'mail' } } as const;

  it('is how each of them ends, and that of `workers` too', () => {
    const life = { signal: 'SIGKILL', exitCode: null };
    expect(itemOf('end', { fleets, life }).state).to.equal('bad');
    expect(itemOf('end of mail', { fleets, life }).state).to.equal('ok');
  });

  it('is how many pollers each has, of the kinds that it has', () => {
    const entries = [
      ...usual,
      ...polls('PollActivityTaskQueue', 3).map((one) => ({ ...one, component: 'worker-mail-1' })),
    ];
    expect(itemOf('pollers', { fleets, entries }).state).to.equal('ok');
    expect(itemOf('pollers of mail', { fleets }).state, 'none').to.equal('note');
    const { state, advice } = itemOf('pollers of mail', { fleets, entries });
    expect({ state, advice }).to.deep.include({ state: 'note' });
    expect(advice).to.contain('--front 3');
  });
});
