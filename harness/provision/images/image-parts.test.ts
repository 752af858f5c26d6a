import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import Docker from 'dockerode';
import { cachedPart } from './image-parts.ts';
import type { Workshop } from './workshop.ts';

describe('cachedPart', () => {
  let workshop: Workshop;

  beforeEach(() => {
    const cache = mkdtempSync(join(tmpdir(), 'image-parts-'));
    const signal = new AbortController().signal;
    workshop = { engine: new Docker(), arch: 'x64', env: {}, cache, signal, progress: () => undefined };
  });
  afterEach(() => rmSync(workshop.cache, { recursive: true }));

  it('makes a part once for several callers at the same time', async () => {
    let made = 0;
    const make = async (folder: string): Promise<void> => {
      made += 1;
      writeFileSync(join(folder, 'file'), 'whole');
    };
    const folders = await Promise.all([1, 2, 3].map(async () => cachedPart('part', workshop, make)));
    folders.push(await cachedPart('part', workshop, make));
    expect(new Set(folders)).to.deep.equal(new Set([join(workshop.cache, 'part')]));
    expect(made).to.equal(1);
    expect(readFileSync(join(workshop.cache, 'part', 'file'), 'utf8')).to.equal('whole');
    expect(readdirSync(workshop.cache)).to.deep.equal(['part']);
  });

  it('leaves nothing of a part that could not be made, and clears what a dead process left of it', async () => {
    mkdirSync(join(workshop.cache, 'part.partial-dead'));
    const error: unknown = await cachedPart('part', workshop, async (folder) => {
      writeFileSync(join(folder, 'file'), 'half');
      throw new Error('no space');
    }).catch((thrown: unknown) => thrown);
    expect(error).to.have.property('message', 'no space');
    expect(existsSync(join(workshop.cache, 'part'))).to.equal(false);
    expect(readdirSync(workshop.cache)).to.deep.equal([]);
  });
});
