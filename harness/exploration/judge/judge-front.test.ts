import { expect } from 'chai';
import { correctRun } from '../../contracts/sample-run/correct-run.ts';
import type { Journal } from '../../model/journal.ts';
import { struckAt } from '../test-support/struck.ts';
import { JournalParts } from './journal-parts.ts';
import { type JudgedStrike, judgeEndedSince, type ResultFactory } from './judge-front.ts';

const place = { task: 'activity', activityId: '3', exchange: 'completion', side: 'reply', attempt: 1 } as const;
const struck = struckAt(place, { ended: false });

/** Judges by unreadable books; the caller says which workflows still run. */
function makingWhile(running: readonly string[]): ResultFactory {
  const journal = { entries: () => [], nowMs: () => 9000 } as unknown as Journal;
  const unread = async () => ({ state: 'unavailable', reason: 'not here' });
  const workflows = {
    state: async (workflowId: string) => (workflowId === 'gone' ? null : { running: running.includes(workflowId) }),
  };
  const context = {
    probes: {
      workflows,
      books: { linkedHistories: unread, checkpoints: unread, effects: unread, tables: unread },
      replayer: null,
    },
    explored: { subject: 's', cases: {} },
    keeps: { checkpoints: false, effects: false },
    stack: { lives: () => [] },
    parts: new JournalParts(journal),
    baseline: [],
    checks: [],
    versions: correctRun().versions,
    seed: 1,
    sabotage: null,
  };
  return {
    context: context as unknown as ResultFactory['context'],
    outcomes: new Map(),
    sourceOf: () => null,
    reproduce: () => 'again',
    keep: async () => 'points/p',
    record: async () => undefined,
  };
}

function judgedAs(workflowId: string): JudgedStrike {
  return { one: { ...struck, job: { ...struck.job, workflowId } }, rows: 0 } as unknown as JudgedStrike;
}

describe('judgeEndedSince', () => {
  it('judges those again that have ended since, and no other', async () => {
    const again = await judgeEndedSince(makingWhile(['slow']), ['slow', 'ended', 'gone'].map(judgedAs));
    expect(again.map(({ one }) => [one.job.workflowId, one.ended])).to.deep.equal([['ended', true]]);
    expect(again[0]?.result).to.include({ workflowId: 'ended', state: 'unproved' });
  });
});
