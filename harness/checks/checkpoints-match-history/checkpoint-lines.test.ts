import { expect } from 'chai';
import { violationsOf, withHistory, withJob, withRows } from '../../contracts/sample-run/changes.ts';
import { correctRun } from '../../contracts/sample-run/correct-run.ts';
import { type HistoryBuilder, payloads } from '../../contracts/sample-run/history-builder.ts';
import type { Finding } from '../../model/check.ts';
import type { EventHistory } from '../../model/event-history.ts';
import type { CheckpointRow, Evidence } from '../../model/evidence.ts';
import type { Work } from '../../model/expectation.ts';
import { digestOf, type Json } from '../../model/json.ts';
import { completes, PARENT, shortHistory, withHistories } from '../test-support/family.ts';
import { checkpointsMatchHistory } from './checkpoints-match-history.ts';

const judge = (evidence: Evidence): Finding => checkpointsMatchHistory.judge(evidence);

/** The correct run, but the first document has these runs, rows and expected stages. */
function runOf(
  runs: readonly EventHistory[],
  rows: readonly (readonly [stage: string, activityId: string, work: readonly Json[]])[],
  stages: Readonly<Record<string, Work>>,
): Evidence {
  const [first = shortHistory({ workflowId: PARENT, runId: 'one' }), ...more] = runs;
  const checkpoints = Object.entries(stages).map(([stage, work]) => ({ stage, work }));
  const planned = withJob(correctRun(), PARENT, (job) => ({ ...job, expect: { ...job.expect, checkpoints } }));
  const written = rows.map(([stage, activityId, work], index): CheckpointRow => {
    return { sequence: 100 + index, workflowId: PARENT, stage, activityId, attempt: 1, digest: digestOf(work) };
  });
  return withRows(
    withHistories(
      withHistory(planned, PARENT, () => first),
      ...more,
    ),
    'checkpoints',
    (all) => [...all.filter((row) => row.workflowId !== PARENT), ...written],
  );
}

const run = (runId: string, start: Readonly<Record<string, Json>>, steps: (builder: HistoryBuilder) => void) =>
  shortHistory({ workflowId: PARENT, runId, type: 'ingestDocument', atMs: 3050 }, start, steps);

const markerOf = (details: Readonly<Record<string, Json>>, markerName: string): Readonly<Record<string, Json>> => ({
  markerName,
  details,
});

/** The marker that sdk-core writes for a local activity. */
const marker = (activityId: string, type: string, result: Json = null): Readonly<Record<string, Json>> =>
  markerOf(
    { data: payloads([{ activity_id: activityId, activity_type: type, attempt: 1 }]), result: payloads([result]) },
    'core_local_activity',
  );
const ofCharge: Work = { kind: 'activity', type: 'charge' };

/** A run with these markers of local activities, in order, and a row of the second. */
function local(...markers: readonly Readonly<Record<string, Json>>[]): Evidence {
  const steps = (builder: HistoryBuilder): void => {
    builder.workflowTask(4000);
    for (const attributes of markers) builder.add(4010, 'MARKER_RECORDED', attributes);
    completes(builder);
  };
  return runOf([run('one', {}, steps)], [['charged', '2', ['paid']]], { charged: ofCharge });
}

describe('checkpoints-match-history: local activities', () => {
  const [charge, write] = [marker('1', 'charge', 'paid'), marker('2', 'saveCheckpoint')];

  it('take part: they write rows, and are the work that a row stands for', () => {
    const finding = judge(local(charge, write));
    expect(finding.verdict).to.equal('valid');
    expect(finding.summary).to.contain('1 row by local activities');
  });

  it('are judged: written before its work, other work, and a row of none of them', () => {
    expect(violationsOf(judge(local(write, charge)))).to.deep.equal(['too-early']);
    expect(violationsOf(judge(local(marker('1', 'charge', 'declined'), write)))).to.deep.equal(['other-digest']);
    expect(violationsOf(judge(local(charge)))).to.deep.equal(['not-scheduled']);
    const failed = { ...marker('1', 'charge'), failure: { message: 'declined' } };
    expect(violationsOf(judge(local(failed, write)))).to.deep.equal(['work-undone']);
  });

  it('are read from the markers of Go and Java too', () => {
    const go = markerOf({ data: payloads([{ ActivityID: '2', ActivityType: 'saveCheckpoint' }]) }, 'LocalActivity');
    const java = markerOf({ activityId: payloads(['2']), type: payloads(['saveCheckpoint']) }, 'LocalActivity');
    for (const one of [go, java]) expect(judge(local(charge, one)).verdict).to.equal('valid');
  });

  it('may have written a row if their markers do not say their ids', () => {
    const closed = markerOf({ data: payloads([]) }, 'core_local_activity');
    expect(judge(local(charge, closed)).verdict).to.equal('valid');
    const version = markerOf({}, 'core_patch');
    expect(violationsOf(judge(local(charge, version)))).to.deep.equal(['not-scheduled']);
  });
});

describe('checkpoints-match-history: chains of runs', () => {
  const page = (n: number, next: boolean) => (builder: HistoryBuilder) => {
    builder.activity({ atMs: 4000, type: 'charge', input: n, result: n });
    builder.activity({ atMs: 4100, type: 'saveCheckpoint', input: n, result: null });
    if (next) builder.add(4200, 'WORKFLOW_EXECUTION_CONTINUED_AS_NEW', {});
    else completes(builder);
  };
  const runs = [run('one', {}, page(1, true)), run('two', { continuedExecutionRunId: 'one' }, page(2, false))] as const;
  const stages = { 'page-1': { ...ofCharge, which: 1 }, 'page-2': { ...ofCharge, which: 2 } } as const;

  it('read the runs as one, though activity ids begin anew in each', () => {
    const rows = [
      ['page-1', '2', [1]],
      ['page-2', '2', [2]],
    ] as const;
    expect(judge(runOf(runs, rows, stages)).verdict).to.equal('valid');
    const all = { all: ofCharge } as const;
    expect(judge(runOf(runs, [['all', '2', [1, 2]]], all)).verdict).to.equal('valid');
    expect(violationsOf(judge(runOf(runs, [['all', '2', [2]]], all)))).to.deep.equal(['other-digest']);
  });

  it('name the run of an event', () => {
    const first = run('one', {}, (builder) => {
      builder.activity({ atMs: 4000, type: 'charge', input: 1, result: 1 });
      builder.add(4200, 'WORKFLOW_EXECUTION_CONTINUED_AS_NEW', {});
    });
    const second = run('two', { continuedExecutionRunId: 'one' }, (builder) => {
      for (const type of ['greet', 'saveCheckpoint', 'charge'])
        builder.activity({ atMs: 4100, type, input: 2, result: 2 });
      completes(builder);
    });
    const finding = judge(runOf([first, second], [['page-2', '2', [2]]], { 'page-2': stages['page-2'] }));
    expect(violationsOf(finding)).to.deep.equal(['too-early']);
    expect(finding.exhibits[0])
      .to.have.property('detail')
      .that.contains('Scheduled by event 5 of run 2')
      .and.contains('done by event 10 of run 2');
  });
});
