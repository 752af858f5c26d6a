import { expect } from 'chai';
import type { ReferenceOutcome } from '../../checks/comparison/outcome.ts';
import { defineCheck, everyPoint, invalid, unknown } from '../../checks/define-check.ts';
import { everyWorkflowCompletes } from '../../checks/every-workflow-completes/every-workflow-completes.ts';
import { recoversWithinBound } from '../../checks/recovers-within-bound/recovers-within-bound.ts';
import { replaysDeterministically } from '../../checks/replays-deterministically.ts';
import { sideEffectsOnce } from '../../checks/side-effects-once.ts';
import { correctRun } from '../../contracts/sample-run/correct-run.ts';
import { historyBuilder, payloads } from '../../contracts/sample-run/history-builder.ts';
import { journalOf } from '../../contracts/sample-run/journal-builder.ts';
import type { Check, Finding } from '../../model/check.ts';
import type { CheckpointRow } from '../../model/evidence.ts';
import type { Journal } from '../../model/journal.ts';
import { type Job, jobSchema } from '../../model/plan.ts';
import { type Violation, violationHarms } from '../../model/violation.ts';
import { activityPlace } from '../test-support/boundaries.ts';
import { heldEntries, struckAt, WORKFLOW_ID } from '../test-support/struck.ts';
import type { ExplorationBooks } from './books.ts';
import { JournalParts } from './journal-parts.ts';
import { isOnlyLate, type JudgedPoint, judgePoint } from './judge-point.ts';
import type { JudgingContext } from './point-evidence.ts';

const place = activityPlace('1', 'completion', { side: 'request' });
const collected = <T>(...rows: readonly T[]) => ({ state: 'collected', rows }) as const;

const started = (['invoke', 'ok'] as const).map((step) => ({
  ...({ kind: 'client', operation: 1, action: 'start', workflowId: WORKFLOW_ID, step } as const),
  atMs: 2000,
}));

interface Facts {
  /** How often the checkpoint was stored. */
  readonly stored?: number;
  /** Whether the relay saw the call dropped. */
  readonly dropped?: boolean;
  /** For how long the harness stalled while the workflow was struck. */
  readonly stallMs?: number;
  readonly ended?: boolean;
  readonly references?: readonly ReferenceOutcome[];
  readonly checks?: readonly Check[];
}

const asWanted: ReferenceOutcome = {
  state: { end: 'EVENT_TYPE_X', result: null },
  work: { 'checkpoint received': 1 },
  values: [],
  expected: [],
  generated: new Set(),
};

function books(stored: number): ExplorationBooks {
  const builder = historyBuilder(WORKFLOW_ID, { atMs: 2000, type: 'ingest', args: [] });
  builder.activity({ atMs: 2200, type: 'publish', input: null, result: null, attempt: 2 });
  builder.add(3900, 'WORKFLOW_EXECUTION_COMPLETED', { result: payloads(['done']) });
  const row: CheckpointRow = {
    sequence: 1,
    workflowId: WORKFLOW_ID,
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
    tables: { state: 'collected', rows: [] },
  };
}

function judged(facts: Facts = {}, expecting: Partial<Job> = {}): JudgedPoint {
  const { stored = 1, dropped = true, ended = true, stallMs, checks = [everyWorkflowCompletes] } = facts;
  const states = dropped ? (['held', 'dropped'] as const) : (['held'] as const);
  const stalls = stallMs === undefined ? [] : [{ kind: 'stall' as const, stallMs, atMs: 3500 }];
  const entries = journalOf([...started, ...heldEntries('request', ...states), ...stalls]);
  const journal = { entries: () => entries, nowMs: () => 9000 } as unknown as Journal;
  const { components, versions } = correctRun();
  const context = {
    workflow: 'ingest',
    explored: {
      subject: 's',
      cases: {},
    },
    keeps: {
      checkpoints: true,
      effects: false,
    },
    journal,
    parts: new JournalParts(journal),
    baseline: [],
    versions,
    sabotage: null,
    seed: 1,
    checks,
    stack: { lives: () => (components.state === 'collected' ? components.rows : []) },
  } as unknown as JudgingContext;
  const reference = { ...asWanted, state: stateOf() };
  const struck = struckAt(place, { ended });
  return judgePoint(
    context,
    { ...struck, job: { ...struck.job, ...expecting } },
    {
      books: books(stored),
      references: facts.references ?? [reference],
    },
  );
}

/** The outcome of the workflow of the books, if its checkpoint is stored once. */
function stateOf(): ReferenceOutcome['state'] {
  return { end: 'WORKFLOW_EXECUTION_COMPLETED', result: 'done', checkpoints: ['received'], tables: {} };
}

