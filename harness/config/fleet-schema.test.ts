import { expect } from 'chai';
import { config } from '../../chaos.config.ts';
import { HarnessError } from '../errors.ts';
import type { WorkerAddresses } from '../model/addresses.ts';
import { checkConfig } from './check-config.ts';

const payments = { command: ['python', 'payments.py'], taskQueue: 'payments' };
const replayer = { command: ['x'], code: ['x'] };
const ofPayments = { summary: 's', fleet: 'payments' };

function refusal(change: object): string {
  try {
    checkConfig({ ...config, ...change });
  } catch (error) {
    expect(error).to.be.instanceOf(HarnessError).with.property('code', 'CHAOS_BAD_CONFIG');
    return (error as Error).message;
  }
  expect.fail('it was taken');
}

describe('fleets in a configuration', () => {
  it('takes further fleets, with as little as a command and a task queue', () => {
    const whole = { ...payments, count: 2, bundle: null, cwd: 'payments', env: () => ({ QUEUE: 'payments' }) };
    const { fleets } = checkConfig({ ...config, fleets: { payments, 'mail-2': whole } });
    expect(Object.keys(fleets ?? {})).to.deep.equal(['payments', 'mail-2']);
  });

  it('says what the function of a fleet returns wrongly, and where', () => {
    const { fleets } = checkConfig({ ...config, fleets: { payments: { ...payments, env: () => ({ PORT: 1 }) } } });
    expect(() => fleets?.['payments']?.env?.({} as WorkerAddresses)).to.throw(
      '`fleets.payments.env` returned a wrong value: `PORT` must be a text',
    );
  });

  const refused: readonly (readonly [what: string, change: object, says: string])[] = [
    ['no object', { fleets: [] }, '`fleets` must be an object'],
    ['no task queue', { fleets: { payments: { command: ['x'] } } }, '`fleets.payments.taskQueue` is missing'],
    ['no command', { fleets: { payments: { taskQueue: 'q' } } }, '`fleets.payments.command` is missing'],
    [
      'no worker',
      { fleets: { payments: { ...payments, count: 0 } } },
      '`fleets.payments.count` must be greater than 0',
    ],
    [
      'a text as count',
      { fleets: { payments: { ...payments, count: '2' } } },
      '`fleets.payments.count` must be a number',
    ],
    ['an unknown field', { fleets: { payments: { ...payments, queue: 'q' } } }, '`fleets.payments.queue` is not known'],
    [
      'the name of the first',
      { fleets: { workers: payments } },
      '`fleets.workers` is the name of the fleet of `workers`',
    ],
    [
      'the same name in capitals',
      { fleets: { payments, Payments: payments } },
      '`fleets.Payments` needs a name in lower case',
    ],
    ['a name of digits', { fleets: { '1': payments } }, '`fleets.1` needs a name in lower case'],
    [
      'a bundle beside a replayer',
      { fleets: { payments: { ...payments, bundle: ['x'], replayer: { command: ['x'], code: ['x'] } } } },
      '`fleets.payments.bundle` must be left out',
    ],
    [
      'a sabotage of an unknown fleet',
      { sabotages: { bad: { summary: 's', fleet: 'mail' } } },
      '`sabotages.bad.fleet` is "mail", which is none of `fleets`',
    ],
    [
      'a sabotage of a fleet and a version',
      { fleets: { payments }, sabotages: { bad: { summary: 's', fleet: 'payments', version: 'v2' } } },
      '`sabotages.bad.fleet` must be left out beside `version`',
    ],
    [
      'a bundle of a sabotage beside the replayer of its fleet',
      { fleets: { payments: { ...payments, replayer } }, sabotages: { bad: { ...ofPayments, bundle: ['x'] } } },
      '`sabotages.bad.bundle` must be null or left out, because `fleets.payments.replayer` replays',
    ],
    [
      'a replayer of a sabotage whose fleet has none',
      { fleets: { payments }, sabotages: { bad: { ...ofPayments, replayer } } },
      '`sabotages.bad.replayer` needs `fleets.payments.replayer`',
    ],
  ];
  for (const [what, change, says] of refused)
    it(`refuses ${what}`, () => {
      expect(refusal(change)).to.contain(says);
    });
});
