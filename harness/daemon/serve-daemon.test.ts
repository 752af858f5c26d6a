import { existsSync } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { HarnessError } from '../errors.ts';
import { thisProcess } from '../processes/process-identity.ts';
import { askDaemon } from './ask-daemon.ts';
import type { DaemonRecord } from './daemon-record.ts';
import { type DaemonHandlers, serveDaemon } from './serve-daemon.ts';

const unasked = (): never => expect.fail('This request was not expected.');
const handlers: DaemonHandlers = {
  status: unasked,
  resolve: unasked,
  inject: unasked,
  heal: async () => ({ healed: [], before: null }),
  faults: async () => ({ faults: [] }),
  down: () => new Promise(() => undefined),
  log: async ({ component }) => {
    if (component === 'worker-1') return { path: '/log', incarnation: 2 };
    throw new HarnessError('CHAOS_UNKNOWN_TARGET', `Expected a component, but ${component} is none.`);
  },
};

describe("the daemon's socket", () => {
  let folder = '';
  let record: DaemonRecord;
  let server: AsyncDisposable;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'chaos-socket-'));
    const socket = join(folder, 'daemon', 'socket');
    record = { schema: 'durable-chaos/keeper@1', ...thisProcess(), runId: 'r', socket };
    server = await serveDaemon(socket, handlers);
  });

  afterEach(async () => {
    await server[Symbol.asyncDispose]();
    await rm(folder, { recursive: true });
  });

  const failure = async (work: Promise<unknown>): Promise<unknown> => work.then(unasked, (error: unknown) => error);

  it('is for this user alone, and gone without a trace', async () => {
    expect(((await stat(record.socket)).mode & 0o777).toString(8)).to.equal('600');
    expect(((await stat(join(folder, 'daemon'))).mode & 0o777).toString(8)).to.equal('700');
    await server[Symbol.asyncDispose]();
    expect(existsSync(join(folder, 'daemon'))).to.equal(false);
  });

  it('brings an answer back, and an error as it was thrown', async () => {
    const log = await askDaemon(record, { verb: 'log', component: 'worker-1' });
    expect(log).to.deep.equal({ path: '/log', incarnation: 2 });
    const error = await failure(askDaemon(record, { verb: 'log', component: 'worker-9' }));
    expect(error).to.be.instanceOf(HarnessError).and.to.include({ code: 'CHAOS_UNKNOWN_TARGET' });
  });

  it('refuses what it does not understand', async () => {
    const error = await failure(askDaemon(record, { verb: 'explode' } as never));
    expect(error).to.be.instanceOf(HarnessError).and.to.include({ code: 'CHAOS_INTERNAL' });
  });

  it('says that the daemon is silent where it lives, and that there is no stack where it has died', async () => {
    expect(await failure(askDaemon(record, { verb: 'down' }, 30))).to.include({ code: 'CHAOS_WAIT_TIMEOUT' });
    const dead = { ...record, startTime: '1', socket: join(folder, 'none') };
    expect(await failure(askDaemon(dead, { verb: 'down' }))).to.include({ code: 'CHAOS_NO_STACK' });
  });

  it('says what to do where a socket cannot be made', async () => {
    const long = join(folder, 'x'.repeat(150), 'socket');
    expect(await failure(serveDaemon(long, handlers))).to.include({ code: 'CHAOS_NOT_WRITABLE' });
  });
});
