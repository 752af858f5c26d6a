import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { HarnessError } from '../../harness/errors.ts';
import { measurementNames } from './bench-report.ts';
import { wantedOf } from './wanted.ts';

describe('wantedOf', () => {
  it('measures everything on the embedded stack alone', () => {
    const { names, stacks } = wantedOf('embedded');
    expect([...names]).to.deep.equal(measurementNames.filter((name) => name !== 'system'));
    expect(stacks).to.deep.equal(['embedded']);
  });

  it('measures Docker beside the embedded stack, and only what both have', () => {
    const { names, stacks } = wantedOf('docker');
    expect([...names]).to.deep.equal(['run', 'life']);
    expect(stacks).to.deep.equal(['embedded', 'docker']);
  });

  it('measures everything, and Docker too', () => {
    const { names, stacks } = wantedOf('both');
    expect([...names]).to.deep.equal(measurementNames.filter((name) => name !== 'system'));
    expect(stacks).to.deep.equal(['embedded', 'docker']);
  });

  it('measures only what is asked for', () => {
    expect([...wantedOf('docker', ['life']).names]).to.deep.equal(['life']);
    expect([...wantedOf('both', ['system']).names]).to.deep.equal(['system']);
    expect([...wantedOf('both', ['hop', 'life']).names]).to.deep.equal(['hop', 'life']);
  });

  it('refuses what Docker has not, instead of measuring something else', () => {
    expect(() => wantedOf('docker', ['life', 'hop']))
      .to.throw(HarnessError, /\(run, life, system\), but got --only hop\. .*--stack both or embedded/)
      .with.property('code', 'CHAOS_USAGE');
  });

  it('compares with another checkout only what a command of it can show', () => {
    const here = join(import.meta.dirname, '..', '..');
    const { names, against } = wantedOf('embedded', undefined, here);
    expect([...names]).to.deep.equal(['run', 'start', 'explore']);
    expect(against).to.equal(here);
    expect(() => wantedOf('embedded', ['hop'], here)).to.throw(
      HarnessError,
      /compares run, start, explore.*--only hop/,
    );
    expect(() => wantedOf('docker', undefined, here)).to.throw(HarnessError, /Leave out --stack docker/);
    expect(() => wantedOf('embedded', undefined, tmpdir())).to.throw(HarnessError, /is no checkout of the harness/);
  });
});
