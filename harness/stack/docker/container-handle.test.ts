import { PassThrough } from 'node:stream';
import { expect } from 'chai';
import type { Engine } from '../../engine/find-engine.ts';
import { HarnessError } from '../../errors.ts';
import { ContainerHandle } from './container-handle.ts';

/** An engine that has these containers, each with a log. */
function engineOf(ids: readonly string[], log: PassThrough): Engine {
  const docker = {
    listContainers: async () => ids.map((Id) => ({ Id })),
    getContainer: () => ({ logs: async () => log, inspect: async () => ({}) }),
    modem: { demuxStream: (from: PassThrough, to: NodeJS.WritableStream) => from.on('data', (data) => to.write(data)) },
  };
  return { docker, version: '20.10', local: true, gatewayAddress: null } as unknown as Engine;
}

describe('the handle of a container', () => {
  it('touches nothing where not exactly one container carries both labels', async () => {
    for (const ids of [[], ['a', 'b']]) {
      const handle = new ContainerHandle(engineOf(ids, new PassThrough()), 'r', 'worker-1');
      const error = await handle.inspect().catch((thrown: unknown) => thrown);
      expect(error).to.be.instanceOf(HarnessError).and.to.include({ code: 'CHAOS_FAULT_FAILED' });
    }
  });

  it('says so where a log finds no place, and does not bring the whole harness down', async () => {
    const log = new PassThrough();
    const handle = new ContainerHandle(engineOf(['a'], log), 'r', 'worker-1');
    const { promise, resolve } = Promise.withResolvers<Error>();
    await handle.follow('/dev/null/worker-1.1.log', 0, resolve);
    log.write('something\n');
    expect((await promise).message).to.include('ENOTDIR');
  });
});
