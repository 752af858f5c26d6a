import { expect } from 'chai';
import { config } from '../../chaos.config.ts';
import { HarnessError } from '../errors.ts';
import { checkConfig } from './check-config.ts';

const replayer = { command: ['python', 'replayer.py'], code: ['app/workflows.py'] };
const workers = { ...config.workers, bundle: null, replayer };
const own = { summary: 'Broken.' };

function refusal(changes: object): string {
  try {
    checkConfig({ ...config, versions: {}, sabotages: {}, ...changes }, 'chaos.config.ts');
    return '';
  } catch (error) {
    expect(error).to.be.instanceOf(HarnessError).with.property('code', 'CHAOS_BAD_CONFIG');
    return (error as HarnessError).message;
  }
}

describe('workers.replayer', () => {
  it('replays a system that has no bundle, and sabotages and versions of it', () => {
    const sabotages = { own: { ...own, replayer }, same: { ...own, bundle: null } };
    expect(refusal({ workers, sabotages, versions: { v2: { ...own, replayer } } })).to.equal('');
  });

  it('leaves the data converter to the bundles of further fleets', () => {
    const payments = { command: ['node', 'payments.ts'], taskQueue: 'payments', bundle: ['node', 'bundle.ts'] };
    const converted = { workers: { ...workers, dataConverter: 'c.ts' } };
    expect(refusal({ ...converted, fleets: { payments } })).to.equal('');
    expect(refusal({ ...converted, fleets: { payments: { ...payments, bundle: null } } })).to.include('dataConverter');
  });

  for (const [what, changes, says] of [
    [
      'a bundle too',
      { workers: { ...workers, bundle: ['node', 'b.ts'] } },
      '`workers.bundle` must be null or left out',
    ],
    [
      'a bundle of a sabotage',
      { workers, sabotages: { own: { ...own, bundle: ['b'] } } },
      '`sabotages.own.bundle` must be',
    ],
    ['a bundle of a version', { workers, versions: { v2: { ...own, bundle: ['b'] } } }, '`versions.v2.bundle` must be'],
    [
      'a data converter',
      { workers: { ...workers, dataConverter: 'c.ts' } },
      '`workers.dataConverter` must be left out',
    ],
    ['a replayer of a sabotage alone', { sabotages: { own: { ...own, replayer } } }, '`sabotages.own.replayer` needs'],
    [
      'a shell line',
      { workers: { ...workers, replayer: { ...replayer, command: 'python' } } },
      '`workers.replayer.command`',
    ],
    ['no code', { workers: { ...workers, replayer: { ...replayer, code: [] } } }, '`workers.replayer.code'],
    ['no code at all', { workers: { ...workers, replayer: { command: ['x'] } } }, '`workers.replayer.code` is missing'],
    [
      'a number in its environment',
      { workers: { ...workers, replayer: { ...replayer, env: { A: 1 } } } },
      '`workers.replayer.env.A` must be a text',
    ],
  ] as const) {
    it(`may not have ${what}`, () => {
      expect(refusal(changes)).to.include(says);
    });
  }
});
