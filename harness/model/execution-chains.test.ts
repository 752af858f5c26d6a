import { expect } from 'chai';
import type { EventHistory } from './event-history.ts';
import { type Chain, chainOf, runBefore } from './execution-chains.ts';

const at = (second: number): string => new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString();

/** A run that begins at a second, with the attributes of its start. */
function begun(runId: string, second: number, attributes: Readonly<Record<string, string>> = {}): EventHistory {
  return {
    workflowId: 'w',
    runId,
    events: [
      {
        eventId: '1',
        eventTime: at(second),
        eventType: 'EVENT_TYPE_WORKFLOW_EXECUTION_STARTED',
        workflowExecutionStartedEventAttributes: attributes,
      },
    ],
  };
}

/** The run that a reset made: a copy of the base's events, then the reset. */
function resetTo(runId: string, base: EventHistory, second: number): EventHistory {
  const reset = {
    eventId: String(base.events.length + 1),
    eventTime: at(second),
    eventType: 'EVENT_TYPE_WORKFLOW_TASK_FAILED',
    workflowTaskFailedEventAttributes: {
      cause: 'WORKFLOW_TASK_FAILED_CAUSE_RESET_WORKFLOW',
      baseRunId: base.runId,
      newRunId: runId,
    },
  };
  return { ...base, runId, events: [...base.events, reset] };
}

const linesOf = ({ lines }: Chain): readonly string[] =>
  lines.map((line) => line.map(({ runId }) => runId).join(' → '));
const one = begun('one', 1);
const two = begun('two', 2, { continuedExecutionRunId: 'one', initiator: 'CONTINUE_AS_NEW_INITIATOR_WORKFLOW' });
const three = begun('three', 3, {
  continuedExecutionRunId: 'two',
  initiator: 'CONTINUE_AS_NEW_INITIATOR_CRON_SCHEDULE',
});

describe('chainOf', () => {
  it('puts the runs of a workflow in the order in which they began', () => {
    const chain = chainOf([three, one, two]);
    expect(chain.runs.map(({ runId }) => runId)).to.deep.equal(['one', 'two', 'three']);
    expect(linesOf(chain)).to.deep.equal(['one → two → three']);
    expect(chain.unlinked).to.deep.equal([]);
    expect([one, two, three].map((run) => runBefore(run)?.how)).to.deep.equal([undefined, 'continue-as-new', 'cron']);
  });

  it('knows runs of one instant by their links', () => {
    const same = begun('two', 1, { continuedExecutionRunId: 'one' });
    expect(linesOf(chainOf([same, one]))).to.deep.equal(['one → two']);
  });

  it('lets a reset replace the run that it was made from', () => {
    const again = resetTo('again', two, 5);
    const chain = chainOf([again, two, one]);
    expect(linesOf(chain)).to.deep.equal(['one → two', 'one → again']);
    expect(chain.current.map(({ runId }) => runId)).to.deep.equal(['one', 'again']);
    expect(chain.unlinked).to.deep.equal([]);
  });

  it('knows the reset of a reset run, and one to a run that was continued', () => {
    const first = resetTo('first', one, 4);
    const second = resetTo('second', first, 5);
    expect(linesOf(chainOf([one, first, second]))).to.deep.equal(['one', 'first', 'second']);
    expect(linesOf(chainOf([one, two, resetTo('back', one, 6)]))).to.deep.equal(['one → two', 'back']);
  });

  it('tells the runs that no event links to another', () => {
    const chain = chainOf([one, begun('other', 2), begun('stray', 3, { continuedExecutionRunId: 'gone' })]);
    expect(chain.unlinked.map(({ runId }) => runId)).to.deep.equal(['other', 'stray']);
    expect(chain.current.map(({ runId }) => runId)).to.deep.equal(['stray']);
  });

  it('gets lost in no circle, and has nothing to say of no run', () => {
    const a = begun('a', 1, { continuedExecutionRunId: 'b' });
    const b = begun('b', 2, { continuedExecutionRunId: 'a' });
    expect(chainOf([a, b]).runs).to.have.length(2);
    expect(chainOf([])).to.deep.equal({ runs: [], lines: [], current: [], unlinked: [] });
  });
});
