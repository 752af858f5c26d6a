import { expect } from 'chai';
import type { Dated } from '../contracts/sample-run/journal-builder.ts';
import type { Stack } from '../model/stack.ts';
import { certificateExpired } from './certificate-expired.ts';
import { countWitnesses, faultyRun, plannedOnWorker1 } from './test-support/faulty-run.ts';

const planned = plannedOnWorker1(certificateExpired);
const target = { component: 'worker-1', incarnation: 1, link: null };

/** The file's certificate, read back; the sample runs are of 2026-11-22. */
function inFile(serial: string, validTo: string, atMs = 3500): Dated {
  return { kind: 'certificate', component: 'worker-1', serial, validFrom: '2026-11-22T08:00:00.000Z', validTo, atMs };
}

function handshake(serial: string | null, reason: string | null, atMs = 4000): Dated {
  const outcome = reason === null ? 'accepted' : 'refused';
  const because = reason === null ? {} : { reason };
  const of = { link: 'temporal@worker-1', component: 'worker-1', incarnation: 2 };
  return { kind: 'handshake', ...of, outcome, serial, ...because, atMs };
}

const ended = '2026-11-22T09:00:00.000Z';
const valid = '2026-11-30T00:00:00.000Z';
const count = (observed: readonly Dated[]): { cause: number; effect: number } =>
  countWitnesses(certificateExpired.witnesses(faultyRun(certificateExpired, null, observed), planned));

/** A stack that tells what was done to its one worker. */
function stackOf(done: string[], running = true): Stack {
  const worker = {
    running,
    incarnation: 2,
    kill: () => Promise.resolve(void done.push('kill')),
    launch: () => Promise.resolve(void done.push('launch')),
  };
  return {
    component: () => worker,
    certificates: { replace: (_name: string, life: string) => Promise.resolve(void done.push(life)) },
    gateway: { connectionsClosed: () => Promise.resolve(), firstPoll: () => Promise.resolve(void done.push('poll')) },
  } as unknown as Stack;
}

describe('certificate-expired', () => {
  it('is witnessed by a file whose certificate has ended, and by the refusal of that very certificate', () => {
    expect(count([inFile('7a', ended), handshake('7a', 'CERT_HAS_EXPIRED')])).to.deep.equal({ cause: 1, effect: 1 });
    expect(count([inFile('7a', ended), inFile('7a', ended, 3700)]), 'twice is once').to.deep.equal({
      cause: 1,
      effect: 0,
    });
  });

  it('is not witnessed by a valid certificate, at another time, or by the refusal of another one', () => {
    expect(count([inFile('7a', valid), handshake('7a', 'CERT_HAS_EXPIRED')])).to.deep.equal({ cause: 0, effect: 0 });
    expect(count([inFile('7a', ended, 2000)]).cause).to.equal(0);
    expect(count([inFile('7a', ended), handshake('7b', 'CERT_HAS_EXPIRED')]).effect).to.equal(0);
    expect(count([inFile('7a', ended), handshake('7a', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE')]).effect).to.equal(0);
    expect(count([inFile('7a', ended), handshake(null, 'no certificate')]).effect).to.equal(0);
    expect(count([inFile('7a', ended), handshake('7a', null)]).effect).to.equal(0);
  });

  it('starts a worker that is refused, puts a valid certificate back, and starts nothing more; heals twice as once', async () => {
    const done: string[] = [];
    const injection = await certificateExpired.inject(stackOf(done), target, {});
    expect(done).to.deep.equal(['kill', 'expired', 'launch']);
    await Promise.all([injection[Symbol.asyncDispose](), injection[Symbol.asyncDispose]()]);
    expect(done.slice(3)).to.deep.equal(['valid', 'poll']);
  });

  it('starts one that has given up meanwhile', async () => {
    const done: string[] = [];
    const injection = await certificateExpired.inject(stackOf(done, false), target, {});
    await injection[Symbol.asyncDispose]();
    expect(done.slice(3)).to.deep.equal(['valid', 'launch', 'poll']);
  });

  it('refuses a stack without TLS before it does anything', async () => {
    const done: string[] = [];
    const plain = { ...stackOf(done), certificates: null };
    const error = await certificateExpired.inject(plain, target, {}).catch((thrown: unknown) => thrown);
    expect(error).to.have.property('code', 'CHAOS_STACK_LACKS');
    expect(done).to.deep.equal([]);
  });
});
