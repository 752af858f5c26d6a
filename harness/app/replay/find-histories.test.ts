import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { HarnessError } from '../../errors.ts';
import { completedAtOnce } from '../../probes/test-support/first-task-histories.ts';
import { findHistories } from './find-histories.ts';

const { events } = completedAtOnce('ends');
const index = (count: number): unknown => ({
  schema: 'durable-chaos/event-histories@1',
  state: 'collected',
  rows: [{ workflowId: 'order-1', runId: 'r', file: '1.json', events: count }],
});

describe('findHistories', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'histories-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  async function write(name: string, content: unknown): Promise<string> {
    const path = join(folder, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content));
    return path;
  }

  async function refusal(path = folder): Promise<string> {
    const thrown: unknown = await findHistories(path).catch((error: unknown) => error);
    expect(thrown).to.be.instanceOf(HarnessError).with.property('code', 'CHAOS_BAD_HISTORIES');
    return (thrown as HarnessError).message;
  }

  it('reads only the event histories of a run folder, at any depth', async () => {
    await write('worker-kill/run/event-histories/index.json', index(5));
    await write('worker-kill/run/event-histories/1.json', { events });
    await write('worker-kill/run/plan.json', {});
    const own = join(folder, 'worker-kill/run');
    for (const path of [folder, own, join(own, 'event-histories')]) {
      const { histories, unread } = await findHistories(path);
      expect(histories.map(({ workflowId, storedIn }) => [workflowId, storedIn])).to.deep.equal([['order-1', own]]);
      expect(unread).to.deep.equal([]);
    }
  });

  it('reports a run folder whose event histories are cut short', async () => {
    await write('run/event-histories/index.json', index(6));
    await write('run/event-histories/1.json', { events });
    const { histories, unread } = await findHistories(folder);
    expect(histories).to.deep.equal([]);
    expect(unread[0]?.reason).to.match(/holds 5 of 6 events/);
  });

  it('reads files that Temporal exported, with enums in either spelling', async () => {
    const [started, ...others] = events;
    const spelled = [{ ...started, eventType: 'WorkflowExecutionStarted' }, ...others];
    const path = await write('order-7.json', { events: spelled });
    for (const given of [path, folder]) {
      const [history] = (await findHistories(given)).histories;
      expect(history).to.include({ workflowId: 'order-7', runId: 'a-run', storedIn: path });
      expect(history?.events.map(({ eventType }) => eventType)).to.deep.equal(events.map(({ eventType }) => eventType));
    }
  });

  it('reads files that are compressed, one event a line, a bare list, or begin with the last event', async () => {
    await write('a.json', { events: events.toReversed() });
    await write('b.jsonl', events.map((event) => JSON.stringify(event)).join('\n'));
    await write('c.json', events);
    await writeFile(join(folder, 'd.json.gz'), gzipSync(JSON.stringify({ events })));
    await writeFile(join(folder, 'e.JSON'), gzipSync(JSON.stringify(events)));
    const { histories } = await findHistories(folder);
    expect(histories.map(({ workflowId }) => workflowId)).to.deep.equal(['a', 'b', 'c', 'd', 'e']);
    for (const one of histories)
      expect(one.events.map(({ eventId }) => eventId)).to.deep.equal(['1', '2', '3', '4', '5']);
  });

  it('refuses a compressed file that is damaged', async () => {
    await writeFile(join(folder, 'a.json.gz'), gzipSync(JSON.stringify({ events })).subarray(0, 40));
    expect(await refusal()).to.match(/a\.json\.gz is no event history: unexpected end of file\. Give/);
  });

  it('refuses a folder that is missing or has no event history', async () => {
    expect(await refusal(join(folder, 'none'))).to.match(/^There is no file or folder at .*none\. Give a run folder/);
    expect(await refusal()).to.match(/^There is no event history in /);
  });

  for (const [what, content] of [
    ['cut short', '{ "events": ['],
    ['something else', { name: 'package' }],
    ['without events', { events: [] }],
    ['without its start', { events: events.slice(1) }],
    ['without an event in the middle', { events: events.toSpliced(2, 1) }],
    ['with an event twice', { events: [...events, ...events.slice(-1)] }],
    ['with two events in the wrong order', { events: [1, 2, 4, 3, 5].flatMap((id) => events[id - 1] ?? []) }],
  ] as const) {
    it(`refuses a file that is ${what}, rather than leaving it out`, async () => {
      await write('a.json', { events });
      await write('b.json', content);
      expect(await refusal()).to.match(/b\.json is no event history: \S.*\. Give/);
    });
  }

  it('says what is wrong with an event', async () => {
    const refused = async (last: unknown): Promise<string> => {
      await write('a.json', { events: [...events.slice(0, 4), last] });
      return await refusal();
    };
    expect(await refused(events[3])).to.contain('event 4 stands where event 5 belongs');
    expect(await refused({ ...events[4], eventType: 'Nonsense' })).to.contain(
      'event 5 has the unknown type "Nonsense"',
    );
    expect(await refused({ ...events[4], eventType: 7 })).to.contain('`events.4.eventType` must be a text');
    expect(await refused('nothing')).to.contain('`events.4` must be an object');
  });

  it('refuses a run folder whose event history lacks an event', async () => {
    await write('run/event-histories/index.json', index(4));
    await write('run/event-histories/1.json', { events: events.toSpliced(2, 1) });
    expect(await refusal()).to.contain('event 4 stands where event 3 belongs');
  });

  it('reads every file of the name, in upper case too, and follows links without looping', async () => {
    await write('given/a.JSON', { events });
    const elsewhere = await write('elsewhere/b.json', { events });
    const given = join(folder, 'given');
    await symlink(dirname(elsewhere), join(given, 'linked'));
    await symlink(elsewhere, join(given, 'linked.json'));
    await symlink(given, join(dirname(elsewhere), 'round'));
    const { histories } = await findHistories(given);
    expect(histories.map(({ storedIn }) => storedIn).toSorted()).to.deep.equal([
      join(given, 'a.JSON'),
      join(given, 'linked/b.json'),
    ]);
  });

  it('refuses what is no file, and a link that leads nowhere', async () => {
    const pipe = join(folder, 'b.json');
    execFileSync('mkfifo', [pipe]);
    for (const path of [pipe, folder]) expect(await refusal(path)).to.match(/b\.json is neither a file nor a folder\./);
    await rm(pipe);
    await symlink(join(folder, 'none'), join(folder, 'c'));
    expect(await refusal()).to.match(/c leads nowhere\. Give/);
  });
});
