import { createHash } from 'node:crypto';
import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode } from '@temporalio/worker';
import { expect } from 'chai';
import type { SystemDataConverter } from '../model/data-converter.ts';
import { attributesOf } from '../model/event-history.ts';
import type { Book, ReplayRow } from '../model/evidence.ts';
import { openPayloads, type SystemPayloads } from './payloads/open-payloads.ts';
import { type ReplayerOptions, startReplayer } from './replayer.ts';
import { completedAtOnce, waitedAtOnce } from './test-support/first-task-histories.ts';
import { dataConverter } from './test-support/reversing-converter.ts';
import { type ReplayedBundle, typescriptReplayer } from './typescript-replayer.ts';

const workflowsPath = fileURLToPath(new URL('./test-support/replayed-workflows.ts', import.meta.url));
const noEvent = { eventId: '1', eventTime: '', eventType: 'EVENT_TYPE_WORKFLOW_EXECUTION_STARTED' };
const quiet = { trace() {}, debug() {}, info() {}, warn() {}, error() {}, log() {} };

async function payloadsBy(converter: SystemDataConverter): Promise<SystemPayloads> {
  return openPayloads({ converter, codecServer: undefined, namespace: 'default', unread: () => undefined });
}

function reasonOf(book: Book<ReplayRow>): string {
  return book.state === 'unavailable' ? book.reason : '';
}

describe('startReplayer', function () {
  this.timeout(60_000);
  const { signal } = new AbortController();
  let folder: string;
  let bundle: ReplayedBundle;
  let options: ReplayerOptions;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'replayer-'));
    const { code } = await bundleWorkflowCode({ workflowsPath, logger: quiet });
    bundle = { path: join(folder, 'bundle.js'), hash: createHash('sha256').update(code).digest('hex') };
    await writeFile(bundle.path, code);
    options = { program: typescriptReplayer(bundle), logFile: join(folder, 'replay.log'), tags: {} };
  });
  after(() => rm(folder, { recursive: true }));

  it('replays each event history whole and by its beginnings, and tells which the code does not follow', async () => {
    await using replayer = startReplayer(options);
    const book = await replayer.replay([completedAtOnce('ends'), waitedAtOnce('ends')], signal);
    expect(reasonOf(book)).to.equal('');
    const rows = book.state === 'collected' ? book.rows : [];
    expect(rows.map(({ workflowId, events, full, ok }) => [workflowId, events, full, ok])).to.deep.equal([
      ['ends-workflow', 3, false, true],
      ['ends-workflow', 5, true, true],
      ['ends-workflow', 5, true, false],
    ]);
    expect(rows[2]?.error).to.match(/[Nn]ondeterminism/);
  });

  it('replays a workflow under its id, which may decide what it does', async () => {
    await using replayer = startReplayer(options);
    const book = await replayer.replay([completedAtOnce('knowsItsId')], signal);
    const rows = book.state === 'collected' ? book.rows : [];
    expect(rows.map(({ events, error }) => [events, error])).to.deep.equal([
      [3, null],
      [5, null],
    ]);
  });

  it('reads payloads by the data converter that the system names', async () => {
    const [first, ...rest] = completedAtOnce('reads').events;
    const input = { payloads: [{ metadata: { encoding: btoa('binary/reversed') }, data: btoa('"gnir"') }] };
    const attributes = { ...attributesOf(first ?? noEvent), input };
    const events = [{ ...(first ?? noEvent), workflowExecutionStartedEventAttributes: attributes }, ...rest];
    const history = { ...completedAtOnce('reads'), events };
    const payloads = await payloadsBy(dataConverter);
    await using reading = startReplayer({ ...options, program: typescriptReplayer({ ...bundle, payloads }) });
    const read = await reading.replay([history], signal);
    const rows = read.state === 'collected' ? read.rows : [];
    expect(rows.map(({ ok, dataConverter: own }) => [ok, own])).to.deep.equal([
      [true, true],
      [true, true],
    ]);
  });

  it('says of a replay that payloads can not be decoded: then it proves nothing', async () => {
    const away = { encode: async () => [], decode: () => Promise.reject(new Error('no key')) };
    const payloads = await payloadsBy({ payloadCodecs: [away] });
    const [first, ...rest] = completedAtOnce('reads').events;
    const input = { payloads: [{ metadata: { encoding: btoa('binary/reversed') }, data: btoa('"gnir"') }] };
    const events = [
      { ...(first ?? noEvent), workflowExecutionStartedEventAttributes: { ...attributesOf(first ?? noEvent), input } },
      ...rest,
    ];
    await using replayer = startReplayer({ ...options, program: typescriptReplayer({ ...bundle, payloads }) });
    const book = await replayer.replay([{ ...completedAtOnce('reads'), events }], signal);
    const rows = book.state === 'collected' ? book.rows : [];
    const whole = rows.filter(({ full }) => full).map(({ notReplayed, error }) => [notReplayed, error]);
    expect(whole).to.deep.equal([[true, "1 payload of its event history can't be decoded"]]);
  });

  it('leaves out a workflow that has not begun, for which the SDK would wait for ever', async () => {
    await using replayer = startReplayer({ ...options, limitMs: 5000 });
    const [first] = completedAtOnce('ends').events;
    const waiting = { ...completedAtOnce('ends'), events: first === undefined ? [] : [first] };
    expect(reasonOf(await replayer.replay([waiting, completedAtOnce('ends')], signal))).to.equal('');
  });

  it('gives up a workflow that loops for ever, and says so for what is asked after', async () => {
    await using replayer = startReplayer({ ...options, limitMs: 2000 });
    expect(await replayer.replay([], signal)).to.deep.equal({ state: 'collected', rows: [] });
    const looping = reasonOf(await replayer.replay([completedAtOnce('loops')], signal));
    expect(looping).to.match(/^2 replays did not end within 2 s, .*loops/);
    expect(reasonOf(await replayer.replay([completedAtOnce('ends')], signal))).to.equal(looping);
  });
  it('takes back what it found if the bundle was changed meanwhile', async () => {
    const path = join(folder, 'changing.js');
    await writeFile(path, await readFile(bundle.path));
    await using replayer = startReplayer({ ...options, program: typescriptReplayer({ ...bundle, path }) });
    expect(reasonOf(await replayer.replay([completedAtOnce('ends')], signal))).to.equal('');
    await appendFile(path, '\n');
    const changed = reasonOf(await replayer.replay([completedAtOnce('waits')], signal));
    expect(changed).to.include('the workflow code was changed during the run');
  });
});
