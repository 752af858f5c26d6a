import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { historyBuilder } from '../../contracts/sample-run/history-builder.ts';
import type { PayloadContext, SystemCodec, SystemDataConverter } from '../../model/data-converter.ts';
import { attributesOf, type EventHistory, isOpaque, payloadsOf } from '../../model/event-history.ts';
import type { Json } from '../../model/json.ts';
import { openPayloads, type SystemPayloads } from './open-payloads.ts';
import { payloadFromJson, payloadToJson, type WrittenPayload } from './payload-json.ts';
import { readableHistory, replayableHistory } from './read-payloads.ts';
import { encryptingCodec } from './test-support/encrypting-codec.ts';

const told: string[] = [];

async function payloadsBy(converter: SystemDataConverter): Promise<SystemPayloads> {
  return openPayloads({ converter, codecServer: undefined, namespace: 'shop', unread: (reason) => told.push(reason) });
}

const codec = encryptingCodec();

function plain(value: Json, encoding = 'json/plain'): WrittenPayload {
  return payloadToJson({ metadata: { encoding: Buffer.from(encoding) }, data: Buffer.from(JSON.stringify(value)) });
}

async function encrypted(value: Json, by: SystemCodec = codec): Promise<WrittenPayload> {
  const [payload] = await by.encode([payloadFromJson(plain(value))]);
  return payloadToJson(payload ?? {});
}

async function encryptedHistory(): Promise<EventHistory> {
  const builder = historyBuilder('order-1', { atMs: 0, type: 'order', args: [] });
  const { events } = builder.history();
  const started = attributesOf(events[0] ?? expect.fail()) as { [key: string]: Json };
  started['input'] = { payloads: [await encrypted({ item: 'ring' })] };
  started['memo'] = { fields: { note: await encrypted('fragile') } };
  started['header'] = { fields: { trace: await encrypted('left alone') } };
  const activity = { activityId: '7', activityType: { name: 'charge' }, input: { payloads: [await encrypted('a')] } };
  const scheduledEventId = builder.add(1, 'ACTIVITY_TASK_SCHEDULED', activity);
  const encodedAttributes = await encrypted({ message: 'declined', stack_trace: 'at charge' });
  const failure = { message: 'Encoded failure', encodedAttributes, applicationFailureInfo: { type: 'Declined' } };
  builder.add(2, 'ACTIVITY_TASK_FAILED', { scheduledEventId, failure });
  const child = { workflowId: 'order-1-child', input: { payloads: [await encrypted('b')] } };
  builder.add(3, 'START_CHILD_WORKFLOW_EXECUTION_INITIATED', child);
  const details = {
    data: { payloads: [plain({ activity_id: '9', activity_type: 'look' })] },
    result: { payloads: [await encrypted('c')] },
  };
  builder.add(4, 'MARKER_RECORDED', { markerName: 'core_local_activity', details });
  builder.add(5, 'WORKFLOW_EXECUTION_COMPLETED', { result: { payloads: [await encrypted('done')] } });
  return builder.history();
}

const attributes = ({ events }: EventHistory, index: number): { readonly [key: string]: Json } =>
  attributesOf(events.at(index) ?? expect.fail());

