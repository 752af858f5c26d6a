import { expect } from 'chai';
import { HarnessError } from '../../errors.ts';
import type { PayloadBytes } from '../../model/data-converter.ts';
import { decoder } from './decoder.ts';
import { payloadToJson } from './payload-json.ts';
import { encryptingCodec } from './test-support/encrypting-codec.ts';

const context = { type: 'workflow', namespace: 'default', workflowId: 'order-1' } as const;

function plain(value: unknown): PayloadBytes {
  return { metadata: { encoding: Buffer.from('json/plain') }, data: Buffer.from(JSON.stringify(value)) };
}

const textIn = (payload: PayloadBytes | null): string | null =>
  payload === null ? null : Buffer.from(payload.data ?? []).toString();

describe('a decoder of payloads', () => {
  it('undoes codecs in the opposite order, for whom they belong to', async () => {
    const [inner, outer] = [encryptingCodec('inner'), encryptingCodec('outer')];
    const encoded = await outer.encode(await inner.encode([plain('a'), plain('b')]));
    const decode = decoder([inner, outer], () => expect.fail());
    expect((await decode(encoded, context)).map(textIn)).to.deep.equal(['"a"', '"b"']);
    expect(outer.decodedFor).to.deep.equal([context]);
  });

  it('is null for what has another key, which spoils no other payload, and is told', async () => {
    const told: string[] = [];
    const [codec, other] = [encryptingCodec(), encryptingCodec('another')];
    const decode = decoder([codec], (reason) => told.push(reason));
    const [a, b] = await codec.encode([plain('a'), plain('b')]);
    const [x, y] = await other.encode([plain('x'), plain('y')]);
    const payloads = [a, x, b, y, plain('c')].flatMap((one) => one ?? []);
    expect((await decode(payloads, context)).map(textIn)).to.deep.equal(['"a"', null, '"b"', null, '"c"']);
    expect(told.length).to.equal(2);
  });

  it('leaves plain payloads as they are where the codec does not know them', async () => {
    const codec = encryptingCodec('a', true);
    const [a] = await codec.encode([plain('a')]);
    const decode = decoder([codec], () => expect.fail());
    expect((await decode([plain('b'), ...(a === undefined ? [] : [a])], context)).map(textIn)).to.deep.equal([
      '"b"',
      '"a"',
    ]);
  });

  it('remembers what it has decoded, also where payloads are the same, and gives up after a few tries', async () => {
    const codec = encryptingCodec();
    const [a] = await codec.encode([plain('a')]);
    const [x] = await encryptingCodec('another').encode([plain('x')]);
    const payloads = [a, x, a].flatMap((one) => one ?? []);
    const decode = decoder([codec], () => undefined);
    for (let nth = 0; nth < 5; nth += 1)
      expect((await decode(payloads, context)).map(textIn)).to.deep.equal(['"a"', null, '"a"']);
    const tries = codec.decodedFor.length;
    await decode(payloads, context);
    expect(codec.decodedFor.length).to.equal(tries);
    await decode(payloads, { ...context, workflowId: 'order-2' });
    expect(codec.decodedFor.length).to.be.greaterThan(tries);
  });

  it('throws where a codec server is away, since nothing is known of any payload then', async () => {
    const away = {
      encode: async () => [],
      decode: () => Promise.reject(new HarnessError('CHAOS_CODEC_SERVER', 'Away.')),
    };
    const error = await decoder([away], () => expect.fail())([plain('a')], context).catch((thrown: unknown) => thrown);
    expect(error).to.have.property('code', 'CHAOS_CODEC_SERVER');
  });

  it('gives up a codec that fails slowly for many payloads', async () => {
    let calls = 0;
    const slow = {
      ...encryptingCodec(),
      decode: async (): Promise<PayloadBytes[]> => {
        calls += 1;
        await new Promise((resolve) => setTimeout(resolve, 5));
        throw new Error('no such key');
      },
    };
    const payloads = Array.from({ length: 1000 }, (_, index) => plain(index));
    const error = await decoder([slow], () => undefined, 20)(payloads, context).catch((thrown: unknown) => thrown);
    expect(error).to.be.instanceOf(HarnessError);
    expect(String(error)).to.include('were still not decoded when their time was over: no such key.');
    expect(calls).to.be.lessThan(20);
  });

  it('takes no codec that loses payloads at its word', async () => {
    const losing = { encode: async () => [], decode: async () => [] };
    const told: string[] = [];
    const [encoded] = await encryptingCodec().encode([plain('a')]);
    const decode = decoder([losing], (reason) => told.push(reason));
    expect(await decode(encoded === undefined ? [] : [encoded], context)).to.deep.equal([null]);
    expect(told).to.deep.equal(['the codec decoded 1 payloads to 0']);
  });

  it('decodes nothing without a codec', async () => {
    const payload = plain('a');
    const [same] = await decoder([], () => expect.fail())([payload], context);
    expect(same === undefined || same === null ? null : payloadToJson(same)).to.deep.equal(payloadToJson(payload));
  });
});
