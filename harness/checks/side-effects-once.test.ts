import { expect } from 'chai';
import {
  violationsOf,
  withEntries,
  withEvents,
  withJob,
  withJournal,
  withRows,
} from '../contracts/sample-run/changes.ts';
import { correctRun } from '../contracts/sample-run/correct-run.ts';
import { call } from '../contracts/sample-run/journal-builder.ts';
import type { Finding } from '../model/check.ts';
import type { LedgerLine } from '../model/evidence.ts';
import { sideEffectsOnce } from './side-effects-once.ts';

const run = correctRun();
const judge = (evidence: typeof run): Finding => sideEffectsOnce.judge(evidence);

describe('side-effects-once', () => {
  it('is valid for the correct run and counts the repeated requests', () => {
    const finding = judge(run);
    expect(finding.verdict).to.equal('valid');
    expect(finding.summary).to.contain('10 effects applied of 10 expected, 1 repeated request absorbed');
  });

  it('is invalid where an effect was lost', () => {
    const finding = judge(
      withLines((lines) =>
        lines.map((line) => (line.kind === 'publish' ? { ...line, outcome: 'deduplicated' } : line)),
      ),
    );
    expect(finding.verdict).to.equal('invalid');
    expect(violationsOf(finding)).to.deep.equal(['lost']);
    expect(finding.exhibits[0]).to.deep.include({ effect: { kind: 'publish', subject: { document: 'document-1' } } });
  });

  it('is invalid where the ledger is empty', () => {
    const finding = judge(withLines(() => []));
    expect(finding.verdict).to.equal('invalid');
    expect(violationsOf(finding)).to.deep.equal(Array.from({ length: 10 }, () => 'lost'));
  });

  it('is invalid where an applied line is doubled, even with the very same sequence number', () => {
    const finding = judge(withLines((lines) => [...lines, ...lines.slice(0, 1)]));
    expect(finding.verdict).to.equal('invalid');
    expect(violationsOf(finding)).to.deep.equal(['doubled']);
  });

  it('is invalid where a second application hides behind a fresh key', () => {
    const fresh = (lines: readonly LedgerLine[]): LedgerLine[] =>
      lines.slice(0, 1).map((line) => ({ ...line, sequence: 99, idempotencyKey: 'fresh' }));
    expect(violationsOf(judge(withLines((lines) => [...lines, ...fresh(lines)])))).to.deep.equal(['doubled']);
    const without = withLines((lines) => [
      ...lines,
      ...fresh(lines).map((line) => ({ ...line, idempotencyKey: null })),
    ]);
    expect(violationsOf(judge(without))).to.deep.equal(['doubled']);
  });

  it('is invalid where an effect was applied that no job expects', () => {
    const finding = judge(withLines((lines) => [...lines, stray(lines)]));
    expect(finding.verdict).to.equal('invalid');
    expect(violationsOf(finding)).to.deep.equal(['unexpected']);
  });

  it('is invalid where an unexpected effect only claims to be of a workflow outside the plan', () => {
    const claimed = withLines((lines) => [
      ...lines,
      { ...stray(lines), activity: { workflowId: 'canary-9', activityId: '1', attempt: 1 } },
    ]);
    expect(violationsOf(judge(claimed))).to.deep.equal(['unexpected']);
  });

  it('ignores the effects of a canary that the gateway knows', () => {
    const claimed = withLines((lines) => [
      ...lines,
      { ...stray(lines), activity: { workflowId: 'canary-9', activityId: '1', attempt: 1 } },
    ]);
    const known = withEntries(
      claimed,
      call('worker-2', 2200, { method: 'PollActivityTaskQueue', task: 'activity', workflowId: 'canary-9' }),
    );
    expect(judge(known).verdict).to.equal('valid');
  });

  it('is invalid where a canary is said to have asked for an effect of a kind that a job must have', () => {
    const claimed = withLines((lines) => [
      ...lines,
      {
        ...stray(lines),
        kind: 'publish',
        subject: { document: 'document-99' },
        activity: {
          workflowId: 'canary-1',
          activityId: '1',
          attempt: 1,
        },
      },
    ]);
    expect(violationsOf(judge(claimed))).to.deep.equal(['unexpected']);
  });

  it('is unknown where effects are missing of a workflow whose signal may never have been executed', () => {
    const lines = withLines((all) => all.filter((line) => line.kind !== 'publish'));
    const waiting = withEvents(lines, 'document-1', (event) => (Number(event.eventId) > 19 ? null : event));
    expect(judge(waiting).verdict).to.equal('invalid');
    const info = withJournal(waiting, (entry) =>
      entry.kind === 'client' && entry.action === 'signal' && entry.step === 'ok' ? { ...entry, step: 'info' } : entry,
    );
    expect(judge(info).verdict).to.equal('unknown');
    const doubled = withRows(info, 'effects', (all) => [...all, ...all.slice(0, 1)]);
    expect(violationsOf(judge(doubled))).to.deep.equal(['doubled']);
  });

  it('is unknown, and accuses nothing, where a payload is given and only the body of a request is known', () => {
    const given = withJob(run, 'document-1', ({ expect: { effects, ...others }, ...job }) => ({
      ...job,
      expect: { ...others, effects: effects.map((effect) => ({ ...effect, payload: 'given' })) },
    }));
    const rows = (given.effects.state === 'collected' ? given.effects.rows : []).map(
      (line): LedgerLine => ({ ...line, payloadOf: 'body' }),
    );
    const finding = judge({ ...given, effects: { state: 'collected', rows } });
    expect(finding.verdict).to.equal('unknown');
    expect(finding.summary).to.match(/came without the payload that a job gives: let `effects` return it/);
  });

  it('is invalid where a key came with another payload, noticed by the outside world or not', () => {
    const noticed = withLines((lines) => [
      ...lines,
      { ...first(lines), sequence: 12, outcome: 'conflict', payloadHash: 'other' },
    ]);
    expect(violationsOf(judge(noticed))).to.deep.equal(['conflict']);
    const unnoticed = withLines((lines) => [
      ...lines,
      { ...first(lines), sequence: 12, outcome: 'deduplicated', payloadHash: 'other' },
    ]);
    expect(violationsOf(judge(unnoticed))).to.deep.equal(['conflict']);
  });

  it('allows a job whose start is unknown zero effects or one, never two', () => {
    const info = withJournal(run, (entry) =>
      entry.kind === 'client' && entry.workflowId === 'document-2' && entry.step === 'ok'
        ? { ...entry, step: 'info' }
        : entry,
    );
    const absent = withRows(info, 'eventHistories', (rows) => rows.filter((row) => row.workflowId !== 'document-2'));
    expect(judge(absent).verdict).to.equal('valid');
    const none = withRows(absent, 'effects', (lines) =>
      renumbered(lines.filter((line) => line.subject['document'] !== 'document-2')),
    );
    expect(judge(none).verdict).to.equal('valid');
    const two = withRows(absent, 'effects', (lines) => [
      ...lines,
      ...lines.filter((line) => line.kind === 'revoke').map((line) => ({ ...line, sequence: 12 })),
    ]);
    expect(violationsOf(judge(two))).to.deep.equal(['doubled']);
  });

  it('is unknown where lines are missing from the ledger', () => {
    const finding = judge(withLines((lines) => lines.map((line) => ({ ...line, sequence: line.sequence + 1 }))));
    expect(finding.verdict).to.equal('unknown');
    expect(finding.summary).to.contain('lacks 1 line');
  });

  it('is unknown where no job expects an effect', () => {
    const silent = ['document-1', 'document-2'].reduce(
      (evidence, workflowId) =>
        withJob(evidence, workflowId, (job) => ({ ...job, expect: { ...job.expect, effects: [] } })),
      withLines(() => []),
    );
    expect(judge(silent).verdict).to.equal('unknown');
  });
});

function withLines(change: (lines: readonly LedgerLine[]) => readonly LedgerLine[]): typeof run {
  return withRows(run, 'effects', change);
}

function first(lines: readonly LedgerLine[]): LedgerLine {
  const [line] = lines;
  if (line === undefined)
    throw new TypeError('Expected the ledger of the correct run to have a line, but it is empty.');
  return line;
}

function stray(lines: readonly LedgerLine[]): LedgerLine {
  return { ...first(lines), sequence: 12, kind: 'refund', idempotencyKey: null };
}

function renumbered(lines: readonly LedgerLine[]): LedgerLine[] {
  return lines.map((line, index) => ({ ...line, sequence: index + 1 }));
}