describe('an event history with encoded payloads', () => {
  beforeEach(() => {
    told.length = 0;
  });

  it('is readable: inputs, results, memos and failures, and keeps what was recorded', async () => {
    const history = await encryptedHistory();
    const read = await readableHistory(history, await payloadsBy({ payloadCodecs: [codec] }));
    expect(payloadsOf(attributes(read, 0)['input'])).to.deep.equal([{ item: 'ring' }]);
    expect(attributes(read, 0)['memo']).to.deep.equal({ fields: { note: plain('fragile') } });
    expect(attributes(read, 0)['header']).to.deep.equal(attributes(history, 0)['header']);
    expect(payloadsOf(attributes(read, -1)['result'])).to.deep.equal(['done']);
    expect(attributes(read, 2)['failure']).to.include({ message: 'declined', stackTrace: 'at charge' });
    expect(read.recorded).to.equal(history.events);
    expect(told).to.deep.equal([]);
  });

  it('has each payload decoded for those whom it belongs to', async () => {
    const own = encryptingCodec();
    await readableHistory(await encryptedHistory(), await payloadsBy({ payloadCodecs: [own] }));
    const workflow = (workflowId: string): PayloadContext => ({ type: 'workflow', namespace: 'shop', workflowId });
    const activity = { type: 'activity', namespace: 'shop', workflowId: 'order-1' } as const;
    expect(own.decodedFor).to.deep.include.members([
      workflow('order-1'),
      workflow('order-1-child'),
      { ...activity, activityId: '7', isLocal: false },
      { ...activity, activityId: '9', isLocal: true },
    ]);
  });

  it('is equal to another one only by its values: no two have the same bytes', async () => {
    const payloads = await payloadsBy({ payloadCodecs: [codec] });
    const [one, other] = [await encryptedHistory(), await encryptedHistory()];
    expect(one.events[0]).not.to.deep.equal(other.events[0]);
    const [read, readOther] = [await readableHistory(one, payloads), await readableHistory(other, payloads)];
    expect(read.events.at(-1)).to.deep.equal(readOther.events.at(-1));
  });

  it('is itself where there is nothing to decode', async () => {
    const history = historyBuilder('order-1', { atMs: 0, type: 'order', args: ['ring'] }).history();
    expect(await readableHistory(history, await payloadsBy({ payloadCodecs: [codec] }))).to.equal(history);
    expect(await readableHistory(history, await payloadsBy({}))).to.equal(history);
  });

  it('keeps payloads of another key as they are, and says why', async () => {
    const payloads = await payloadsBy({ payloadCodecs: [encryptingCodec('another')] });
    const history = await encryptedHistory();
    const read = await readableHistory(history, payloads);
    expect(read).to.equal(history);
    expect(payloadsOf(attributes(read, -1)['result']).every((value) => isOpaque(value))).to.equal(true);
    expect(told.length).to.equal(1);
    expect((await replayableHistory(history, payloads)).unread).to.be.greaterThan(0);
  });

  it('is replayed as it was recorded, without the codec', async () => {
    const payloads = await payloadsBy({ payloadCodecs: [codec] });
    const history = await encryptedHistory();
    const { events, unread } = await replayableHistory(await readableHistory(history, payloads), payloads);
    expect(unread).to.equal(0);
    expect(payloadsOf(attributes({ ...history, events }, 0)['input'])).to.deep.equal([{ item: 'ring' }]);
  });
});

describe('an event history of an encoding that a codec does not know', () => {
  it('can not be read by a replay, though the codec says nothing against it', async () => {
    const builder = historyBuilder('order-1', { atMs: 0, type: 'order', args: [] });
    builder.add(1, 'WORKFLOW_EXECUTION_COMPLETED', { result: { payloads: [plain('done', 'binary/compressed')] } });
    const { unread } = await replayableHistory(builder.history(), await payloadsBy({ payloadCodecs: [codec] }));
    expect(unread).to.equal(1);
  });
});

describe('an event history of another payload converter', () => {
  let folder = '';

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'chaos-converter-'));
    await writeFile(
      join(folder, 'converter.cjs'),
      `exports.payloadConverter = {
        toPayload: (value) => ({ metadata: { encoding: Buffer.from('json/own') }, data: Buffer.from(String(value)) }),
        fromPayload: ({ data }) => {
          const text = Buffer.from(data).toString();
          if (text === 'broken') throw new Error('it is broken');
          return text === 'map' ? new Map() : BigInt(text);
        },
      };`,
    );
  });

  after(() => rm(folder, { recursive: true }));

  async function resultOf(text: string, encoding = 'json/own'): Promise<Json | undefined> {
    const builder = historyBuilder('order-1', { atMs: 0, type: 'order', args: [] });
    const payload = payloadToJson({ metadata: { encoding: Buffer.from(encoding) }, data: Buffer.from(text) });
    builder.add(1, 'WORKFLOW_EXECUTION_COMPLETED', { result: { payloads: [payload] } });
    const payloads = await payloadsBy({ payloadConverterPath: join(folder, 'converter.cjs') });
    expect((await replayableHistory(builder.history(), payloads)).unread, 'the workflow code has it too').to.equal(0);
    const read = await readableHistory(builder.history(), payloads);
    return payloadsOf(attributes(read, -1)['result'])[0];
  }

  it('has the values that the system sees', async () => {
    expect(await resultOf('9007199254740993')).to.equal('9007199254740993');
  });

  it('compares a value that is no JSON by its bytes, if these tell it', async () => {
    const [map, same] = [await resultOf('map', 'json/plain'), await resultOf('map', 'json/plain')];
    expect(map).to.satisfy(isOpaque).and.to.have.property('sha256').which.is.a('string');
    expect(map).to.deep.equal(same);
    expect(await resultOf('map'))
      .to.satisfy(isOpaque)
      .and.to.have.property('sha256', null);
  });

  it('knows nothing of a value over which the converter throws', async () => {
    told.length = 0;
    expect(await resultOf('broken')).to.satisfy(isOpaque);
    expect(told).to.deep.equal(['it is broken']);
  });
});
