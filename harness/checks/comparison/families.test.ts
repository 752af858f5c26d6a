import { expect } from 'chai';
import { historyBuilder } from '../../contracts/sample-run/history-builder.ts';
import { strayRows } from '../../exploration/stray-rows.ts';
import type { EventHistory } from '../../model/event-history.ts';
import type { LedgerLine } from '../../model/evidence.ts';
import { Families, furtherWork } from './families.ts';
import { isEffectOf } from './own-evidence.ts';

const parent = 'order-1';
const child = '3c9f-of-no-known-form';

function parentHistory(policy: string): EventHistory {
  const builder = historyBuilder(parent, { atMs: 0, type: 'order', args: [] });
  const workflowType = { name: 'receipt' };
  const asked = { workflowId: child, workflowType, parentClosePolicy: `PARENT_CLOSE_POLICY_${policy}` };
  builder.add(10, 'START_CHILD_WORKFLOW_EXECUTION_INITIATED', asked);
  builder.add(90, 'WORKFLOW_EXECUTION_COMPLETED', {});
  return builder.history();
}

function childHistory(workflowId = child): EventHistory {
  const builder = historyBuilder(workflowId, { atMs: 20, type: 'receipt', args: [] });
  builder.add(80, 'WORKFLOW_EXECUTION_COMPLETED', {});
  const { events, ...ids } = builder.history();
  const [started, ...rest] = events;
  if (started === undefined) throw new TypeError('Expected a first event.');
  const parentWorkflowExecution = { workflowId: parent, runId: `run-of-${parent}` };
  const attributes = { workflowType: { name: 'receipt' }, parentWorkflowExecution };
  return { ...ids, events: [{ ...started, workflowExecutionStartedEventAttributes: attributes }, ...rest] };
}

const line = (workflowId: string): LedgerLine => ({
  ...({ sequence: 1, time: '2026-11-22T12:00:00.000Z', kind: 'mail', subject: {}, idempotencyKey: null } as const),
  ...({ payloadHash: 'x', outcome: 'applied', activity: { workflowId, activityId: '1', attempt: 1 } } as const),
});

describe('Families', () => {
  const families = new Families();
  families.learn([parentHistory('TERMINATE'), childHistory()], [parent]);

  it('takes a child for part of the workflow that started it, and its effects too', () => {
    expect([families.has(child, parent), families.has(child, 'order-2'), families.knows('order-2')]).to.deep.equal([
      true,
      false,
      false,
    ]);
    expect(families.of(parent)).to.deep.equal([child]);
    expect(isEffectOf(parent, families)(line(child))).to.equal(true);
    expect(isEffectOf(parent)(line(child))).to.equal(false);
  });

  it('keeps the effect of a child from being one that no workflow answers for', () => {
    const books = {
      effects: { state: 'collected', rows: [line(child)] },
      checkpoints: { state: 'collected', rows: [] },
    } as const;
    const context = { runId: 'x-1', keeps: { checkpoints: true, effects: true } };
    expect(strayRows({ ...books, families }, context)).to.deep.equal([]);
    expect(strayRows(books, context)).to.have.length(1);
  });
});

describe('furtherWork', () => {
  it('counts each child by its type and end, so that one that was started twice shows', () => {
    const once = furtherWork([parentHistory('TERMINATE'), childHistory()], parent);
    expect(once).to.deep.equal(['workflow receipt, WORKFLOW_EXECUTION_COMPLETED']);
    expect(furtherWork([childHistory()], parent), 'of another').to.deep.equal([]);
  });

  it('leaves those out that may go on without their parent', () => {
    expect(furtherWork([parentHistory('ABANDON'), childHistory()], parent)).to.deep.equal([]);
  });
});
