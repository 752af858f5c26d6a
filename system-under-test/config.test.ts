import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { expect } from 'chai';
import { clientConfig, type Environment, variableNames, workerConfig } from './config.ts';

const complete: Environment = {
  SUPABASE_URL: 'http://127.0.0.1:54321',
  SUPABASE_KEY: 'a-secret',
  OUTSIDE_WORLD_URL: 'http://127.0.0.1:9000',
  TEMPORAL_WORKFLOW_BUNDLE: '/bundle.js',
};

const example = parseEnv(readFileSync(join(import.meta.dirname, '.env.example'), 'utf8'));

describe('workerConfig', () => {
  it('has defaults for all that is not a place or a key', () => {
    expect(workerConfig(complete)).to.include({
      TEMPORAL_HOST: '127.0.0.1',
      TEMPORAL_PORT: 7233,
      TEMPORAL_NAMESPACE: 'default',
      TEMPORAL_TASK_QUEUE: 'apex-ingestion-queue',
      TEMPORAL_MAX_WORKFLOW_TASKS: 100,
      TEMPORAL_MAX_ACTIVITIES: 200,
      TEMPORAL_METRICS_PORT: 8078,
    });
  });

  const bad: readonly [change: Environment, sentence: RegExp][] = [
    [{ TEMPORAL_PORT: 'abc' }, /^Expected TEMPORAL_PORT to be a whole number from 1 to 65535, but it is "abc"\./],
    [{ TEMPORAL_PORT: '70000' }, /^Expected TEMPORAL_PORT .* "70000"\./],
    [{ TEMPORAL_METRICS_PORT: '-1' }, /^Expected TEMPORAL_METRICS_PORT /],
    [{ TEMPORAL_MAX_ACTIVITIES: '0' }, /^Expected TEMPORAL_MAX_ACTIVITIES /],
    [{ SUPABASE_URL: undefined }, /^Expected SUPABASE_URL to be an http or https address, but it is not set\./],
    [{ SUPABASE_URL: 'ftp://x' }, /^Expected SUPABASE_URL .* "ftp:\/\/x"\./],
    [{ SUPABASE_KEY: '' }, /^Expected SUPABASE_KEY to be the service role's key, but it is not set\./],
    [{ OUTSIDE_WORLD_URL: 'nowhere' }, /^Expected OUTSIDE_WORLD_URL /],
    [
      { OCR_PAGE_MS: '1.5' },
      /^Expected OCR_PAGE_MS to be a whole number of milliseconds, at least 0, but it is "1.5"\./,
    ],
    [{ TEMPORAL_WORKFLOW_BUNDLE: '' }, /^Expected TEMPORAL_WORKFLOW_BUNDLE .* not set\./],
    [{ TEMPORAL_BUNDLE_AT_START: 'yes' }, /^Expected TEMPORAL_BUNDLE_AT_START to be 0, 1, false or true/],
    [{ TEMPORAL_SHUTDOWN_FORCE_MS: '5' }, /^Expected TEMPORAL_SHUTDOWN_FORCE_MS /],
  ];
  for (const [change, sentence] of bad) {
    it(`refuses ${JSON.stringify(change)} in one sentence that names it`, () => {
      expect(() => workerConfig({ ...complete, ...change }))
        .to.throw(sentence)
        .with.property('name', 'ConfigError');
    });
  }

  it('needs no bundle where it bundles at the start', () => {
    const config = workerConfig({ ...complete, TEMPORAL_WORKFLOW_BUNDLE: '', TEMPORAL_BUNDLE_AT_START: '1' });
    expect(config.TEMPORAL_WORKFLOW_BUNDLE).to.equal(undefined);
  });
});

describe('clientConfig', () => {
  it('has an embargo of 24 h and serves all documents by default', () => {
    const config = clientConfig({});
    expect(config).to.include({ EMBARGO_MS: 86_400_000, TEMPORAL_ENABLED: true, TEMPORAL_ROLLOUT: 100 });
  });

  for (const value of ['101', '-1', 'half']) {
    it(`refuses a share of ${value}`, () => {
      expect(() => clientConfig({ TEMPORAL_ROLLOUT: value })).to.throw(/^Expected TEMPORAL_ROLLOUT /);
    });
  }
});

describe('.env.example', () => {
  it('names every variable and no other', () => {
    expect(Object.keys(example).sort()).to.deep.equal(variableNames);
  });

  it('shows the defaults', () => {
    expect(clientConfig(example)).to.deep.equal(clientConfig({}));
    const filled = Object.fromEntries(Object.entries(example).filter(([, value]) => value !== ''));
    expect(workerConfig({ ...filled, ...complete })).to.deep.equal(workerConfig(complete));
  });
});