describe('judgePoint', () => {
  it('is valid where the strike is proved, and all is as in the references', () => {
    const { state, harms, unproved, findings } = judged();
    expect(findings.filter(({ verdict }) => verdict !== 'valid')).to.deep.equal([]);
    expect({ state, harms, unproved }).to.deep.equal({ state: 'valid', harms: [], unproved: null });
  });

  it('is valid where the case leaves its expectation out: the references have said how it ends', () => {
    const { expect: leftOut } = jobSchema.parse({ workflowType: 'ingest', workflowId: 'w', args: [], actions: [] });
    const { state, unproved } = judged({}, { expect: leftOut });
    expect({ state, unproved }).to.deep.equal({ state: 'valid', unproved: null });
    const failed = { ...leftOut, end: 'failed' } as const;
    expect(judged({}, { expect: failed })).to.include({ state: 'invalid' });
  });

  it('is unproved where nothing proves the strike, however well all went', () => {
    const { state, unproved } = judged({ dropped: false });
    expect(state).to.equal('unproved');
    expect(unproved).to.equal('The held call was not dropped, but held.');
  });

  it('names the stalls of the harness where a strike is unproved, and nowhere else', () => {
    expect(judged({ dropped: false, stallMs: 900 }).unproved).to.equal(
      'The held call was not dropped, but held. The harness itself stalled for 900 ms meanwhile.',
    );
    expect(judged({ stallMs: 900 }).unproved).to.equal(null);
  });

  it('is unproved where a check could not tell, or there is nothing to compare with', () => {
    expect(judged({ references: [] }).state).to.equal('unproved');
    expect(judged({ checks: [replaysDeterministically] }).state).to.equal('unproved');
  });

  it('is invalid where work is lost or done twice, even if nothing proves the strike', () => {
    expect(judged({ stored: 0 })).to.deep.include({ state: 'invalid', harms: ['lost'] });
    expect(judged({ stored: 2 })).to.deep.include({ state: 'invalid', harms: ['doubled'] });
    expect(judged({ stored: 0, dropped: false }).state).to.equal('invalid');
  });

  it('compares a workflow with no reference that ended in another way which is right too', () => {
    const references = [{ ...asWanted, state: 'another' }];
    const met: Job['expect'] = { end: 'completed', result: 'done', checkpoints: [], effects: [], progress: [] };
    const either = { expect: { ...met, result: 'booked' }, orExpect: [met] };
    expect(judged({ references }, { expect: met, orExpect: [either.expect] }).state).to.equal('invalid');
    expect(judged({ references }, either).state).to.equal('valid');
  });

  it('calls stuck what had not ended, and other what is neither lost, doubled nor stuck', () => {
    const elsewhere: ReferenceOutcome = { ...asWanted, state: 'another' };
    expect(judged({ references: [elsewhere] })).to.deep.include({ state: 'invalid', harms: ['other'] });
    expect(judged({ references: [elsewhere], ended: false }).harms).to.deep.equal(['stuck']);
  });

  it('accuses no workflow that was left before its own timeouts were over', () => {
    const elsewhere: ReferenceOutcome = { ...asWanted, state: 'another' };
    const waits = defineCheck({ ...everyWorkflowCompletes, judge: () => unknown('Its own timeouts allow a minute.') });
    const { state, harms } = judged({ references: [elsewhere], ended: false, checks: [waits] });
    expect({ state, harms }).to.deep.equal({ state: 'unproved', harms: [] });
    expect(judged({ references: [elsewhere], checks: [waits] }).state, 'it has ended').to.equal('invalid');
  });

  it('leaves out a check that has nothing to say of a single workflow, or of this one', () => {
    const judgedBy = (...checks: readonly Check[]): readonly string[] =>
      judged({ checks }).findings.map(({ check }) => check);
    const compared = ['end-state-as-without-fault', 'work-done-as-without-fault'];
    expect(judgedBy(everyWorkflowCompletes)).to.deep.equal(['every-workflow-completes', ...compared]);
    // No effect is expected, and no work was in the victim's hands.
    expect(judgedBy(sideEffectsOnce, recoversWithinBound)).to.deep.equal(compared);
    const { points: _, ...ofRuns } = accusing('lost');
    expect(judgedBy(ofRuns)).to.deep.equal(compared);
  });

  it('counts each violation as the harm that it declares, for every check that finds it', () => {
    for (const [violation, harm] of Object.entries(violationHarms)) {
      const checks = [accusing(violation as Violation['violation'])];
      expect(judged({ checks }), violation).to.deep.include({ state: 'invalid', harms: [harm] });
    }
    const both = judged({ checks: [accusing('exited', 'repeated', 'never')] });
    expect(both.harms).to.deep.equal(['doubled', 'stuck']);
    expect(judged({ checks: [accusing()] })).to.deep.include({ state: 'invalid', harms: ['other'] });
  });

  it('is unproved where a check fails at telling whether it applies', () => {
    const applies = (): boolean => {
      throw new Error('no such row');
    };
    const { state, findings } = judged({ checks: [{ ...accusing('lost'), points: { ...everyPoint, applies } }] });
    expect(state).to.equal('unproved');
    expect(findings[0]?.summary).to.contain('no such row');
  });
});

describe('isOnlyLate', () => {
  const finding = (...violations: readonly Violation['violation'][]): Finding =>
    accusing(...violations).judge(correctRun());

  it('is so where all that is violated is a bound', () => {
    expect(isOnlyLate([finding('late'), finding('late', 'late')])).to.equal(true);
    const valid: Finding = { check: 'c', verdict: 'valid', summary: '', exhibits: [] };
    expect(isOnlyLate([finding('late'), valid])).to.equal(true);
    expect(isOnlyLate([valid])).to.equal(false);
    expect(isOnlyLate([finding('late', 'never')])).to.equal(false);
    expect(isOnlyLate([finding('late'), finding('lost')])).to.equal(false);
    expect(isOnlyLate([finding()])).to.equal(false);
  });

  it('is so too where a slow machine explains that it came late, but not where more is violated or unknown', () => {
    const of = (state: string): Finding => ({ check: 'c', verdict: 'unknown', summary: '', exhibits: [{ state }] });
    expect([isOnlyLate([of('slow')]), isOnlyLate([of('slow'), finding('lost')])]).to.deep.equal([true, false]);
  });
});

/** A check that finds these violations in all evidence. */
function accusing(...violations: readonly Violation['violation'][]): Check {
  return defineCheck({
    name: 'accuses',
    invariant: 'Nothing is right.',
    books: [],
    points: everyPoint,
    judge: () =>
      invalid(
        'Nothing is right.',
        violations.map((violation) => ({ violation })),
        [{ unit: 'a unit in time' }],
      ),
  });
}
