import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
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

  it('refuses a folder that is missing or has no event history', async () => {
    expect(await refusal(join(folder, 'none'))).to.match(/^There is no file or folder at .*none\. Give a run folder/);
    expect(await refusal()).to.match(/^There is no event history in /);
  });

  for (const [what, content] of [
    ['cut short', '{ "events": ['],
    ['something else', { name: 'package' }],
    ['without events', { events: [] }],
    ['without its start', { events: events.slice(1) }],
  ] as const) {
    it(`refuses a file that is ${what}, rather than leaving it out`, async () => {
      await write('a.json', { events });
      await write('b.json', content);
      expect(await refusal()).to.match(/b\.json is no event history: \S.*\. Give/);
    });
  }
});
