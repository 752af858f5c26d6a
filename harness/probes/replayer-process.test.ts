import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import type { HistoryEvent } from '../model/event-history.ts';
import type { Book, ReplayRow } from '../model/evidence.ts';
import { livingProcess } from '../processes/process-identity.ts';
import { waitFor } from '../wait.ts';
import { type ReplayerOptions, startReplayer } from './replayer.ts';
import { completedAtOnce } from './test-support/first-task-histories.ts';

const script = fileURLToPath(new URL('./test-support/scripted-replayer.ts', import.meta.url));

describe('a replayer of the user', function () {
  this.timeout(60_000);
  const { signal } = new AbortController();
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'replayer-process-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  function optionsOf(...args: readonly string[]): ReplayerOptions {
    const command = ['node', '--disable-warning=ExperimentalWarning', script, ...args] as const;
    const program = { command, folder, hash: 'h', hashNow: () => Promise.resolve('h') };
    return { program, logFile: join(folder, 'replay.log'), tags: {}, limitMs: 20_000 };
  }

  async function replayed(options: ReplayerOptions): Promise<Book<ReplayRow>> {
    await using replayer = startReplayer(options);
    return await replayer.replay([completedAtOnce('ends')], signal);
  }

  async function reason(options: ReplayerOptions): Promise<string> {
    const book = await replayed(options);
    return book.state === 'unavailable' ? book.reason.replaceAll(options.logFile, '<log>') : '';
  }

  const row = { workflowId: 'ends-workflow', runId: 'a-run', bundleHash: 'h' };

  it('answers each prefix and each whole event history', async () => {
    const follows = await replayed(optionsOf('follows'));
    expect(follows).to.deep.equal({
      state: 'collected',
      rows: [
        { ...row, events: 3, full: false, ok: true, error: null },
        { ...row, events: 5, full: true, ok: true, error: null },
      ],
    });
    const differs = await replayed(optionsOf('differs'));
    expect(differs.state === 'collected' && differs.rows[1]).to.deep.equal({
      ...row,
      events: 5,
      full: true,
      ok: false,
      error: 'another command',
      dataConverter: true,
    });
  });

  it('accuses no workflow whose payloads no data converter of the system has read', async () => {
    const [first, ...rest] = completedAtOnce('ends').events;
    const input = { payloads: [{ metadata: { encoding: btoa('binary/encrypted') }, data: '' }] };
    const encoded = { ...first, workflowExecutionStartedEventAttributes: { input } } as HistoryEvent;
    const history = { ...completedAtOnce('ends'), events: [encoded, ...rest] };
    await using replayer = startReplayer(optionsOf('differs', 'by the default converter'));
    const book = await replayer.replay([history], signal);
    const whole = book.state === 'collected' ? book.rows.find(({ full }) => full) : undefined;
    expect(whole).to.include({ ok: false, notReplayed: true });
    expect(whole?.error).to.contain('its payloads are encoded');
  });

  it('accuses no workflow that it could not replay', async () => {
    const book = await replayed(optionsOf('knows-none'));
    expect(book.state === 'collected' && book.rows[0]).to.deep.equal({
      ...row,
      events: 3,
      full: false,
      ok: false,
      error: 'no such workflow: ends-workflow',
      notReplayed: true,
    });
  });

  for (const [behaviour, says] of [
    ['rubbish', 'the replayer wrote a line to standard output that is no answer (it is no JSON): "Replaying …"'],
    ['wrong-shape', 'that is no answer (`ok` must be true or false): "{"id":1'],
    ['wrong-id', 'the replayer answered 3 events of request 8, which was not asked for'],
    ['wrong-events', 'the replayer answered 4 events of request 1, which was not asked for'],
    ['twice', 'the replayer answered 3 events of request 1, which was not asked for'],
    ['endless', '(it has more than 1000000 characters): "xxx'],
    ['exits', 'the replay process died (3) before it had answered; its log: <log>'],
    ['dies-at-start', 'the replay process died (4) before it had answered; its log: <log>'],
    ['greets-wrongly', 'that is no answer (`protocol` must be one of durable-chaos/replayer@1)'],
    ['gives-up', 'module `billing` has no workflow'],
  ] as const) {
    it(`leaves the book unread, with the reason, if it ${behaviour}`, async () => {
      expect((await reason(optionsOf(behaviour))).replaceAll('\\', '')).to.include(says);
    });
  }

  it('leaves the book unread if its program is missing', async () => {
    const { program, ...options } = optionsOf();
    const missing = { ...options, program: { ...program, command: ['no-such-replayer'] as const } };
    expect(await reason(missing)).to.match(/^the replayer could not be started: no-such-replayer: .*ENOENT/);
  });

  it('ends one that hangs, and its children, and says so for what is asked after', async () => {
    const file = join(folder, 'child');
    await using replayer = startReplayer({ ...optionsOf('has-child', file), limitMs: 3000 });
    const first = await replayer.replay([completedAtOnce('ends')], signal);
    expect(first.state === 'unavailable' && first.reason).to.match(/^2 replays did not end within 3 s, .*loops/);
    const child = Number(await readFile(file, 'utf8'));
    const gone = (): true | undefined => (livingProcess(child) === null ? true : undefined);
    await waitFor(gone, { what: 'its child to be gone', limitMs: 5000, signal });
    expect(await replayer.replay([], signal)).to.deep.equal(first);
  });

  it('leaves the book unread if the code was changed meanwhile', async () => {
    const { program, ...options } = optionsOf('follows');
    const changed = { ...options, program: { ...program, hashNow: () => Promise.resolve('other') } };
    expect(await reason(changed)).to.equal(
      'the workflow code was changed during the run, so it is not known which code ran',
    );
  });

  it('gives no answer after an abort, and goes on to answer other questions', async () => {
    await using replayer = startReplayer(optionsOf('follows'));
    const controller = new AbortController();
    controller.abort(new Error('interrupted'));
    const thrown: unknown = await replayer
      .replay([completedAtOnce('ends')], controller.signal)
      .catch((error: unknown) => error);
    expect(String(thrown)).to.include('interrupted');
    expect(await replayer.replay([completedAtOnce('ends')], signal)).to.have.property('state', 'collected');
  });
});
