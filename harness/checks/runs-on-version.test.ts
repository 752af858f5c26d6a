import { expect } from 'chai';
import {
  violationsOf,
  withAttributes,
  withEntries,
  withEvents,
  withJob,
  withJournal,
  withLives,
  withPlan,
} from '../contracts/sample-run/changes.ts';
import { correctRun } from '../contracts/sample-run/correct-run.ts';
import { call } from '../contracts/sample-run/journal-builder.ts';
import { eventTypeOf } from '../model/event-history.ts';
import type { Evidence } from '../model/evidence.ts';
import type { Expectation } from '../model/expectation.ts';
import { runsOnVersion } from './runs-on-version.ts';

type Expected = NonNullable<Expectation['version']>;

const ID = 'document-2';
const onlyV2: Expected = { name: 'v2', completes: 'every-task' };
const endsOnV2: Expected = { name: 'v2', completes: 'last-task' };
const verdict = (evidence: Evidence): string => runsOnVersion.judge(evidence).verdict;

/** Which worker completed the task that an event started, and the build that it reported. */
type Told = readonly [worker: 'worker-1' | 'worker-2' | 'worker-mail-1', startedEventId: string, build: string];

/**
 * A run in which worker-1 runs the first version and worker-2 the second; each task of the document by one of them.
 *
 * @param firstBuild - what worker-1 reports for a task of another document
 */
function deployment(expected: Expected | null, answers: readonly Told[], firstBuild = 'b1'): Evidence {
  const [sample] = correctRun().plan.schedule;
  const planned = withPlan(correctRun(), {
    schedule: sample === undefined ? [] : [{ ...sample, params: { version: 'v2' } }],
  });
  const named = withJournal(planned, (entry) => {
    if (entry.kind === 'call' && entry.workflowId === ID && entry.method.startsWith('RespondWorkflowTask')) return null;
    const isSecond = entry.kind === 'component' && entry.component === 'worker-2' && entry.change === 'spawned';
    return isSecond ? { ...entry, version: 'v2' } : entry;
  });
  const told = answered(answered(named, ID, answers), 'document-1', [['worker-1', '3', firstBuild]]);
  return withJob(told, ID, (job) =>
    expected === null ? job : { ...job, expect: { ...job.expect, version: expected } },
  );
}

function answered(evidence: Evidence, workflowId: string, answers: readonly Told[]): Evidence {
  const told = withEvents(evidence, workflowId, (event) => {
    const [, , build] = answers.find(([, id]) => JSON.stringify(event).includes(`"startedEventId":"${id}"`)) ?? [];
    const isAnswer = eventTypeOf(event) === 'WORKFLOW_TASK_COMPLETED';
    return isAnswer && build !== undefined ? withAttributes(event, { workerVersion: { buildId: build } }) : event;
  });
  const calls = answers.map(([worker, startedEventId], index) => {
    const method = 'RespondWorkflowTaskCompleted';
    return call(worker, 6000 + index, { method, task: 'workflow', workflowId, startedEventId });
  });
  return withEntries(told, ...calls);
}

const all = (worker: 'worker-1' | 'worker-2', build: string): readonly Told[] =>
  ['6', '26', '35'].map((id) => [worker, id, build]);
const first = all('worker-1', 'b1');
const second = all('worker-2', 'b2');
const moved = [...first.slice(0, 1), ...second.slice(1)];

