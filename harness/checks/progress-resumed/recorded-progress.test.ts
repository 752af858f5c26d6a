import { expect } from 'chai';
import { violationsOf, withJob, withJournal, withoutFault } from '../../contracts/sample-run/changes.ts';
import { correctRun } from '../../contracts/sample-run/correct-run.ts';
import type { Finding } from '../../model/check.ts';
import type { Evidence } from '../../model/evidence.ts';
import { entriesOf } from '../../model/journal.ts';
import type { Json } from '../../model/json.ts';
import { progressResumed } from './progress-resumed.ts';

// Document-1's extraction completed with three pages to read; document-2's is not in the journal.
const run = correctRun();
const judge = (evidence: Evidence): Finding => progressResumed.judge(evidence);

/** The run in which heartbeats and dispatches carry other details, or none. */
function recording(change: (details: Json) => Json | undefined, evidence = run): Evidence {
  return withJournal(evidence, (entry) => {
    if (entry.kind !== 'call' || entry.heartbeatDetails === undefined) return entry;
    const { heartbeatDetails, ...rest } = entry;
    const changed = change(heartbeatDetails);
    return changed === undefined ? rest : { ...rest, heartbeatDetails: changed };
  });
}

/** The run without heartbeats, in which no attempt was given any progress. */
function mute(evidence = run): Evidence {
  return withJournal(
    recording(() => undefined, evidence),
    (entry) => (entry.kind === 'call' && entry.method === 'RecordActivityTaskHeartbeat' ? null : entry),
  );
}

describe('progress that is expected to be recorded', () => {
  it('is a violation if no heartbeat ever recorded it, with and without a fault', () => {
    for (const evidence of [mute(), mute(withoutFault(run))]) {
      const finding = judge(evidence);
      expect(finding.verdict).to.equal('invalid');
      expect(violationsOf(finding)).to.deep.equal(['progress-not-recorded']);
      expect(finding.exhibits[0]).to.include({ workflowId: 'document-1', activityType: 'extractPages' });
      expect(finding.exhibits[0]).to.include({ expected: 'pagesDone', actual: null });
    }
  });

  it('is a violation if heartbeats come without it', () => {
    const finding = judge(recording(() => ({ alive: true })));
    expect(violationsOf(finding)).to.deep.equal(['progress-not-recorded']);
    expect(JSON.stringify(finding.exhibits[0]))
      .to.contain('heartbeats without it')
      .and.contain('"actual":{"alive":true}');
  });

  it('is fine if one heartbeat recorded it: the others may have been throttled away', () => {
    const [first] = entriesOf(run.journal, 'call').filter(({ method }) => method === 'RecordActivityTaskHeartbeat');
    const one = withJournal(run, (entry) =>
      entry.kind === 'call' && entry.method === 'RecordActivityTaskHeartbeat' && entry.call !== first?.call
        ? null
        : entry,
    );
    expect(judge(one).verdict).to.equal('valid');
  });

  it('is not expected of an activity that never completed, or had only one effect to ask for', () => {
    const open = withJournal(mute(), (entry) =>
      entry.kind === 'call' && entry.method === 'RespondActivityTaskCompleted' ? null : entry,
    );
    expect(judge(open).verdict).not.to.equal('invalid');
    const short = withJob(mute(), 'document-1', (job) => {
      const effects = job.expect.effects.filter(
        ({ subject }) => subject['page'] === undefined || subject['page'] === 3,
      );
      return { ...job, expect: { ...job.expect, effects } };
    });
    expect(judge(short).verdict).not.to.equal('invalid');
  });

  it("can't be told if the journal lacks the heartbeats, or their details can't be read", () => {
    const cut = withJournal(run, (entry) =>
      entry.kind === 'call' && entry.method === 'RecordActivityTaskHeartbeat' ? null : entry,
    );
    expect(judge(cut).verdict).to.equal('unknown');
    expect(judge(cut).summary).to.contain('no heartbeat with the pagesDone');
    expect(judge(recording(() => undefined)).verdict).to.equal('unknown');
    expect(judge(recording(() => undefined)).summary).to.contain("can't be read");
  });

  it('may be the details themselves, as a heartbeat of Python or Go writes them', () => {
    const bare = recording((details) => (details as { readonly pagesDone: Json }).pagesDone);
    const read = ['document-1', 'document-2'].reduce(
      (evidence, workflowId) =>
        withJob(evidence, workflowId, (job) => {
          const progress = job.expect.progress.map((rule) => ({ ...rule, details: '' }));
          return { ...job, expect: { ...job.expect, progress } };
        }),
      bare,
    );
    expect(judge(read).verdict).to.equal('valid');
    expect(judge(read).summary).to.equal(judge(run).summary);
  });

  it('may be a list of what is done, in any order', () => {
    const pages = (details: Json): readonly Json[] => {
      const { pagesDone } = details as { readonly pagesDone: number };
      return Array.from({ length: pagesDone }, (_, index) => pagesDone - index);
    };
    const listed = judge(recording((details) => ({ pagesDone: pages(details) })));
    expect(listed.verdict).to.equal('valid');
    const all = judge(recording((details) => ({ pagesDone: [...pages(details), 3] })));
    expect(violationsOf(all), 'page 3 was asked for all the same').to.include('repeated');
    expect(all.summary).to.match(/page not among \[/);
  });

  it('is told apart from details that have no number where the plan says', () => {
    const halves = withJournal(run, (entry) =>
      entry.kind === 'call' && entry.method === 'PollActivityTaskQueue' && entry.heartbeatDetails !== undefined
        ? { ...entry, heartbeatDetails: 2 }
        : entry,
    );
    const { verdict, summary } = judge(halves);
    expect(verdict).to.equal('unknown');
    expect(summary).to.include(
      'The heartbeat details of extractPages have no number and no list at "pagesDone": 2. Correct',
    );
  });
});
