import { expect } from 'chai';
import type { EventHistory } from '../model/event-history.ts';
import type { Json } from '../model/json.ts';
import { LoadEnd } from './load-end.ts';
import { RetryingProbe } from './retrying-probe.ts';
import { type Fakes, fakeContext, job } from './test-support/fake-context.ts';

/** An event history of these events, each a type with its attributes. */
function history(
  workflowId: string,
  ...events: readonly (readonly [type: string, attributes?: Readonly<Record<string, Json>>])[]
): EventHistory {
  return {
    workflowId,
    runId: `run-of-${workflowId}`,
    events: events.map(([type, attributes = {}], index) => ({
      eventId: String(index + 1),
      eventTime: '2026-01-01T00:00:00Z',
      eventType: `EVENT_TYPE_${type}`,
      someEventAttributes: attributes,
    })),
  };
}

const started = ['WORKFLOW_EXECUTION_STARTED', { workflowType: { name: 'report' } }] as const;
const completed = ['WORKFLOW_EXECUTION_COMPLETED'] as const;
const initiated = (policy: string): readonly [string, Readonly<Record<string, Json>>] => [
  'START_CHILD_WORKFLOW_EXECUTION_INITIATED',
  { workflowId: 'child', parentClosePolicy: `PARENT_CLOSE_POLICY_${policy}` },
];
const parent = { parentWorkflowExecution: { workflowId: 'a', runId: 'run-of-a' } };
const child = ['WORKFLOW_EXECUTION_STARTED', parent] as const;
const asleep = [['WORKFLOW_TASK_STARTED'], ['WORKFLOW_TASK_COMPLETED'], ['TIMER_STARTED']] as const;

interface Given {
  readonly running?: boolean;
  readonly histories?: readonly EventHistory[];
  readonly also?: NonNullable<Fakes['workload']>[number]['also'];
}

/** Whether the end of a load of one job is reached, while so many workflows run. */
async function isReached(
  count: number | undefined,
  { running = false, histories = [], also }: Given,
): Promise<boolean> {
  const context = fakeContext({
    workload: [{ ...job('a'), also }],
    workflows: { state: () => Promise.resolve({ workflowId: 'a', running, completed: !running, retrying: [] }) },
    books: { eventHistories: () => Promise.resolve({ state: 'collected', rows: histories }) },
  });
  return await new LoadEnd(context, new RetryingProbe(context), []).isReached(count);
}

describe('LoadEnd', () => {
  it('waits for every job, and where it could not look', async () => {
    expect(await isReached(0, { histories: [history('a', started, completed)] })).to.equal(true);
    expect(await isReached(0, { running: true })).to.equal(false);
    expect(await isReached(undefined, {})).to.equal(false);
  });

  it('waits for a child, even if visibility does not know it yet, unless it was abandoned and only waits', async () => {
    const of = (policy: string): EventHistory => history('a', started, initiated(policy), completed);
    const sleeping = history('child', child, ...asleep);
    expect(await isReached(0, { histories: [of('REQUEST_CANCEL'), sleeping] })).to.equal(false);
    expect(await isReached(1, { histories: [of('ABANDON'), sleeping] })).to.equal(true);
    const busy = history('child', child, ...asleep, ['ACTIVITY_TASK_SCHEDULED']);
    expect(await isReached(1, { histories: [of('ABANDON'), busy] })).to.equal(false);
    const due = history('child', child, ['WORKFLOW_TASK_SCHEDULED']);
    expect(await isReached(1, { histories: [of('ABANDON'), due] })).to.equal(false);
    expect(await isReached(0, { histories: [of('TERMINATE'), history('child', child, completed)] })).to.equal(true);
  });

  it('waits for the workflows that a job declares, and for no other that need not end', async () => {
    const ended = history('a', started, completed);
    const report = [{ workflowType: 'report', idPattern: 'r', end: 'completed' as const }];
    expect(await isReached(0, { also: report, histories: [ended] })).to.equal(false);
    expect(await isReached(1, { also: report, histories: [ended, history('r', started, ...asleep)] })).to.equal(false);
    expect(await isReached(0, { also: report, histories: [ended, history('r', started, completed)] })).to.equal(true);
    const daily = [{ workflowType: 'report', idPattern: 'r' }];
    expect(await isReached(1, { also: daily, histories: [ended, history('r', started, ...asleep)] })).to.equal(true);
  });

  it('waits for a workflow that nothing explains, as long as it runs', async () => {
    const stray = history('stray', started, ...asleep);
    expect(await isReached(1, { histories: [history('a', started, completed), stray] })).to.equal(false);
  });
});
