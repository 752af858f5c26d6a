import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DataConverter, PayloadCodec } from '@temporalio/common';
import { expect } from 'chai';
import { HarnessError } from '../errors.ts';
import { encryptingCodec } from '../probes/payloads/test-support/encrypting-codec.ts';
import { systemPayloads } from './system-payloads.ts';

type Configured = Parameters<typeof systemPayloads>[0];

describe('the data converter of a configuration', () => {
  let folder = '';

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'chaos-payloads-'));
    const write = (name: string, text: string): Promise<void> => writeFile(join(folder, name), text);
    await write(
      'codec.mjs',
      'const c = async (p) => p; export const dataConverter = { payloadCodecs: [{ encode: c, decode: c }] };',
    );
    await write('none.mjs', 'export const other = 1;');
    await write('odd.mjs', 'export const dataConverter = { payloadCodecs: 7 };');
    await write('throws.mjs', "throw new Error('no key in the environment');");
    await write('own.cjs', 'exports.payloadConverter = { toPayload: () => ({}), fromPayload: () => 1 };');
  });

  after(() => rm(folder, { recursive: true }));

  const open = (given: Partial<Configured>) =>
    systemPayloads({ workers: {}, namespace: 'shop', ...given }, { projectFolder: folder });

  async function errorOf(given: Partial<Configured>): Promise<HarnessError> {
    const error = await open(given).catch((thrown: unknown) => thrown);
    expect(error).to.be.instanceOf(HarnessError);
    return error as HarnessError;
  }

  it('is none where nothing is given: then all stays as it is', async () => {
    expect(await open({})).to.equal(undefined);
  });

  it('is an object, or what a module exports, also under the older name', async () => {
    const codec = encryptingCodec();
    expect((await open({ dataConverter: { payloadCodecs: [codec] } }))?.converter.payloadCodecs).to.have.length(1);
    expect((await open({ dataConverter: 'codec.mjs' }))?.converter.payloadCodecs).to.have.length(1);
    expect((await open({ workers: { dataConverter: 'codec.mjs' } }))?.converter.payloadCodecs).to.have.length(1);
    const own = await open({ dataConverter: { payloadConverterPath: './own.cjs' } });
    expect(own?.converter.payloadConverterPath).to.equal(join(folder, 'own.cjs'));
  });

  it('may have the types of the SDK', async () => {
    const codec: PayloadCodec = { encode: async (payloads) => payloads, decode: async (payloads) => payloads };
    const dataConverter: DataConverter = { payloadCodecs: [codec] };
    expect((await open({ dataConverter }))?.converter.payloadCodecs).to.have.length(1);
  });

  const refused: readonly (readonly [says: string, given: Partial<Configured>])[] = [
    ["can't be loaded", { dataConverter: 'missing.mjs' }],
    ["throws.mjs can't be loaded: no key in the environment", { dataConverter: 'throws.mjs' }],
    ['none.mjs does not export `dataConverter`', { dataConverter: 'none.mjs' }],
    ['odd.mjs: `payloadCodecs` must be a list', { dataConverter: 'odd.mjs' }],
    ['Could not find a file', { dataConverter: { payloadConverterPath: './missing.cjs' } }],
    ['does not have a `failureConverter` named export', { dataConverter: { failureConverterPath: './own.cjs' } }],
    ['takes the place of', { dataConverter: 'codec.mjs', codecServer: { endpoint: 'http://127.0.0.1:9' } }],
  ];
  for (const [says, given] of refused) {
    it(`is refused: ${says}`, async () => {
      const error = await errorOf(given);
      expect([error.code, error.exitCode]).to.deep.equal(['CHAOS_BAD_CONFIG', 64]);
      expect(error.message).to.contain(says);
    });
  }

  it('needs its codec server to answer, before anything is started', async () => {
    const error = await errorOf({ codecServer: { endpoint: 'http://127.0.0.1:9', auth: 'Bearer secret-1' } });
    expect([error.code, error.exitCode]).to.deep.equal(['CHAOS_CODEC_SERVER', 70]);
    expect(error.message).to.contain('http://127.0.0.1:9').and.not.to.contain('secret-1');
  });
});
