import { expect } from 'chai';
import { violationsOf, withJob, withRows } from '../../contracts/sample-run/changes.ts';
import { correctRun } from '../../contracts/sample-run/correct-run.ts';
import type { Finding } from '../../model/check.ts';
import type { Evidence, LedgerLine } from '../../model/evidence.ts';
import { digestOf, type Json } from '../../model/json.ts';
import type { Job } from '../../model/plan.ts';
import { sideEffectsOnce } from '../side-effects-once.ts';
import { childOf, shortHistory, withChildStarted, withHistories } from '../test-support/family.ts';

type Change = (line: LedgerLine) => LedgerLine;

const run = correctRun();
const judge = (evidence: Evidence): Finding => sideEffectsOnce.judge(evidence);
const withLines = (change: Change, evidence = run): Evidence =>
  withRows(evidence, 'effects', (lines) => lines.map((line) => change(line)));
const withEffects = (evidence: Evidence, id: string, change: (effects: Effects) => Effects): Evidence =>
  withJob(evidence, id, (job) => ({ ...job, expect: { ...job.expect, effects: change(job.expect.effects) } }));
type Effects = Job['expect']['effects'];

const payloadOf = ({ kind }: { readonly kind: string }): Json => ({ [kind]: [1, null, 'a'] });
/** The correct run with a payload for each effect that it expects of the first document. */
const given = withEffects(
  withLines((line) => ({ ...line, payloadHash: digestOf(payloadOf(line)) })),
  'document-1',
  (effects) => effects.map((effect) => ({ ...effect, payload: payloadOf(effect) })),
);

describe('the payloads of side effects', () => {
  it('are compared where the plan gives them, and the summary says where it does not', () => {
    expect(judge(run).summary).to.contain('no payload is given, so none is judged');
    expect(judge(given).verdict).to.equal('valid');
    expect(judge(given).summary).to.contain('5 payloads as given, the others are not judged');
    const whole = withEffects(given, 'document-2', (effects) =>
      effects.map((effect) => ({ ...effect, payload: payloadOf(effect) })),
    );
    expect(judge(whole).summary).to.contain('; payloads as given');
  });

  it('are invalid where one is another than given, with both side by side', () => {
    const wrong = withLines(
      (line) => (line.kind === 'embed' ? { ...line, payloadHash: digestOf('other') } : line),
      given,
    );
    const { verdict, exhibits } = judge(wrong);
    expect([verdict, exhibits.length]).to.deep.equal(['invalid', 1]);
    expect(exhibits[0]).to.deep.include({
      workflowId: 'document-1',
      violation: 'other-payload',
      effect: { kind: 'embed', subject: { document: 'document-1', batch: 1 } },
      step: 'embedPages (activity 4)',
      attempt: 1,
      expected: { embed: [1, null, 'a'] },
      actual: `a payload of digest ${digestOf('other')}`,
      expectedDigest: digestOf({ embed: [1, null, 'a'] }),
      actualDigest: digestOf('other'),
    });
  });

  it('may come in any order where the same effect is expected several times', () => {
    const twice = (first?: Json, second?: Json): Evidence => {
      const effects = [first, second].map((payload) => ({
        kind: 'charge',
        subject: { order: 1 },
        ...(payload === undefined ? {} : { payload }),
      }));
      const both = withEffects(
        withEffects(run, 'document-1', () => effects),
        'document-2',
        () => [],
      );
      return withRows(both, 'effects', ([line]) =>
        ['b', 'a'].flatMap((payload, index) =>
          line === undefined
            ? []
            : [{ ...line, ...effects[0], sequence: index + 1, idempotencyKey: null, payloadHash: digestOf(payload) }],
        ),
      );
    };
    expect(judge(twice('a', 'b')).verdict).to.equal('valid');
    expect(judge(twice('b')).verdict).to.equal('valid');
    expect(violationsOf(judge(twice('c')))).to.deep.equal(['other-payload']);
    expect(violationsOf(judge(twice('c', 'b')))).to.deep.equal(['other-payload']);
    expect(violationsOf(judge(twice('c', 'd')))).to.deep.equal(['other-payload', 'other-payload']);
  });
});

