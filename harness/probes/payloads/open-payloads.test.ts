import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import { HarnessError } from '../../errors.ts';
import type { PayloadBytes } from '../../model/data-converter.ts';
import { openPayloads, type SystemPayloads } from './open-payloads.ts';
import { type PayloadJson, payloadFromJson, payloadToJson } from './payload-json.ts';
import { encryptingCodec } from './test-support/encrypting-codec.ts';

const codec = encryptingCodec();
const plain: PayloadBytes = { metadata: { encoding: Buffer.from('json/plain') }, data: Buffer.from('{"page":3}') };

/** A codec server whose answers are changed before they are sent; disposing it ends it. */
async function codecServer(answer: (encoded: boolean, payloads: PayloadBytes[]) => Promise<PayloadBytes[]>) {
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const chunks = await request.toArray();
    const { payloads } = JSON.parse(Buffer.concat(chunks as Buffer[]).toString()) as { payloads: PayloadJson[] };
    const answered = await answer(request.url === '/encode', payloads.map(payloadFromJson)).catch(() => null);
    if (answered === null) response.writeHead(400).end();
    else response.end(JSON.stringify({ payloads: answered.map(payloadToJson) }));
  };
  const server = createServer((request, response) => void serve(request, response));
  const { promise, resolve } = Promise.withResolvers<undefined>();
  server.listen(0, '127.0.0.1', () => resolve(undefined));
  await promise;
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    [Symbol.dispose]: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

const open = (endpoint: string): Promise<SystemPayloads> =>
  openPayloads({ converter: {}, codecServer: { endpoint }, namespace: 'shop', unread: () => undefined });

describe('the payloads of a system with a codec server', () => {
  it('are encoded and decoded by it', async () => {
    using server = await codecServer((encoded, payloads) =>
      encoded ? codec.encode(payloads) : codec.decode(payloads),
    );
    const payloads = await open(server.endpoint);
    const [encoded] = (await payloads.converter.payloadCodecs?.[0]?.encode([plain])) ?? [];
    expect(Buffer.from(encoded?.metadata?.['encoding'] ?? []).toString()).to.equal('binary/encrypted');
    const of = { workflowId: 'order-1', activityId: '7' };
    expect(await payloads.readDetails(encoded ?? {}, of)).to.deep.equal({ page: 3 });
    server[Symbol.dispose]();
    expect(await payloads.readDetails({ ...encoded, data: Buffer.from('new') }, of), 'a heartbeat goes on').to.equal(
      undefined,
    );
  });

  it('let a heartbeat go on where a codec hangs', async () => {
    const hanging = { ...codec, decode: () => Promise.withResolvers<PayloadBytes[]>().promise };
    const told: string[] = [];
    const unread = (reason: string): void => void told.push(reason);
    const converter = { payloadCodecs: [hanging] };
    const payloads = await openPayloads({ converter, codecServer: undefined, namespace: 'shop', unread });
    const [encoded] = await codec.encode([plain]);
    expect(await payloads.readDetails(encoded ?? {}, {})).to.equal(undefined);
    expect(told).to.have.length(1);
  });

  it('report a few reasons only, though each payload has another one', async () => {
    const told: string[] = [];
    const failing = { encode: async () => [], decode: () => Promise.reject(new Error(`request ${Math.random()}`)) };
    const converter = { payloadCodecs: [failing] };
    const unread = (reason: string): void => void told.push(reason);
    const payloads = await openPayloads({ converter, codecServer: undefined, namespace: 'shop', unread });
    const encrypted = { metadata: { encoding: Buffer.from('binary/encrypted') } };
    const many = Array.from({ length: 50 }, (_, index) => ({ ...encrypted, data: Buffer.from([index]) }));
    await payloads.decode(many, { type: 'workflow', namespace: 'shop', workflowId: 'order-1' });
    expect(told).to.have.length(11);
    expect(told.at(-1)).to.equal('and for other reasons, which are not told');
  });

  for (const [what, answer] of Object.entries({
    'encodes only': (encoded: boolean, payloads: PayloadBytes[]) =>
      encoded ? codec.encode(payloads) : Promise.reject(new Error()),
    'decodes to something else': (encoded: boolean, payloads: PayloadBytes[]) =>
      encoded ? codec.encode(payloads) : Promise.resolve(payloads),
  })) {
    it(`are refused where it ${what}`, async () => {
      using server = await codecServer(answer);
      const error = await open(server.endpoint).catch((thrown: unknown) => thrown);
      expect(error).to.be.instanceOf(HarnessError).with.property('code', 'CHAOS_CODEC_SERVER');
      expect((error as HarnessError).message).to.contain('to decode what it encodes');
    });
  }
});
