import { expect } from 'chai';
import { journalOf } from '../contracts/sample-run/journal-builder.ts';
import type { Finding } from '../model/check.ts';
import type { Journal, JournalBody } from '../model/journal.ts';
import { PointResults } from './point-results.ts';
import { wholeFindings } from './whole-findings.ts';

const sender = { component: 'worker-1', incarnation: 1 } as const;

/** What speaks against the whole, where the journal has these entries and nothing else is wrong. */
function told(...bodies: readonly JournalBody[]): readonly Finding[] {
  const entries = journalOf(bodies.map((body, index) => ({ ...body, atMs: index })));
  const journal: Journal = { entries: () => entries, nowMs: () => 9000, write: () => expect.fail('It only reads.') };
  return wholeFindings({ journal }, [], new PointResults());
}

describe('wholeFindings', () => {
  it('has nothing against an exploration whose calls were read and attributed, for all remarks', () => {
    expect(told({ kind: 'note', message: 'A reply. It was relayed unread.' })).to.deep.equal([]);
  });

  it('proves nothing where the gateway could not decode a call', () => {
    const unread = { kind: 'unread-call', ...sender, side: 'reply', method: 'GetSystemInfo', error: 'junk' } as const;
    const [finding, ...more] = told(unread, unread);
    expect(finding).to.deep.include({ check: 'calls-read', verdict: 'unknown' });
    expect(finding?.summary).to.contain('GetSystemInfo').and.to.contain('junk');
    expect(finding?.exhibits).to.have.length(2);
    expect(more).to.deep.equal([]);
  });

  it('proves nothing where attribute() threw: the request is missing among the crash points', () => {
    const link = 'supabase@worker-1';
    const request = { kind: 'unattributed-request', ...sender, link, method: 'POST', path: '/rows' } as const;
    const all = Array.from({ length: 25 }, () => ({ ...request, error: 'x is not a function' }));
    const [finding, ...more] = told(...all);
    expect(finding).to.deep.include({ check: 'requests-attributed', verdict: 'unknown' });
    expect(finding?.summary).to.contain('for 25 requests, the first POST /rows on supabase@worker-1');
    expect(finding?.summary).to.contain('x is not a function');
    expect(finding?.exhibits).to.have.length(25);
    expect(more).to.deep.equal([]);
  });
});
