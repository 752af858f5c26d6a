import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { HarnessError } from '../errors.ts';
import { Incarnation } from './incarnation.ts';
import { memoryJournal } from './test-support/stack-fixture.ts';
import { type Starting, untilReady } from './until-ready.ts';

describe('untilReady', () => {
  let logsFolder = '';
  let starting: Starting;

  beforeEach(() => {
    logsFolder = mkdtempSync(join(tmpdir(), 'until-ready-'));
    writeFileSync(join(logsFolder, 'temporal.1.log'), 'starting\nno such option\n\n');
    const incarnation = new Incarnation({ component: 'temporal', incarnation: 1 }, 1, memoryJournal());
    const signal = new AbortController().signal;
    const never = async (): Promise<void> => Promise.race([]);
    starting = { name: 'temporal', incarnation, logsFolder, limitMs: 10_000, signal, ready: never };
  });
  afterEach(() => rmSync(logsFolder, { recursive: true }));

  const refusal = async (changes: Partial<Starting>): Promise<unknown> =>
    untilReady({ ...starting, ...changes }).catch((thrown: unknown) => thrown);

  it('resolves once it answers', async () => {
    await untilReady({ ...starting, ready: async () => undefined });
  });

  it('says how it ended and its last words', async () => {
    const failed = refusal({});
    starting.incarnation.ended({ exitCode: 2, signal: null });
    expect(await failed)
      .to.be.instanceOf(HarnessError)
      .with.property('message')
      .that.includes('temporal')
      .and.includes('ended with 2: no such option');
  });

  it('waits for last words that come after the end, as those of a container may', async () => {
    const log = join(logsFolder, 'temporal.1.log');
    writeFileSync(log, '');
    const failed = refusal({});
    starting.incarnation.ended({ exitCode: 2, signal: null });
    setTimeout(() => writeFileSync(log, 'no room\n'), 50);
    expect(await failed)
      .to.have.property('message')
      .that.includes('ended with 2: no room');
  });

  it('says that it did not answer in time, and aborts the question', async () => {
    let asked: AbortSignal | undefined;
    const ready = async (signal: AbortSignal): Promise<void> => {
      asked = signal;
      return Promise.race([]);
    };
    const error = await refusal({ limitMs: 5, ready });
    expect(error).to.have.property('code', 'CHAOS_STACK_NOT_READY');
    expect(error).to.have.property('message').that.includes('did not answer (last line: no such option)');
    expect(asked?.aborted).to.equal(true);
  });

  it('ends for the reason of the one that ends it', async () => {
    const reason = new Error('enough');
    expect(await refusal({ signal: AbortSignal.abort(reason) })).to.equal(reason);
  });
});
