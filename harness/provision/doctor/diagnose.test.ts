import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { fakeGo, fakePlace, saysVersion, writeScript } from '../test-support/fake-server.ts';
import { diagnoseDisk, diagnoseReports } from './diagnose.ts';
import { diagnoseGo, diagnoseServer } from './diagnose-server.ts';

const nowhere = { CHAOS_DOWNLOAD_BASE_URL: 'http://127.0.0.1:1' };

describe('diagnoseServer', () => {
  it('says where a server was found', async () => {
    const { folder, bin, context } = fakePlace(nowhere);
    const where = writeScript(join(bin, 'fake-server'), saysVersion('1.0.0'));
    const said = await diagnoseServer(context, false);
    rmSync(folder, { recursive: true });
    expect(said).to.deep.equal({
      part: 'fake-server',
      healthy: true,
      where,
      version: '1.0.0',
      note: 'from path',
      advice: null,
    });
  });

  it('says what the first run would do, is healthy then, and does none of it', async () => {
    const place = fakePlace(nowhere);
    fakeGo(place, '1.26.9');
    const said = await diagnoseServer(place.context, false);
    const left = readdirSync(place.folder);
    rmSync(place.folder, { recursive: true });
    expect(said.healthy).to.equal(true);
    expect(said.note).to.equal('the first run would build it with Go 1.26.9 (some minutes)');
    expect(said.advice).to.include('--install');
    expect(left).to.deep.equal(['bin']);
  });

  it('is not healthy where no way is open, and says each', async () => {
    const place = fakePlace(nowhere);
    fakeGo(place, '1.20');
    const said = await diagnoseServer(place.context, false);
    const installed = await diagnoseServer(place.context, true);
    rmSync(place.folder, { recursive: true });
    expect(said.healthy).to.equal(false);
    expect(said.note).to.match(/^path: .*; cache: .*; download: .*; build: Go is 1\.20, but building needs/);
    expect(said.advice).to.include('FAKE_PATH');
    expect(installed).to.include({ healthy: false, note: 'CHAOS_BINARY_MISSING' });
  });

  it('is not healthy where the environment names a wrong one', async () => {
    const { folder, context } = fakePlace({ ...nowhere, FAKE_PATH: '/nowhere' });
    const said = await diagnoseServer(context, false);
    rmSync(folder, { recursive: true });
    expect(said).to.include({ healthy: false, note: 'CHAOS_BINARY_BROKEN', where: null });
    expect(said.advice).to.include('no executable file at /nowhere');
  });
});

describe('diagnoseGo', () => {
  it('is told, but not needed where the servers are there', () => {
    const missing = diagnoseGo({ fits: false, version: null, why: 'no Go on the PATH' }, []);
    expect(missing).to.include({ healthy: true, where: null });
    expect(missing.note).to.include('no Go on the PATH; not needed');
    expect(diagnoseGo({ fits: true, version: '1.26.8' }, [])).to.include({
      version: '1.26.8',
      where: 'PATH',
      note: '',
    });
  });
});

describe('diagnoseReports', () => {
  it('tries to write, and leaves nothing behind', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'provision-test-'));
    const reports = join(folder, 'reports');
    expect(await diagnoseReports(reports)).to.include({ healthy: true, note: 'the first run makes it' });
    mkdirSync(reports);
    expect(await diagnoseReports(reports)).to.include({ healthy: true, note: 'writable' });
    expect([...readdirSync(reports), ...readdirSync(folder)]).to.deep.equal(['reports']);
    const file = join(folder, 'file');
    writeFileSync(file, '');
    const refused = await diagnoseReports(join(file, 'reports'));
    rmSync(folder, { recursive: true });
    expect(refused.healthy).to.equal(false);
    expect(refused.advice).to.equal(`Make ${file} a folder that you can write to.`);
  });
});

describe('diagnoseDisk', () => {
  it('says how much is free', async () => {
    expect((await diagnoseDisk(tmpdir())).note).to.match(/^\d+\.\d GB free$/);
  });
});
