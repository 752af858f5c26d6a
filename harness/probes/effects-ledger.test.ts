import { expect } from 'chai';
import type { LedgerLine } from '../model/evidence.ts';
import { readEffectsLedger } from './effects-ledger.ts';

function line(sequence: number): LedgerLine {
  return {
    sequence,
    time: '2026-01-01T00:00:00.000Z',
    kind: 'charge',
    subject: { order: `order-${sequence}` },
    idempotencyKey: null,
    payloadHash: 'hash',
    outcome: 'applied',
    activity: null,
  };
}

function answering(body: string, status = 200): typeof fetch {
  return async () => new Response(body, { status });
}

function ledgerOf(lines: readonly LedgerLine[]): string {
  return lines.map((one) => `${JSON.stringify(one)}\n`).join('');
}

describe('readEffectsLedger', () => {
  it('reads every line, the last one too', async () => {
    const lines = [line(1), line(2), line(3)];
    expect(await readEffectsLedger('http://x', answering(ledgerOf(lines)))).to.deep.equal({
      state: 'collected',
      rows: lines,
    });
  });

  it('reads an empty ledger as empty', async () => {
    expect(await readEffectsLedger('http://x', answering(''))).to.deep.equal({ state: 'collected', rows: [] });
  });

  it('gives no book if a line is missing, damaged, or not of the schema, or if there is no answer', async () => {
    const bad = [
      answering(ledgerOf([line(1), line(3)])),
      answering(ledgerOf([line(2)])),
      answering(`${ledgerOf([line(1)])}{"sequence":`),
      answering('{"sequence":1}\n'),
      answering(ledgerOf([line(1)]), 500),
      async () => Promise.reject(new Error('away')),
    ];
    const books = await Promise.all(bad.map((ask) => readEffectsLedger('http://x', ask)));
    expect(books.map(({ state }) => state)).to.deep.equal(bad.map(() => 'unavailable'));
  });
});
