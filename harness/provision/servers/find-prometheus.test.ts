import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { type FakePlace, fakePlace, writeScript } from '../test-support/fake-server.ts';
import { findPrometheus, prometheusSpec } from './find-prometheus.ts';

describe('findPrometheus', () => {
  let place: FakePlace;
  const put = (version: string): string =>
    writeScript(join(place.bin, 'prometheus'), `echo "prometheus, version ${version} (branch: HEAD)"`);
  const find = async (env: Readonly<Record<string, string>> = {}) =>
    findPrometheus({ env: { PATH: place.bin, ...env }, signal: place.context.signal });

  beforeEach(() => (place = fakePlace()));
  afterEach(() => rmSync(place.folder, { recursive: true }));

  it('takes one on the PATH', async () => {
    const path = put('2.42.0+ds');
    expect(await find()).to.deep.equal({ path, version: '2.42.0+ds', from: 'path' });
  });

  it('says in one sentence what to do where there is none that fits', async () => {
    put('2.27.1');
    const error: unknown = await find().catch((thrown: unknown) => thrown);
    expect(error).to.have.property('code', 'CHAOS_BINARY_MISSING');
    expect(String(error)).to.match(/is of version 2\.27\.1\)\. Install it .+ into CHAOS_PROMETHEUS_PATH\.$/);
  });

  it('refuses one that the environment names and that is none', async () => {
    const error: unknown = await find({ CHAOS_PROMETHEUS_PATH: '/none' }).catch((thrown: unknown) => thrown);
    expect(error).to.have.property('code', 'CHAOS_BINARY_BROKEN');
  });

  it('knows which versions discover targets over HTTP', () => {
    const fits = (version: string): boolean | undefined =>
      prometheusSpec.readVersion(`prometheus, version ${version} (branch: HEAD)`)?.fits;
    expect(['2.27.9', '2.28.0', '3.0.0', '1.99.0'].map(fits)).to.deep.equal([false, true, true, false]);
    expect(prometheusSpec.readVersion('node, v24')).to.equal(null);
  });
});
