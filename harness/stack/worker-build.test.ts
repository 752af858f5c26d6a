import { expect } from 'chai';
import { HarnessError } from '../errors.ts';
import { buildOf } from './worker-build.ts';

const command = ['node', 'worker.ts'] as const;
const v2 = { command: ['node', 'v2.ts'] as const, bundlePath: null, env: { BUILD: 'v2' }, deploy: null };

describe('what the workers of a version run', () => {
  it('is what the stack began with, its variables included', () => {
    const variant = { command, bundle: null, env: { BUG: 'early' } };
    const build = { command, bundlePath: 'bundle.js', env: { BUG: 'early' }, deploy: null };
    expect(buildOf(null, { variant, bundlePath: 'bundle.js' })).to.deep.equal(build);
    expect(buildOf(null, { variant: { command, bundle: null }, bundlePath: null }).env).to.deep.equal({});
  });

  it('is what the version is made of', () => {
    const variant = { command, bundle: null, env: { BUG: 'early' } };
    expect(buildOf('v2', { variant, bundlePath: null, versions: { v2 } })).to.equal(v2);
    expect(() => buildOf('toString', { variant, bundlePath: null })).to.throw(HarnessError, /names none/);
  });
});
