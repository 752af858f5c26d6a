import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { thisProcess } from '../processes/process-identity.ts';
import { type DaemonPlaces, daemonPlaces, findRecord, recordOfUp, removeRecord, writeRecord } from './daemon-record.ts';

describe("the daemon's record", () => {
  let project = '';
  let places: DaemonPlaces;

  beforeEach(async () => {
    project = await mkdtemp(join(tmpdir(), 'chaos-daemon-'));
    places = daemonPlaces(project);
  });

  afterEach(() => rm(project, { recursive: true }));

  const failure = async (): Promise<unknown> =>
    recordOfUp(places)
      .then(() => null)
      .catch((error: unknown) => error);

  it('names a daemon that lives', async () => {
    await writeRecord(places, { ...thisProcess(), runId: 'r', socket: '/s' });
    expect((await recordOfUp(places)).pid).to.equal(process.pid);
    expect((await findRecord(places)).state).to.equal('up');
  });

  it('is of a dead one where its process id was given out anew', async () => {
    await writeRecord(places, { ...thisProcess(), startTime: '1', runId: 'r', socket: '/s' });
    expect((await findRecord(places)).state).to.equal('dead');
    expect(await failure())
      .to.include({ code: 'CHAOS_NO_STACK' })
      .and.to.have.property('message')
      .that.includes('run r has died');
  });

  it('is none where there is no file, or something else in it', async () => {
    expect(await failure()).to.include({ code: 'CHAOS_NO_STACK' });
    await writeRecord(places, { ...thisProcess(), runId: 'r', socket: '/s' });
    for (const text of ['', '{"pid":', '{"pid":1}', 'null']) {
      await writeFile(places.record, text);
      expect((await findRecord(places)).state).to.equal('none');
    }
  });

  it('goes with the environment for clients, also where there is neither', async () => {
    await writeRecord(places, { ...thisProcess(), runId: 'r', socket: '/s' });
    await writeFile(places.envFile, 'KEY=x');
    await removeRecord(places);
    await removeRecord(places);
    expect([places.record, places.envFile].filter((path) => existsSync(path))).to.deep.equal([]);
  });
});
