import { rm } from 'node:fs/promises';
import { expect } from 'chai';
import type { ChaosConfig } from '../../../harness/model/config.ts';
import {
  leftOf,
  type StackUnderTest,
  startStackUnderTest,
  systemConfig,
} from '../../../harness/stack/test-support/stack-fixture.ts';
import { Greeter } from './greeter.ts';
import { networkTrials } from './network-trials.ts';
import { tryFault } from './trial.ts';

/** The faults that are not tried by scenarios: all on one stack, since a stack takes longer to start than a fault to land. */
describe('faults on a real stack', function () {
  this.timeout(120_000);
  let under: StackUnderTest;
  let config: ChaosConfig;
  let greeter: Greeter;

  before(async () => {
    config = await systemConfig();
    under = await startStackUnderTest(`faults-${process.pid}`, config, { workers: 1 });
    greeter = await Greeter.connect(under, config);
    await greeter.measure();
  });
  after(async () => {
    await greeter[Symbol.asyncDispose]();
    await under.stack[Symbol.asyncDispose]();
    expect(await leftOf(under.runId)).to.deep.equal([]);
    await rm(under.logsFolder, { recursive: true });
  });

  for (const trial of networkTrials) {
    const given = JSON.stringify(trial.params);
    it(`${trial.fault.name} ${given} is seen by both witnesses, heals, heals twice, and all is as before`, async () => {
      const { landed, witnesses } = await tryFault(under, greeter, trial);
      expect(landed).to.equal(true);
      const sources = (sort: string) => witnesses.filter((one) => one.sort === sort).map(({ source }) => source);
      expect(sources('effect')).not.to.include.members(sources('cause'));
    });
  }
});