describe('the workflow that asks for a side effect', () => {
  const askedBy = (workflowId: string, kind: string, evidence = run): Evidence =>
    withLines(
      (line) =>
        line.kind === kind && line.subject['document'] === 'document-1' && line.activity !== null
          ? { ...line, activity: { ...line.activity, workflowId } }
          : line,
      evidence,
    );

  it('is the job that expects it: another job may not ask in its stead', () => {
    const finding = judge(askedBy('document-2', 'embed'));
    expect(violationsOf(finding)).to.deep.equal(['other-workflow']);
    expect(finding.exhibits[0]).to.include({ workflowId: 'document-2', expected: 'document-1', actual: 'document-2' });
  });

  it('may be a child of the job, or unknown to the plan', () => {
    expect(judge(askedBy('started-by-a-schedule', 'embed')).verdict).to.equal('valid');
    const childStartedBy = (id: string): Evidence => {
      const started = withChildStarted(askedBy('child', 'embed'), 'child', { parent: `run-of-${id}` });
      return withHistories(started, shortHistory({ workflowId: 'child', runId: 'r1' }, childOf(id)));
    };
    expect(judge(childStartedBy('document-1')).verdict).to.equal('valid');
    expect(violationsOf(judge(childStartedBy('document-2')))).to.deep.equal(['other-workflow']);
  });

  it('may not be a child that asks for what no job expects, or once more for what one does', () => {
    const started = withHistories(
      withChildStarted(run, 'child'),
      shortHistory({ workflowId: 'child', runId: 'r' }, childOf('document-1')),
    );
    const asked = (kind: string): Evidence =>
      withRows(started, 'effects', (lines) => [
        ...lines,
        ...lines.slice(0, 1).map((line) => ({
          ...line,
          kind,
          sequence: 100,
          activity: { workflowId: 'child', activityId: '1', attempt: 1 },
        })),
      ]);
    expect(violationsOf(judge(asked('charge')))).to.deep.equal(['unexpected']);
    expect(violationsOf(judge(asked('ocr')))).to.deep.equal(['doubled']);
  });

  it('is not judged where requests name no activity, and the summary says so', () => {
    const finding = judge(withLines((line) => ({ ...line, activity: null })));
    expect(finding.verdict).to.equal('valid');
    expect(finding.summary).to.contain('10 named no activity, so their workflow is not judged');
  });
});

describe('two jobs that expect the same side effect', () => {
  const same = { kind: 'ping', subject: {} };
  const both = ['document-1', 'document-2'].reduce(
    (evidence, id) => withEffects(evidence, id, (effects) => [...effects, same]),
    run,
  );
  const pinged = (...ids: readonly (string | null)[]): Evidence =>
    withRows(both, 'effects', (lines) => [
      ...lines,
      ...ids.flatMap((workflowId, index): LedgerLine[] => {
        const activity = workflowId === null ? null : { workflowId, activityId: '9', attempt: 1 };
        const [line] = lines;
        return line === undefined ? [] : [{ ...line, ...same, sequence: 12 + index, idempotencyKey: null, activity }];
      }),
    ]);

  it('have it once each', () => {
    expect(judge(pinged('document-1', 'document-2')).verdict).to.equal('valid');
    expect(judge(pinged('document-2', null)).verdict).to.equal('valid');
    expect(judge(pinged(null, null)).verdict).to.equal('valid');
  });

  it('can not make up for one another', () => {
    expect(violationsOf(judge(pinged('document-1', 'document-1')))).to.have.members(['doubled', 'lost']);
    expect(violationsOf(judge(pinged('document-2')))).to.deep.equal(['lost']);
    expect(violationsOf(judge(pinged(null, null, null)))).to.deep.equal(['doubled']);
  });
});
