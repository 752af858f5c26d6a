import { expect } from 'chai';
import {
  violationsOf,
  withAttributes,
  withEntries,
  withEvents,
  withJournal,
  withRows,
} from '../contracts/sample-run/changes.ts';
import { correctRun } from '../contracts/sample-run/correct-run.ts';
import { call } from '../contracts/sample-run/journal-builder.ts';
import type { Finding } from '../model/check.ts';
import { eventsOf, textAttribute } from '../model/event-history.ts';
import type { Evidence, ReplayRow } from '../model/evidence.ts';
import { versionsOfReplays } from '../model/task-versions.ts';
import { replaysDeterministically } from './replays-deterministically.ts';

const COMPLETED = 'RespondWorkflowTaskCompleted';
const run = correctRun();
const judge = (evidence: typeof run): Finding => replaysDeterministically.judge(evidence);

describe('replays-deterministically', () => {
  it('is valid for the correct run', () => {
    const finding = judge(run);
    expect(finding.verdict).to.equal('valid');
    expect(finding.summary).to.contain('2 event histories and 7 prefixes replayed without error');
  });

  it('is invalid where a whole event history or a prefix did not replay, and lists it', () => {
    for (const full of [true, false]) {
      const fails = (row: ReplayRow): boolean => row.full === full && (full || row.events === 3);
      const finding = judge(changed((row) => (fails(row) ? { ...row, ok: false, error: '[TMPRL1100]' } : row)));
      expect(finding.verdict).to.equal('invalid');
      expect(violationsOf(finding)).to.deep.equal(['replay-failed', 'replay-failed']);
      expect(finding.exhibits[0]).to.include({ detail: '[TMPRL1100]', workflowId: 'document-1' });
    }
  });

  it('accuses no workflow whose payloads only the data converter of its system can read', () => {
    const encrypted = { payloads: [{ metadata: { encoding: btoa('binary/encrypted') }, data: btoa('?') }] };
    const encoded = withEvents(run, 'document-1', (event) =>
      event.eventId === '1' ? withAttributes(event, { input: encrypted }) : event,
    );
    const failing = (ids: readonly string[], more: Partial<ReplayRow> = {}): Finding =>
      judge(
        withRows(encoded, 'replays', (rows) =>
          rows.map((row) => (ids.includes(row.workflowId) ? { ...row, ok: false, error: 'Unknown', ...more } : row)),
        ),
      );
    expect(failing(['document-1']).verdict).to.equal('unknown');
    expect(failing(['document-1']).summary).to.contain('`dataConverter`');
    expect(failing(['document-1', 'document-2']).verdict, 'another fails too').to.equal('invalid');
    expect(failing(['document-1'], { dataConverter: true }).verdict, 'it was read').to.equal('invalid');
    expect(failing([]).verdict, 'none fails').to.equal('valid');
  });

  it('is unknown where the replayer could not replay an event history, and invalid if another one fails', () => {
    const left = { ok: false, error: 'no such workflow: greeting.', notReplayed: true } as const;
    const withLeft = withRows(run, 'replays', ([first, ...others]) => [
      ...(first === undefined ? [] : [{ ...first, ...left }]),
      ...others,
    ]);
    const finding = judge(withLeft);
    expect(finding.verdict).to.equal('unknown');
    expect(finding.summary).to.match(
      /^1 replay could not be made, the first of document-1: no such workflow: greeting\.$/,
    );
    const failing = withRows(withLeft, 'replays', (rows) =>
      rows.map((row) => (row.notReplayed === true || row.full ? row : { ...row, ok: false, error: 'Differs' })),
    );
    expect(judge(failing).verdict).to.equal('invalid');
  });

  it('is unknown where the bundle that the workers ran is not known', () => {
    expect(judge({ ...run, versions: { ...run.versions, bundleHash: null } }).verdict).to.equal('unknown');
  });

  it('is unknown where another bundle was replayed, failing or not', () => {
    for (const ok of [true, false]) {
      const finding = judge(changed((row) => ({ ...row, ok, bundleHash: 'another' })));
      expect(finding.verdict).to.equal('unknown');
      expect(finding.summary).to.contain('another bundle');
    }
  });

  it('wants each replay on the bundle of the version that completed its last task', () => {
    const { journal } = deployedRun();
    const versionOf = versionsOfReplays(journal);
    const histories = run.eventHistories.state === 'collected' ? run.eventHistories.rows : [];
    const ranOn = (row: ReplayRow): string | null | undefined => {
      const history = histories.find((one) => one.workflowId === row.workflowId);
      return history === undefined ? null : versionOf(history, row.events);
    };
    const versions = { ...run.versions, bundles: { v2: 'c'.repeat(64) } };
    const deployed = { ...run, journal, versions };
    const onItsOwn = changed((row) => (ranOn(row) === 'v2' ? { ...row, bundleHash: 'c'.repeat(64) } : row));
    expect(onItsOwn.replays).not.to.deep.equal(run.replays);
    expect(judge({ ...deployed, replays: onItsOwn.replays }).verdict).to.equal('valid');
    expect(judge(deployed).verdict, 'all on the first').to.equal('unknown');
    const all = changed((row) => ({ ...row, bundleHash: 'c'.repeat(64) }));
    expect(judge({ ...deployed, replays: all.replays }).verdict, 'all on the second').to.equal('unknown');
    const failing = changed((row) => (ranOn(row) === 'v2' ? { ...row, bundleHash: 'c'.repeat(64), ok: false } : row));
    expect(judge({ ...deployed, replays: failing.replays }).verdict).to.equal('invalid');
  });

  it('is unknown, and says where, if it is not known which version completed a task', () => {
    const { journal } = withJournal(deployedRun(), (entry) =>
      entry.kind === 'call' && entry.workflowId === 'document-2' && entry.method === COMPLETED ? null : entry,
    );
    const fails = changed((row) =>
      row.workflowId === 'document-2' ? { ...row, ok: false, error: '[TMPRL1100]' } : row,
    );
    for (const { replays } of [run, fails]) {
      const finding = judge({ ...run, journal, replays });
      expect(finding.verdict).to.equal('unknown');
      expect(finding.summary).to.match(/^Which version completed a workflow task of document-2 is not known/);
    }
  });

  it('asks for no replay of a workflow that has not begun, and is unknown if none has', () => {
    const unbegun = (ids: readonly string[]): Finding => {
      const histories = withRows(run, 'eventHistories', (rows) =>
        rows.map((row) => (ids.includes(row.workflowId) ? { ...row, events: row.events.slice(0, 2) } : row)),
      );
      return judge(
        withRows(histories, 'replays', (rows) => rows.filter(({ workflowId }) => !ids.includes(workflowId))),
      );
    };
    expect(unbegun(['document-2']).verdict).to.equal('valid');
    expect(unbegun(['document-1', 'document-2']).verdict).to.equal('unknown');
  });

  it('is unknown where an event history was not replayed, not whole, or not in this run', () => {
    expect(judge(withRows(run, 'replays', (rows) => rows.slice(0, 3))).verdict).to.equal('unknown');
    expect(judge(changed((row) => ({ ...row, events: row.events - 1 }))).verdict).to.equal('unknown');
    expect(judge(changed((row) => ({ ...row, runId: 'another' }))).verdict).to.equal('unknown');
    expect(judge(withRows(run, 'replays', () => [])).verdict).to.equal('unknown');
  });

  it('is unknown where a path of a prefix was replayed nowhere, and content where it was on another history', () => {
    const prefixes = run.replays.state === 'collected' ? run.replays.rows.filter((row) => !row.full) : [];
    const verdicts = prefixes.map((one) =>
      judge(withRows(run, 'replays', (rows) => rows.filter((row) => row !== one))),
    );
    // The two documents part ways after the first workflow task of each, which takes the same path.
    const kept = verdicts.filter((finding) => finding.verdict === 'valid');
    expect(kept).to.have.length(2);
    for (const finding of verdicts.filter((one) => !kept.includes(one))) {
      expect(finding.verdict).to.equal('unknown');
      expect(finding.summary).to.contain('1 path');
    }
  });

  it('is unknown where no prefix was replayed', () => {
    const finding = judge(withRows(run, 'replays', (rows) => rows.filter((row) => row.full)));
    expect(finding.verdict).to.equal('unknown');
    expect(finding.summary).to.contain('no prefix');
  });

  it('is unknown where there is no event history', () => {
    expect(judge(withRows(run, 'eventHistories', () => [])).verdict).to.equal('unknown');
  });
});

function changed(change: (row: ReplayRow) => ReplayRow): Evidence {
  return withRows(run, 'replays', (rows) => rows.map((row) => change(row)));
}

/** The run with worker-2 on v2, which completed every task of the second document; worker-1 those of the first. */
function deployedRun(): Evidence {
  const histories = run.eventHistories.state === 'collected' ? run.eventHistories.rows : [];
  const answers = histories.flatMap((history) =>
    eventsOf(history, 'WORKFLOW_TASK_COMPLETED').map((event) => {
      const startedEventId = textAttribute(event, 'startedEventId') ?? '';
      const component = history.workflowId === 'document-1' ? 'worker-1' : 'worker-2';
      return call(component, 6000, { method: COMPLETED, workflowId: history.workflowId, startedEventId });
    }),
  );
  const deployed = withJournal(run, (entry) =>
    entry.kind === 'component' && entry.component === 'worker-2' && entry.change === 'spawned'
      ? { ...entry, version: 'v2' }
      : entry,
  );
  return withEntries(deployed, ...answers);
}
