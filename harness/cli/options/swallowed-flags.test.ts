import { expect } from 'chai';
import { HarnessError } from '../../errors.ts';
import { refuseSwallowedFlags } from './swallowed-flags.ts';

const flags = [
  { name: 'seed', takesValue: true },
  { name: 'param', takesValue: true },
  { name: 'keep-runs', takesValue: true },
  { name: 'no-fault', takesValue: false },
  { name: 'json', takesValue: false },
  { name: 'all', takesValue: false },
  { name: 'plan', takesValue: true },
  { name: 'time-limit', takesValue: true },
];

// As npm 11 passes them on.
const cases = [
  { env: { seed: 'true' }, operands: ['worker-kill', '7'], write: 'worker-kill -- --seed 7' },
  { env: { seed: 'true' }, operands: ['7', 'worker-kill'], write: 'worker-kill -- --seed 7' },
  { env: { seed: '7' }, operands: ['worker-kill'], write: 'worker-kill -- --seed 7' },
  { env: { fault: '' }, operands: ['worker-kill'], write: 'worker-kill -- --no-fault' },
  { env: { json: 'true' }, operands: ['worker-kill'], write: 'worker-kill -- --json' },
  { env: { keep_runs: '5' }, operands: ['worker-kill'], write: 'worker-kill -- --keep-runs 5' },
  { env: { param: 'true\n\ntrue' }, operands: ['worker-kill', 'a=1', 'b=2'], write: '-- --param a=1 --param b=2' },
  { env: { seed: 'true', fault: '' }, operands: ['worker-kill', '7'], write: '-- --seed 7 --no-fault' },
  { env: { all: 'true' }, operands: [], write: 'npm run scenario -- --all' },
  { env: { all: 'true', time_limit: 'true' }, operands: ['45m'], write: 'scenario -- --all --time-limit 45m' },
  {
    env: { parseable: 'true', long: 'true', all: 'true' },
    operands: ['worker-kill', 'x.json'],
    write: '-- --plan x.json',
  },
  // Which value belongs to which flag isn't told.
  { env: { seed: 'true', param: 'true' }, operands: ['worker-kill', '7', 'a=1'], write: '-- --seed … --param …' },
];

function npm(event: string, taken: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const config = Object.entries(taken).map(([name, value]) => [`npm_config_${name}`, value]);
  return { npm_lifecycle_event: event, ...(Object.fromEntries(config) as Record<string, string>) };
}

describe('refuseSwallowedFlags', () => {
  it('puts them after the verb where the script takes every verb', () => {
    const line = { verb: 'list', operands: ['faults'] };
    const call = (): void => refuseSwallowedFlags(line, flags, npm('chaos', { json: 'true' }));
    expect(call).to.throw(HarnessError, 'Run: npm run chaos -- list faults --json');
  });

  for (const { env, operands, write } of cases) {
    it(`tells to write: ${write}`, () => {
      expect(() => refuseSwallowedFlags({ verb: 'scenario', operands }, flags, npm('scenario', env)))
        .to.throw(HarnessError, write)
        .with.property('code', 'CHAOS_USAGE');
    });
  }

  it('lets everything else be, and npm settings of other scripts', () => {
    const line = { verb: 'scenario', operands: ['worker-kill'] };
    refuseSwallowedFlags(line, flags, npm('scenario', {}));
    refuseSwallowedFlags(line, flags, npm('test', { seed: '7' }));
    refuseSwallowedFlags(line, flags, npm('scenario', { yes: 'true', loglevel: 'silent' }));
  });

  it("takes a switch of npm's own that is off for none of ours that takes a value", () => {
    const audit = [{ name: 'audit', takesValue: true }];
    const line = { verb: 'explore', operands: ['ingestDocument'] };
    refuseSwallowedFlags(line, audit, npm('explore', { audit: '' }));
    refuseSwallowedFlags(line, audit, npm('explore', { audit: 'false' }));
    expect(() => refuseSwallowedFlags(line, audit, npm('explore', { audit: 'true' }))).to.throw(HarnessError);
  });
});
