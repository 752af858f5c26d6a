import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { HarnessError } from '../../errors.ts';
import { type FakePlace, fakePlace, saysVersion, writeScript } from '../test-support/fake-server.ts';
import { findServerIn } from './find-server.ts';
import { firstFound, type Search, type Way } from './first-found.ts';

describe('firstFound', () => {
  const way = (from: Way['from'], found: boolean, asked: string[]): Way => ({
    from,
    look: async () => {
      asked.push(from);
      return found ? { found, path: `/${from}`, version: '1' } : { found, why: `no luck with ${from}` };
    },
  });

  it('stops at the first way that leads to a binary', async () => {
    const asked: string[] = [];
    const search = await firstFound([way('path', false, asked), way('cache', true, asked), way('build', true, asked)]);
    expect(asked).to.deep.equal(['path', 'cache']);
    expect(search).to.deep.equal({
      found: { path: '/cache', version: '1', from: 'cache' },
      tried: ['path: no luck with path'],
    });
  });

  it('says how each way failed where none leads to one', async () => {
    const search = await firstFound([way('download', false, []), way('build', false, [])]);
    expect(search).to.deep.equal({
      found: null,
      tried: ['download: no luck with download', 'build: no luck with build'],
    });
  });
});

describe('findServerIn', () => {
  let place: FakePlace;
  let installs = 0;
  const install = async (): Promise<Search> => {
    installs += 1;
    return { found: { path: '/installed', version: '1.0.0', from: 'download' }, tried: [] };
  };
  const put = (folder: string, version: string): string => {
    mkdirSync(folder, { recursive: true });
    return writeScript(join(folder, 'fake-server'), saysVersion(version));
  };
  const failure = async (search: Promise<unknown>): Promise<HarnessError> => {
    const error: unknown = await search.then(
      () => null,
      (thrown: unknown) => thrown,
    );
    expect(error).to.be.instanceOf(HarnessError);
    return error as HarnessError;
  };

  beforeEach(() => {
    place = fakePlace();
    installs = 0;
  });
  afterEach(() => rmSync(place.folder, { recursive: true }));

  it('takes the one that the environment names before any other', async () => {
    const named = put(join(place.folder, 'named'), '1.0.0');
    put(place.bin, '1.0.0');
    const env = { ...place.context.env, FAKE_PATH: named };
    expect(await findServerIn({ ...place.context, env }, install)).to.deep.equal({
      path: named,
      version: '1.0.0',
      from: 'environment',
    });
  });

  it('does not fall through where the environment names a wrong one', async () => {
    put(place.bin, '1.0.0');
    const missing = join(place.folder, 'missing');
    const wrongs = {
      [missing]: `no executable file at ${missing}`,
      [put(join(place.folder, 'old'), '0.9.0')]: 'is of version 0.9.0',
      [writeScript(join(place.folder, 'mute'), 'true')]: 'does not print the version of a fake-server',
      [writeScript(join(place.folder, 'sick'), 'echo no libraries; exit 3')]: 'exit code 3: no libraries',
    };
    for (const [path, why] of Object.entries(wrongs)) {
      const env = { ...place.context.env, FAKE_PATH: path };
      const error = await failure(findServerIn({ ...place.context, env }, install));
      expect(error.code).to.equal('CHAOS_BINARY_BROKEN');
      expect(error.message).to.include(why).and.include('Correct FAKE_PATH or unset it.').and.not.include('\n');
    }
    expect(installs).to.equal(0);
  });

  it('takes one on the PATH whose version fits, past one whose version does not', async () => {
    put(place.bin, '0.9.0');
    const fits = put(join(place.folder, 'second'), '1.0.0');
    put(place.context.cached, '1.0.0');
    const env = { PATH: `${place.bin}:relative:${join(place.folder, 'second')}` };
    const found = await findServerIn({ ...place.context, env }, install);
    expect(found).to.deep.equal({ path: fits, version: '1.0.0', from: 'path' });
  });

  it('takes the one in the cache where the PATH has none that fits', async () => {
    put(place.bin, '0.9.0');
    const cached = put(place.context.cached, '1.0.0');
    const found = await findServerIn(place.context, install);
    expect(found).to.deep.equal({ path: cached, version: '1.0.0', from: 'cache' });
    expect(installs).to.equal(0);
  });

  it('installs one where this machine has none that runs', async () => {
    mkdirSync(place.context.cached, { recursive: true });
    writeScript(join(place.context.cached, 'fake-server'), 'kill -9 $$');
    expect((await findServerIn(place.context, install)).from).to.equal('download');
    expect(installs).to.equal(1);
  });

  it('says in one line what was tried, how it failed and what to do', async () => {
    const old = put(place.bin, '0.9.0');
    const tried = ['download: HTTP 404 from there', 'build: no Go on the PATH\nno, really'];
    const error = await failure(findServerIn(place.context, async () => ({ found: null, tried })));
    expect(error.code).to.equal('CHAOS_BINARY_MISSING');
    expect(error.message)
      .to.match(/^fake-server 1\.0\.0 could not be found, downloaded or built within \d+ ms: /)
      .and.include(`path: ${old} is of version 0.9.0; cache: no executable file at ${place.context.cached}`)
      .and.include('; download: HTTP 404 from there; build: no Go on the PATH. Let the download through')
      .and.include('FAKE_PATH')
      .and.not.include('\n');
  });

  it('counts a cache that cannot be written to as one more thing that was tried', async () => {
    const error = await failure(findServerIn(place.context, async () => Promise.reject(new Error('EACCES: cache'))));
    expect(error.code).to.equal('CHAOS_BINARY_MISSING');
    expect(error.message).to.include('cache: EACCES: cache');
  });

  it('ends with the reason of its signal', async () => {
    const reason = new Error('stop it');
    const context = { ...place.context, signal: AbortSignal.abort(reason) };
    put(place.bin, '1.0.0');
    const thrown: unknown = await findServerIn(context, install).catch((error: unknown) => error);
    expect(thrown).to.equal(reason);
  });
});
