import { expect } from 'chai';
import { entriesOf } from '../model/journal.ts';
import { RetryingProbe, unlessNotFound } from './retrying-probe.ts';
import { fakeContext } from './test-support/fake-context.ts';

const fail = (): Promise<never> => Promise.reject(new Error('deadline exceeded'));
const rejection = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  );

describe('RetryingProbe', () => {
  it('says what was seen', async () => {
    const context = fakeContext({});
    expect(await new RetryingProbe(context).at('temporal', () => Promise.resolve(3))).to.equal(3);
    expect(context.journal.entries()).to.deep.equal([]);
  });

  it('takes a failure for "not yet", and journals it', async () => {
    const context = fakeContext({});
    expect(await new RetryingProbe(context).at('temporal', fail)).to.equal(undefined);
    const [probe] = entriesOf(context.journal.entries(), 'probe');
    expect(probe).to.deep.include({ target: 'temporal', ok: false, error: 'deadline exceeded' });
  });

  it('gives up when one target could not be looked at for so long in a row', async () => {
    let nowMs = 0;
    const context = fakeContext({});
    const looks = new RetryingProbe({ journal: { ...context.journal, nowMs: () => nowMs } });
    await looks.at('temporal', fail);
    nowMs = 14_000;
    await looks.at('temporal', fail);
    await looks.at('temporal', () => Promise.resolve(1));
    nowMs = 20_000;
    await looks.at('temporal', fail);
    nowMs = 34_000;
    await looks.at('temporal', fail);
    await looks.at('supabase', fail);
    nowMs = 35_000;
    expect(await rejection(looks.at('temporal', fail))).to.have.property('code', 'CHAOS_WAIT_TIMEOUT');
    expect(entriesOf(context.journal.entries(), 'probe')).to.have.length(6);
  });
});

describe('the patience', () => {
  it('is not used up by what a fault in force has taken away', async () => {
    let nowMs = 0;
    const context = fakeContext({});
    const { journal } = context;
    const looks = new RetryingProbe({ journal: { ...journal, nowMs: () => nowMs } });
    const fault = { kind: 'fault', fault: 'temporal-kill', faultId: 'kill' } as const;
    journal.write({ ...fault, step: 'injecting' });
    for (nowMs = 0; nowMs <= 40_000; nowMs += 10_000) await looks.at('temporal', fail);
    journal.write({ ...fault, step: 'healed' });
    nowMs = 54_000;
    expect(await looks.at('temporal', fail), 'healed for 14 s').to.equal(undefined);
    nowMs = 56_000;
    expect(await rejection(looks.at('temporal', fail))).to.have.property('code', 'CHAOS_WAIT_TIMEOUT');
  });
});

describe('unlessNotFound', () => {
  it('takes a workflow that is not there yet for no failure, and nothing else', async () => {
    const notFound = Object.assign(new Error('no such workflow'), { name: 'WorkflowNotFoundError' });
    expect(await unlessNotFound(Promise.reject(notFound))).to.equal(undefined);
    expect(await rejection(unlessNotFound(fail()))).to.be.an('error');
    expect(await unlessNotFound(Promise.resolve(1))).to.equal(1);
  });
});
