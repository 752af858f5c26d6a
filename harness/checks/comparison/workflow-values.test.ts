import { expect } from 'chai';
import { historyBuilder, payloads } from '../../contracts/sample-run/history-builder.ts';
import { journalOf } from '../../contracts/sample-run/journal-builder.ts';
import { job, WORKFLOW_ID } from '../../exploration/test-support/struck.ts';
import type { CheckpointRow } from '../../model/evidence.ts';
import type { EntryOf } from '../../model/journal.ts';
import type { Job } from '../../model/plan.ts';
import { type ValueSources, workflowValues } from './workflow-values.ts';

const nothing: ValueSources = { job, history: undefined, rows: [], entries: [], ignore: [] };
const valuesOf = (sources: Partial<ValueSources>) => workflowValues({ ...nothing, ...sources });

describe('the values of a workflow', () => {
  it('are inputs and results of its activities, numbered by type, without the fields that may differ', () => {
    const builder = historyBuilder(WORKFLOW_ID, { atMs: 0, type: 'ingest', args: [] });
    builder.activity({ atMs: 1, type: 'a', input: { n: [{ worker: 'w-1', m: 1 }] }, result: { worker: 'w-1' } });
    builder.activity({ atMs: 2, type: 'b', input: null, result: 'x', how: 'FAILED' });
    builder.activity({ atMs: 3, type: 'a', input: 2, result: null, attempt: 2 });
    const history = builder.history();
    const steps = valuesOf({ history }).map(({ group, step, attempt }) => [group, step, attempt]);
    expect(steps).to.deep.equal([
      ['a', 'a 1', 1],
      ['a', 'a 2', 2],
    ]);
    const [first] = valuesOf({ history, ignore: ['worker'] });
    expect(first?.value).to.deep.equal({ input: [{ n: [{ m: 1 }] }], result: {} });
  });

  it('say of bytes that differ where values are equal, as encrypted ones do, only their encoding', () => {
    const builder = historyBuilder(WORKFLOW_ID, { atMs: 0, type: 'ingest', args: [] });
    const data = Buffer.from('binary/encrypted').toString('base64');
    const encrypted = { payloads: [{ metadata: { encoding: data }, data }] };
    builder.add(1, 'START_CHILD_WORKFLOW_EXECUTION_INITIATED', { workflowType: { name: 'pay' }, input: encrypted });
    expect(valuesOf({ history: builder.history() })[0]?.value).to.deep.equal({
      input: [{ payloadEncoding: 'binary/encrypted', sha256: null }],
    });
  });

  it('are what it gives to children, to other workflows and to its next run', () => {
    const builder = historyBuilder(WORKFLOW_ID, { atMs: 0, type: 'ingest', args: [] });
    const input = payloads([7]);
    builder.add(1, 'START_CHILD_WORKFLOW_EXECUTION_INITIATED', { workflowType: { name: 'pay' }, input });
    builder.add(2, 'SIGNAL_EXTERNAL_WORKFLOW_EXECUTION_INITIATED', { signalName: 'paid', input });
    builder.add(3, 'WORKFLOW_EXECUTION_CONTINUED_AS_NEW', { workflowType: { name: 'ingest' }, input });
    const value = { input: [7] };
    expect(valuesOf({ history: builder.history() }).map(({ step, value: its }) => [step, its])).to.deep.equal([
      ['child pay', value],
      ['signal paid', value],
      ['next run ingest', value],
    ]);
  });

  it('are digests of checkpoints that stand for nothing in the event history', () => {
    const rowOf = (stage: string): CheckpointRow => {
      return { sequence: 1, workflowId: WORKFLOW_ID, stage, activityId: '1', attempt: 2, digest: `of ${stage}` };
    };
    const checkpoints: Job['expect']['checkpoints'] = [
      { stage: 'read', work: { kind: 'activity', type: 'a' } },
      { stage: 'noted', work: { kind: 'none' } },
    ];
    const noting = { ...job, expect: { ...job.expect, checkpoints } };
    const values = valuesOf({ job: noting, rows: ['read', 'noted', 'another'].map(rowOf) });
    expect(values.map(({ step, attempt, value }) => [step, attempt, value])).to.deep.equal([
      ['checkpoint another', 2, { digest: 'of another' }],
      ['checkpoint noted', 2, { digest: 'of noted' }],
    ]);
  });

  it('are what its activities sent, each body once: executed, or of unknown outcome', () => {
    type Facts = Partial<Pick<EntryOf<'http'>, 'status' | 'outcome' | 'attempt' | 'bodyDigest' | 'path'>>;
    const sent = (...exchanges: readonly Facts[]) =>
      valuesOf({
        entries: journalOf(
          exchanges.map((facts, index) => ({
            ...({
              kind: 'http',
              component: 'worker-1',
              incarnation: 1,
              link: 'outside@worker-1',
              method: 'POST',
            } as const),
            ...({ path: '/effects', outcome: 'answered', status: 200, bodyDigest: 'd', activityType: 'pay' } as const),
            call: index + 1,
            startedMs: 1,
            latencyMs: 1,
            requestBytes: 1,
            replyBytes: 1,
            atMs: index,
            ...facts,
          })),
        ),
      }).map(({ group, attempt, value, inDoubt }) => [group, attempt, value['body'], inDoubt]);
    const group = 'POST /effects by pay';
    expect(sent({ attempt: 1 }, { attempt: 2 })).to.deep.equal([[group, 1, 'd', false]]);
    expect(sent({ attempt: 1, status: null, outcome: 'broken' }, { attempt: 2 })).to.deep.equal([
      [group, 2, 'd', false],
    ]);
    expect(sent({ attempt: 1, status: null, outcome: 'broken' })).to.deep.equal([[group, 1, 'd', true]]);
    expect(sent({ attempt: 1, status: 503 })).to.deep.equal([[group, 1, 'd', true]]);
    // Held back and dropped, or refused: it had no effect.
    expect(
      sent({ status: null, outcome: 'dropped' }, { status: null, outcome: 'lost' }, { status: 422 }),
    ).to.deep.equal([]);
    expect(sent({ path: '/a', attempt: 1 }, { bodyDigest: 'e', attempt: 1 })).to.deep.equal([
      ['POST /a by pay', 1, 'd', false],
      [group, 1, 'e', false],
    ]);
  });
});
