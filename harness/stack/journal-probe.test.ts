import { expect } from 'chai';
import type { Journal, JournalBody } from '../model/journal.ts';
import { journalProbe } from './journal-probe.ts';

async function probed(ask: (signal: AbortSignal) => Promise<unknown>): Promise<JournalBody | undefined> {
  const bodies: JournalBody[] = [];
  const write = (body: JournalBody): never => {
    bodies.push(body);
    return undefined as never;
  };
  await journalProbe({ write } as unknown as Journal, 'temporal', ask);
  return bodies[0];
}

describe('journalProbe', () => {
  it('journals an answer', async () => {
    const entry = await probed(() => Promise.resolve('ok'));
    expect(entry).to.include({ kind: 'probe', target: 'temporal', ok: true });
    expect(entry).not.to.have.property('error');
  });

  it('journals a refusal with its first line', async () => {
    const entry = await probed(() => Promise.reject(new Error('connect ECONNREFUSED\nat …')));
    expect(entry).to.include({ ok: false, error: 'connect ECONNREFUSED' });
  });

  it('journals a silence at its limit, also of one that never heeds the signal', async () => {
    const entry = await probed(() => new Promise(() => undefined));
    expect(entry).to.include({ ok: false, error: 'no answer within 1000 ms' });
  });
});
