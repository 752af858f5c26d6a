import { expect } from 'chai';
import type { Dated } from '../contracts/sample-run/journal-builder.ts';
import type { Stack } from '../model/stack.ts';
import { certificateRotated } from './certificate-rotated.ts';
import { countWitnesses, faultyRun, plannedOnWorker1 } from './test-support/faulty-run.ts';

const planned = plannedOnWorker1(certificateRotated);
const target = { component: 'worker-1', incarnation: 1, link: null };

function inFile(serial: string, atMs = 3500): Dated {
  const span = { validFrom: '2026-11-22T08:00:00.000Z', validTo: '2026-11-30T00:00:00.000Z' };
  return { kind: 'certificate', component: 'worker-1', serial, ...span, atMs };
}

function accepted(serial: string, incarnation: number, atMs: number): Dated {
  const of = { link: 'temporal@worker-1', component: 'worker-1', incarnation };
  return { kind: 'handshake', ...of, outcome: 'accepted', serial, atMs };
}

const before = accepted('7a', 1, 500);
const count = (observed: readonly Dated[]): { cause: number; effect: number } =>
  countWitnesses(certificateRotated.witnesses(faultyRun(certificateRotated, null, observed), planned));

describe('certificate-rotated', () => {
  it('is witnessed by a file with a certificate never shown before, and by the next life that shows it', () => {
    expect(count([before, inFile('7b'), accepted('7b', 2, 6005)])).to.deep.equal({ cause: 1, effect: 1 });
  });

  it('is not witnessed by the old certificate, or where nothing is known of an old one', () => {
    expect(count([before, inFile('7a'), accepted('7a', 2, 6005)])).to.deep.equal({ cause: 0, effect: 0 });
    expect(count([inFile('7b'), accepted('7b', 2, 6005)])).to.deep.equal({ cause: 0, effect: 0 });
  });

  it('has no effect where the next life goes on with the old certificate, or with both', () => {
    expect(count([before, inFile('7b'), accepted('7a', 2, 6005)])).to.deep.equal({ cause: 1, effect: 0 });
    expect(count([before, inFile('7b'), accepted('7b', 2, 6005), accepted('7a', 2, 6006)]).effect).to.equal(0);
  });

  it('stops the worker at the moment, gives the next life the certificate, and heals twice as once', async () => {
    const done: string[] = [];
    const worker = {
      running: false,
      terminate: () => Promise.resolve(void done.push('terminate')),
      stop: () => Promise.resolve(void done.push('stop')),
      start: () => Promise.resolve(void done.push('start')),
    };
    const certificates = { replace: (_name: string, life: string) => Promise.resolve(void done.push(life)) };
    const stack = { component: () => worker, certificates } as unknown as Stack;
    const injection = await certificateRotated.inject(stack, target, {});
    await Promise.all([injection[Symbol.asyncDispose](), injection[Symbol.asyncDispose]()]);
    expect(done).to.deep.equal(['terminate', 'valid', 'stop', 'start']);
  });

  it('refuses a stack without TLS before it does anything', async () => {
    const stack = { certificates: null } as unknown as Stack;
    const error = await Promise.resolve()
      .then(async () => certificateRotated.inject(stack, target, {}))
      .catch((thrown: unknown) => thrown);
    expect(error).to.have.property('code', 'CHAOS_STACK_LACKS');
  });
});
