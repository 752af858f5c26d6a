import { expect } from 'chai';
import type { EventHistory } from '../model/event-history.ts';
import type { Book, ReplayRow } from '../model/evidence.ts';
import { waitFor } from '../wait.ts';
import { ReplayAhead } from './replay-ahead.ts';
import { fakeContext, job } from './test-support/fake-context.ts';

const never = new AbortController().signal;

function historyOf(events: number): EventHistory {
  const event = { eventTime: '2026-01-01T00:00:00Z', eventType: 'EVENT_TYPE_TIMER_STARTED' };
  return {
    workflowId: 'a',
    runId: 'r',
    events: Array.from({ length: events }, (_, index) => ({ ...event, eventId: String(index + 1) })),
  };
}

function rowOf(events: number, full: boolean): ReplayRow {
  return { workflowId: 'a', runId: 'r', events, full, bundleHash: 'b', ok: true, error: null };
}

/** What is in the book at last, where the first look ahead saw `ahead` events and `collected` were read in the end. */
async function replays(ahead: number, collected: number, first: Book<ReplayRow>): Promise<readonly ReplayRow[]> {
  const answers: Book<ReplayRow>[] = [first];
  let asked = 0;
  const context = fakeContext({
    workload: [job('a')],
    workflows: { ended: () => Promise.resolve(['a']), eventHistory: () => Promise.resolve(historyOf(ahead)) },
    replay: (histories) => {
      asked += 1;
      const rows = histories.map((history) => rowOf(history.events.length, true));
      return Promise.resolve(answers.shift() ?? { state: 'collected', rows });
    },
  });
  const replayer = new ReplayAhead(context);
  const over = Promise.withResolvers<void>();
  const watching = replayer.watch(over.promise);
  await waitFor(() => (asked > 0 ? true : undefined), { what: 'a first replay', limitMs: 5000, signal: never });
  over.resolve();
  await watching;
  const book = await replayer.finish({ state: 'collected', rows: [historyOf(collected)] }, never);
  return book.state === 'collected' ? book.rows : [];
}

describe('ReplayAhead', () => {
  const first: Book<ReplayRow> = { state: 'collected', rows: [rowOf(2, false), rowOf(4, true)] };

  it('does not replay again what has not changed since', async () => {
    expect(await replays(4, 4, first)).to.deep.equal(first.rows);
  });

  it('replays an event history that has grown whole again, and replays no prefix twice', async () => {
    expect(await replays(4, 6, first)).to.deep.equal([rowOf(2, false), rowOf(6, true)]);
  });

  it('replays in the end what could not be replayed ahead', async () => {
    const failed: Book<ReplayRow> = { state: 'unavailable', reason: 'died' };
    expect(await replays(4, 4, failed)).to.deep.equal([rowOf(4, true)]);
  });

  it('replays only in the end of which the journal does not yet say who completed it', async () => {
    const asked: number[] = [];
    const history = historyOf(2);
    const attributes = { startedEventId: '1' };
    const event = { ...history.events[1], eventId: '2', eventTime: '2026-01-01T00:00:00Z' };
    const completed = { ...event, eventType: 'EVENT_TYPE_WORKFLOW_TASK_COMPLETED' };
    const whole = {
      ...history,
      events: [...history.events.slice(0, 1), { ...completed, workflowTaskCompletedEventAttributes: attributes }],
    };
    const looked = Promise.withResolvers<void>();
    const context = fakeContext({
      workload: [job('a')],
      workflows: {
        ended: () => {
          if (read) looked.resolve();
          return Promise.resolve(['a']);
        },
        eventHistory: () => {
          read = true;
          return Promise.resolve(whole);
        },
      },
      replay: (histories) => {
        asked.push(histories.length);
        return Promise.resolve({ state: 'collected', rows: [] });
      },
    });
    let read = false;
    const life = { component: 'worker-1', incarnation: 1 } as const;
    context.journal.write({ kind: 'component', ...life, change: 'spawned', version: 'v2' });
    const ahead = new ReplayAhead(context);
    const watching = ahead.watch(looked.promise);
    await looked.promise;
    await watching;
    expect(asked, 'ahead').to.deep.equal([]);
    await ahead.finish({ state: 'collected', rows: [whole] }, never);
    expect(asked).to.deep.equal([1]);
  });
});
