import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import { HarnessError } from '../../errors.ts';
import type { PayloadBytes } from '../../model/data-converter.ts';
import { payloadToJson } from './payload-json.ts';
import { remoteCodec } from './remote-codec.ts';

interface Asked {
  readonly url: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: { readonly payloads: readonly unknown[] };
}

describe('the codec of a codec server', () => {
  let server: Server;
  let endpoint = '';
  let asked: Asked[] = [];
  let answer: (asked: Asked) => { readonly status?: number; readonly text: string };

  beforeEach(async () => {
    asked = [];
    server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const body = JSON.parse(Buffer.concat(chunks).toString()) as Asked['body'];
        asked.push({ url: request.url, headers: request.headers, body });
        const { status = 200, text } = answer({ url: request.url, headers: request.headers, body });
        response.writeHead(status).end(text);
      });
    });
    const { promise, resolve } = Promise.withResolvers<undefined>();
    server.listen(0, '127.0.0.1', () => resolve(undefined));
    await promise;
    endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });

  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  const payload: PayloadBytes = {
    metadata: { encoding: Buffer.from('json/plain') },
    data: Buffer.from('"a"'),
  };

  async function errorOf(promise: Promise<unknown>): Promise<Error> {
    return await promise.then(
      () => new Error('It was no error.'),
      (error: unknown) => error as Error,
    );
  }

  it('asks by the protocol of Temporal, with the namespace and the token', async () => {
    answer = ({ body }) => ({ text: JSON.stringify(body) });
    const codec = remoteCodec({ endpoint: `${endpoint}/of/{namespace}/`, auth: 'Bearer secret-1' }, 'shop');
    const [encoded] = await codec.encode([payload]);
    expect(encoded === undefined ? null : payloadToJson(encoded)).to.deep.equal(payloadToJson(payload));
    await codec.decode([payload, payload]);
    expect(asked.map(({ url }) => url)).to.deep.equal(['/of/shop/encode', '/of/shop/decode']);
    expect(asked[0]?.headers).to.include({ 'x-namespace': 'shop', authorization: 'Bearer secret-1' });
    expect(asked[0]?.body).to.deep.equal({
      payloads: [{ metadata: { encoding: 'anNvbi9wbGFpbg==' }, data: 'ImEi' }],
    });
  });

  it('asks nothing where there is nothing to encode', async () => {
    expect(await remoteCodec({ endpoint }, 'shop').encode([])).to.deep.equal([]);
    expect(asked).to.deep.equal([]);
  });

  it('has an error with a code where the server is not there, without the token', async () => {
    const { promise, resolve } = Promise.withResolvers<undefined>();
    server.close(() => resolve(undefined));
    await promise;
    const error = await errorOf(remoteCodec({ endpoint, auth: 'Bearer secret-1' }, 'shop').decode([payload]));
    expect(error).to.be.instanceOf(HarnessError).with.property('code', 'CHAOS_CODEC_SERVER');
    expect(error).to.have.property('exitCode', 70);
    expect(error.message).to.contain(`the codec server at ${endpoint} to answer`).and.not.to.contain('secret-1');
  });

  for (const [what, reply] of Object.entries({
    'refuses the token': { status: 401, text: '' },
    'has no such path': { status: 404, text: 'not found' },
    'answers no JSON': { text: '<html>' },
    'answers too few payloads': { text: '{"payloads":[]}' },
    'answers other things than payloads': { text: '{"payloads":[{"data":7}]}' },
  })) {
    it(`has an error with a code where the server ${what}`, async () => {
      answer = () => reply;
      const error = await errorOf(remoteCodec({ endpoint, auth: 'Bearer secret-1' }, 'shop').decode([payload]));
      expect(error).to.be.instanceOf(HarnessError).with.property('code', 'CHAOS_CODEC_SERVER');
      expect(error.message).not.to.contain('secret-1');
    });
  }

  it('has another error where the server refuses these payloads', async () => {
    answer = () => ({ status: 400, text: 'unknown key' });
    const error = await errorOf(remoteCodec({ endpoint }, 'shop').decode([payload]));
    expect(error).not.to.be.instanceOf(HarnessError);
    expect(error.message).to.contain('answered 400');
  });
});
