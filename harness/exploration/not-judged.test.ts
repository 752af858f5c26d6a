import { expect } from 'chai';
import { historyBuilder } from '../contracts/sample-run/history-builder.ts';
import type { EventHistory } from '../model/event-history.ts';
import { notJudgedOf } from './not-judged.ts';
import type { ReferenceCase } from './points/references.ts';
import { taskPlace } from './test-support/boundaries.ts';
import { struckAt } from './test-support/struck.ts';

const context = {
  journal: { entries: () => [] },
  explored: { subject: 's', cases: {}, attribute: () => null },
} as unknown as Parameters<typeof notJudgedOf>[0];

function ended(encoding: string, type = 'ingest'): EventHistory {
  const builder = historyBuilder('w', { atMs: 0, type, args: [] });
  const metadata = { encoding: Buffer.from(encoding).toString('base64') };
  builder.add(10, 'WORKFLOW_EXECUTION_COMPLETED', { result: { payloads: [{ metadata, data: 'AA==' }] } });
  return builder.history();
}

const told = (more: Partial<ReferenceCase>): readonly string[] =>
  notJudgedOf(context, { notJudged: ['check: a (why)'] }, [
    { ...struckAt(taskPlace(1, 'completion')).task.known, ...more },
  ]);

describe('notJudgedOf', () => {
  it('names children and declared workflows, at whose boundaries nothing strikes, each type once', () => {
    const further = [ended('json/plain', 'pay'), ended('json/plain', 'pay'), ended('json/plain', 'send')];
    const job = { ...struckAt(taskPlace(1, 'completion')).job, also: [{ workflowType: 'mailbox' }] };
    expect(told({ further, jobs: [job, job] })).to.deep.equal([
      'check: a (why)',
      'boundaries of child pay (no points)',
      'boundaries of child send (no points)',
      'declared workflow mailbox (read once at the end; no points)',
    ]);
  });

  it('names payloads that can not be decoded, and no other', () => {
    const encrypted = [ended('json/plain'), ended('binary/encrypted')];
    expect(told({ chains: [encrypted, encrypted] })).to.deep.equal([
      'check: a (why)',
      "payloads of WORKFLOW_EXECUTION_COMPLETED (2, binary/encrypted: can't be decoded)",
    ]);
    expect(told({ chains: [[ended('json/plain')], [ended('binary/plain')]] })).to.deep.equal(['check: a (why)']);
  });
});
