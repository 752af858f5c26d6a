import { expect } from 'chai';
import { Families } from '../checks/comparison/families.ts';
import { asReferences, outcomeOf } from '../checks/comparison/outcome.ts';
import { correctRun } from '../contracts/sample-run/correct-run.ts';
import type { TableRow } from '../model/evidence.ts';
import type { Journal } from '../model/journal.ts';
import { readBooks } from './judge/books.ts';
import { JournalParts } from './judge/journal-parts.ts';
import { makeResult, type ResultFactory } from './judge/judge-front.ts';
import { judgeLateRows } from './late-rows.ts';
import { PointResults } from './point-results.ts';
import type { PointRunner } from './point-runner.ts';
import { history } from './test-support/proof-of.ts';
import { struckAt, WORKFLOW_ID } from './test-support/struck.ts';

const place = { task: 'activity', activityId: '1', exchange: 'completion', side: 'reply', attempt: 1 } as const;
const struck = struckAt(place);

/** Judges by a table that the caller changes. */
function makingOf(rows: () => readonly TableRow[]): ResultFactory {
  const journal = { entries: () => [], nowMs: () => 9000 } as unknown as Journal;
  const empty = async () => ({ state: 'collected', rows: [] });
  const linkedHistories = async () => ({ state: 'collected', rows: [history()] });
  const books = {
    linkedHistories,
    checkpoints: empty,
    effects: empty,
    tables: async () => ({ state: 'collected', rows: rows() }),
  };
  const context = {
    runId: 'document',
    probes: { workflows: { executions: async () => [] }, books, replayer: null },
    families: new Families(),
    explored: { subject: 's', cases: {} },
    keeps: { checkpoints: true, effects: true, tables: [{ table: 'documents', key: 'id', ignore: ['at'] }] },
    stack: { lives: () => [] },
    parts: new JournalParts(journal),
    baseline: [],
    checks: [],
    versions: correctRun().versions,
    seed: 1,
    sabotage: null,
  } as unknown as ResultFactory['context'];
  return {
    context,
    outcomes: new Map(),
    sourceOf: () => null,
    reproduce: () => 'again',
    keep: async () => 'points/p',
    record: async () => undefined,
  };
}

const row = (status: string, at = 1): TableRow => ({ table: 'documents', key: WORKFLOW_ID, columns: { status, at } });

describe('judgeLateRows', () => {
  const judgedAfter = async (late: TableRow): Promise<readonly [string | undefined, boolean]> => {
    let now = row('published');
    const made = makingOf(() => [now]);
    const books = await readBooks(made.context, [WORKFLOW_ID]);
    const references = asReferences([
      outcomeOf({ keeps: made.context.keeps, ignoreFields: [] }, { books, job: struck.job, entries: [] }),
    ]);
    const making = { ...made, outcomes: new Map([[struck.task.known.name, references]]) };
    const results = new PointResults();
    const before = await makeResult(making, struck, books);
    results.take(before);
    now = late;
    const explorer = { results, judgeEndedSince: async () => undefined };
    expect(await judgeLateRows(explorer as unknown as PointRunner, making)).to.deep.equal([]);
    const after = results.made.get(struck.task);
    return [after?.result.findings.find(({ verdict }) => verdict === 'invalid')?.check, after === before];
  };

  it('judges a workflow again whose row in a table was replaced after it was judged', async () => {
    expect(await judgedAfter(row('extracting'))).to.deep.equal(['end-state-as-without-fault', false]);
  });

  it('leaves the result as it is where nothing was written since, and where what was written is ignored', async () => {
    expect(await judgedAfter(row('published'))).to.deep.equal([undefined, true]);
    expect(await judgedAfter(row('published', 2))).to.deep.equal([undefined, false]);
  });
});
