import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import Docker from 'dockerode';
import { buildImage } from './build-image.ts';
import { inspectImage } from './image-state.ts';
import type { Workshop } from './workshop.ts';

describe('buildImage', () => {
  const engine = new Docker();
  const tag = `durable-chaos/test-${randomBytes(4).toString('hex')}:1`;
  let context = '';
  const build = async (text: string): Promise<string> => {
    writeFileSync(join(context, 'file'), text);
    const signal = new AbortController().signal;
    const workshop: Workshop = { engine, arch: 'x64', env: {}, cache: context, signal, progress: () => undefined };
    await buildImage({ tag, context, buildArguments: {}, labels: { 'durable-chaos.sources': text } }, workshop);
    const image = await inspectImage(engine, tag);
    expect(image?.Config.Labels).to.include({ 'durable-chaos.sources': text });
    return image?.Id ?? '';
  };

  beforeEach(() => {
    context = mkdtempSync(join(tmpdir(), 'replacing-image-'));
    writeFileSync(join(context, 'Dockerfile'), 'FROM scratch\nCOPY file /file\nCMD ["/file"]\n');
  });
  afterEach(async () => {
    rmSync(context, { recursive: true });
    if ((await inspectImage(engine, tag)) !== null) await engine.getImage(tag).remove({ force: true });
  });

  it('leaves no nameless image of one that it replaces', async () => {
    const first = await build('one');
    const second = await build('two');
    expect(second).to.not.equal(first);
    expect(await inspectImage(engine, first)).to.equal(null);
  });

  it('leaves the replaced one where a container stands on it, or where it has another name', async () => {
    const first = await build('three');
    const container = await engine.createContainer({ Image: first });
    const second = await build('four');
    expect(await inspectImage(engine, first)).to.not.equal(null);
    await container.remove();
    await engine.getImage(second).tag({ repo: tag.split(':')[0] ?? '', tag: 'kept' });
    await build('five');
    expect(await inspectImage(engine, second)).to.not.equal(null);
    await engine.getImage(first).remove();
    await engine.getImage(tag.replace(/:1$/, ':kept')).remove();
  });

  it('says the last line of a step that fails', async () => {
    writeFileSync(join(context, 'Dockerfile'), 'FROM scratch\nCOPY missing /file\n');
    const error: unknown = await build('six').catch((thrown: unknown) => thrown);
    expect(error).to.have.property('code', 'CHAOS_IMAGE_FAILED');
    expect(error).to.have.property('message').that.includes('(last line: Step 2/').and.includes('missing');
  });
});