describe('runs-on-version', () => {
  it('is valid if the version that is named completed every task, or the last', () => {
    expect(verdict(deployment(onlyV2, second))).to.equal('valid');
    expect(verdict(deployment(endsOnV2, moved))).to.equal('valid');
  });

  it('is invalid if another version completed a task of an execution that is pinned', () => {
    const finding = runsOnVersion.judge(deployment(onlyV2, moved));
    expect(finding.verdict).to.equal('invalid');
    expect(violationsOf(finding)).to.deep.equal(['other-version']);
    expect(finding.exhibits[0]).to.include({ workflowId: ID, expected: 'v2', actual: 'b1' });
  });

  it('wants an execution that is pinned to stay on the version that it began with', () => {
    const stays: Expected = { completes: 'every-task' };
    expect(verdict(deployment(stays, second))).to.equal('valid');
    expect(verdict(deployment(stays, first)), 'only one version was seen').to.equal('unknown');
    expect(verdict(deployment(stays, moved))).to.equal('invalid');
    expect(verdict(withPlan(deployment(stays, first), { schedule: [] })), 'without the fault').to.equal('unknown');
  });

  it('accuses no execution whose first task was failed by a worker of which no build is known', () => {
    const failed = withEvents(deployment({ completes: 'every-task' }, second), ID, (event) =>
      eventTypeOf(event) === 'WORKFLOW_TASK_TIMED_OUT'
        ? { ...event, eventType: 'EVENT_TYPE_WORKFLOW_TASK_FAILED' }
        : event,
    );
    const facts = { method: 'RespondWorkflowTaskFailed', task: 'workflow', workflowId: ID } as const;
    expect(verdict(withEntries(failed, call('worker-3', 5000, { ...facts, startedEventId: '3' })))).to.equal('unknown');
  });

  it('is invalid if a worker that is left at the end completed the last task on another version', () => {
    const left = withLives(deployment(endsOnV2, first), 'worker-1', { purpose: 'drain' });
    expect(verdict(left)).to.equal('invalid');
  });

  it('is unknown if the execution ended on a worker that was replaced later: the deployment came too late', () => {
    const late = withLives(deployment(endsOnV2, first), 'worker-1', { purpose: 'fault' });
    expect(verdict(late)).to.equal('unknown');
  });

  it('tells no versions apart by the build of a further fleet, which has none of them', () => {
    const alike = deployment(onlyV2, all('worker-2', 'b1'));
    expect(verdict(alike)).to.equal('unknown');
    expect(verdict(answered(alike, 'document-1', [['worker-mail-1', '3', 'm1']]))).to.equal('unknown');
  });

  it('is unknown if the plan says of no execution what to expect, or deploys no such version', () => {
    expect(verdict(deployment(null, second))).to.equal('unknown');
    expect(verdict(withPlan(deployment(onlyV2, first), { schedule: [] })), 'without the fault').to.equal('unknown');
  });

  it('is unknown if it is not known who completed a task, or none was completed', () => {
    expect(verdict(deployment(onlyV2, second.slice(1)))).to.equal('unknown');
    const none = withEvents(deployment(onlyV2, second), ID, (event) =>
      eventTypeOf(event) === 'WORKFLOW_TASK_COMPLETED' ? null : event,
    );
    expect(verdict(none)).to.equal('unknown');
  });

  it('is unknown if workers of both versions report one build: nothing shows that another version ran', () => {
    const alike = [...all('worker-1', 'b1').slice(0, 1), ...all('worker-2', 'b1').slice(1)];
    expect(verdict(deployment(endsOnV2, alike)), 'of both').to.equal('unknown');
    expect(verdict(deployment(onlyV2, all('worker-2', 'b1'))), 'of the second').to.equal('unknown');
    expect(verdict(deployment(endsOnV2, moved, 'b2')), 'of the second, seen from the first').to.equal('valid');
  });

  it('is unknown if a worker reported no build', () => {
    const silent = [...first.slice(0, 1), ...all('worker-2', '').slice(1)];
    expect(verdict(deployment(endsOnV2, silent))).to.equal('unknown');
    expect(verdict(deployment(endsOnV2, all('worker-2', ''), ''))).to.equal('unknown');
  });

  it('is unknown, and accuses nothing, if the fault that deploys the version was not carried out', () => {
    const left = withLives(deployment(endsOnV2, first), 'worker-1', { purpose: 'drain' });
    const missed = withJournal(left, (entry) => (entry.kind === 'fault' && entry.step === 'healed' ? null : entry));
    expect(verdict(missed)).to.equal('unknown');
    const stays: Expected = { name: 'v1', completes: 'every-task' };
    expect(verdict(withPlan(missed, { version: 'v1' })), 'must end on the second').to.equal('unknown');
    const without = withJob(missed, ID, (job) => ({ ...job, expect: { ...job.expect, version: stays } }));
    expect(verdict(without), 'stayed, but nothing was deployed').to.equal('unknown');
  });

  it('accuses an execution that left the first version, even if not every deployment was carried out', () => {
    const stays: Expected = { name: 'v1', completes: 'every-task' };
    const moved1 = withPlan(deployment(stays, moved), { version: 'v1' });
    const named = withJournal(moved1, (entry) =>
      entry.kind === 'component' && entry.component === 'worker-1' && entry.change === 'spawned'
        ? { ...entry, version: 'v1' }
        : entry,
    );
    const missed = withJournal(named, (entry) => (entry.kind === 'fault' && entry.step === 'healed' ? null : entry));
    expect(verdict(missed)).to.equal('invalid');
  });

  it('is unknown if the plan names the first version and a worker was started without it', () => {
    expect(verdict(withPlan(deployment(endsOnV2, moved), { version: 'v1' }))).to.equal('unknown');
  });

  it('takes two names of one build for one version', () => {
    const back: Expected = { name: 'v2', completes: 'last-task' };
    const other = answered(deployment(back, all('worker-1', 'b2')), 'document-1', [['worker-2', '22', 'b2']]);
    expect(verdict(other)).to.equal('valid');
  });
});
