import { expect } from 'chai';
import { goodExploration } from '../../test/samples/sample-exploration.ts';
import { actionNamed } from '../actions/index.ts';
import { everyWorkflowCompletes } from '../checks/every-workflow-completes/every-workflow-completes.ts';
import { correctRun } from '../contracts/sample-run/correct-run.ts';
import { historyBuilder, payloads } from '../contracts/sample-run/history-builder.ts';
import { journalOf } from '../contracts/sample-run/journal-builder.ts';
import type { CheckpointRow } from '../model/evidence.ts';
import type { Exploration, PointResult } from '../model/exploration.ts';
import {
  type RecordedBooks,
  type RecordedStrike,
  recordedStrikeSchema,
  type SharedEvidence,
  sharedEvidenceSchema,
} from '../model/recorded-strike.ts';
import { recordedStrike } from './judge/record-strike.ts';
import { judgeExplorationAgain } from './judge-again.ts';
import { activityPlace } from './test-support/boundaries.ts';
import { heldEntries, job, struckAt, WORKFLOW_ID } from './test-support/struck.ts';

const REFERENCE = 'document-reference';
const place = activityPlace('1', 'completion', { side: 'request' });
const collected = <T>(...rows: readonly T[]) => ({ state: 'collected', rows }) as const;

function books(workflowId: string, stored = 1): RecordedBooks {
  const builder = historyBuilder(workflowId, { atMs: 2000, type: 'ingest', args: [] });
  builder.activity({ atMs: 2200, type: 'publish', input: null, result: null, attempt: 2 });
  builder.add(3900, 'WORKFLOW_EXECUTION_COMPLETED', { result: payloads(['done']) });
  const row: CheckpointRow = {
    sequence: 1,
    workflowId,
    stage: 'received',
    activityId: '9',
    attempt: 1,
    digest: 'd',
  };
  return {
    eventHistories: collected(builder.history()),
    replays: collected(),
    checkpoints: collected(...Array.from({ length: stored }, () => row)),
    effects: collected(),
    tables: collected(),
  };
}

function strike(stored = 1): RecordedStrike {
  const made = recordedStrike(struckAt(place), books(WORKFLOW_ID, stored));
  return recordedStrikeSchema.parse(JSON.parse(JSON.stringify(made)));
}

function shared(): SharedEvidence {
  const { components, versions } = correctRun();
  return sharedEvidenceSchema.parse({
    schema: 'durable-chaos/shared-evidence@1',
    subject: 's',
    keeps: { checkpoints: true, effects: false },
    ignoreFields: [],
    checks: ['every-workflow-completes'],
    versions,
    components: components.state === 'collected' ? components.rows : [],
    references: [{ case: 'approved', tookMs: 1000, jobs: [{ ...job, workflowId: REFERENCE }] }],
    books: books(REFERENCE),
  });
}

function explored(): Exploration {
  const sample = goodExploration();
  const [result] = sample.results;
  if (result === undefined) throw new TypeError('Expected a result.');
  const { point } = struckAt(place).task;
  const own: PointResult = { ...result, point: point.id, action: 'crash', workflowId: WORKFLOW_ID };
  return { ...sample, results: [own], findings: [] };
}

async function again(strikeOf: RecordedStrike | string, { known = true, brokeOff = false } = {}): Promise<Exploration> {
  const starts = [WORKFLOW_ID, REFERENCE].flatMap((workflowId, index) =>
    (['invoke', 'ok'] as const).map((step) => {
      const operation = { kind: 'client', operation: index + 1, action: 'start', workflowId, step } as const;
      return { ...operation, atMs: 2000 };
    }),
  );
  const journal = journalOf([...starts, ...heldEntries('request', 'held', 'dropped')]);
  const recorded = {
    exploration: { ...explored(), brokeOff },
    journal,
    shared: shared(),
    strikeOf: async () => Promise.resolve(strikeOf),
  };
  const findCheck = () => (known ? everyWorkflowCompletes : undefined);
  return await judgeExplorationAgain(recorded, { findCheck, findAction: actionNamed });
}

describe('judgeExplorationAgain', () => {
  it('gives the same verdict by the evidence that was kept', async () => {
    const { verdict, results, findings } = await again(strike());
    expect(findings).to.deep.equal([]);
    expect([verdict, results[0]?.state, results[0]?.sentence]).to.deep.equal([
      'valid',
      'valid',
      'Crash of the worker after publish had done its work and before its completion was recorded: nothing lost, nothing done twice.',
    ]);
  });

  it('finds harm that is in the evidence', async () => {
    const { verdict, results } = await again(strike(2));
    expect([verdict, results[0]?.state, results[0]?.harms]).to.deep.equal(['invalid', 'invalid', ['doubled']]);
  });

  it('takes none for stuck that was open among others when the exploration broke off', async () => {
    const open = { ...strike(0), ended: false, crowd: 40 };
    const { results: whole } = await again(open);
    expect(whole[0]?.state).to.equal('invalid');
    const { verdict, results } = await again(open, { brokeOff: true });
    expect([verdict, results[0]?.state, results[0]?.harms]).to.deep.equal(['unknown', 'unproved', []]);
  });

  it('takes nothing on trust: what is missing, or is of another strike, proves nothing', async () => {
    const lost = await again('Its evidence is not in the folder.');
    expect([lost.verdict, lost.results[0]?.state]).to.deep.equal(['unknown', 'unproved']);
    const other = await again({ ...strike(), job: { ...job, workflowId: 'another' } });
    expect([other.verdict, other.results[0]?.state]).to.deep.equal(['unknown', 'unproved']);
  });

  it('is unknown if a check that judged it is not here', async () => {
    const { verdict, findings } = await again(strike(), { known: false });
    expect(verdict).to.equal('unknown');
    expect(findings.map(({ check }) => check)).to.deep.equal(['every-workflow-completes']);
  });
});
