import { Readable } from 'node:stream';
import { expect } from 'chai';
import { HarnessError } from '../../errors.ts';
import { assertDone } from './build-image.ts';

/** An engine's answer: one JSON object a line, however it is cut into pieces. */
function answer(lines: readonly object[], pieceLength = 7): () => Promise<Readable> {
  const text = lines.map((line) => `${JSON.stringify(line)}\r\n`).join('');
  const pieces = text.match(new RegExp(`[^]{1,${pieceLength}}`, 'g')) ?? [];
  return async () => Readable.from(pieces.map((piece) => Buffer.from(piece)));
}

async function failure(ask: () => Promise<Readable>): Promise<HarnessError> {
  const error: unknown = await assertDone('ours:1', performance.now(), ask).catch((thrown: unknown) => thrown);
  expect(error).to.be.instanceOf(HarnessError);
  return error as HarnessError;
}

describe('assertDone', () => {
  it('succeeds if no line reports an error', async () => {
    await assertDone('ours:1', performance.now(), answer([{ stream: 'Step 1/2' }, { aux: { ID: 'sha256:1' } }]));
  });

  it('says the error and the last line before it, in one line', async () => {
    const lines = [{ stream: 'Step 1/2 : RUN false' }, { stream: '\n' }, { error: 'it returned\na non-zero code: 1' }];
    const { code, message } = await failure(answer(lines));
    expect(code).to.equal('CHAOS_IMAGE_FAILED');
    expect(message)
      .to.match(/^The image ours:1 could not be made: it returned a non-zero code: 1 /)
      .and.include('(last line: Step 1/2 : RUN false)')
      .and.not.include('\n');
  });

  it('fails where the engine refuses, or its answer breaks off or is no JSON', async () => {
    const refused = await failure(async () => Promise.reject(new Error('no such image')));
    expect(refused.message).to.include('no such image (last line: no output)');
    const broken = async (): Promise<Readable> =>
      Readable.from(
        (async function* () {
          yield Buffer.from('{"stream":"Step 1"}\n');
          throw new Error('socket hang up');
        })(),
      );
    expect((await failure(broken)).message).to.include('socket hang up (last line: Step 1)');
    expect((await failure(async () => Readable.from([Buffer.from('<html>\n')]))).code).to.equal('CHAOS_IMAGE_FAILED');
  });
});
