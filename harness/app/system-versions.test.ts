import { expect } from 'chai';
import { config } from '../../chaos.config.ts';
import type { WorkerAddresses } from '../model/addresses.ts';
import type { ChaosConfig } from '../model/config.ts';
import type { FleetConfig } from '../model/fleet-config.ts';
import type { PlannedFault } from '../model/plan.ts';
import { variantsOf, versionsNamed, versionVariants } from './system-versions.ts';

const replacement = (params: PlannedFault['params'], fault = 'worker-replace'): PlannedFault => ({
  id: 'replace',
  at: { kind: 'elapsed', ms: 0 },
  fault,
  params,
  target: { role: 'component', name: 'worker-1' },
  healAfterMs: 1000,
});

const system: ChaosConfig = {
  ...config,
  workers: { ...config.workers, command: ['node', 'worker.ts'], bundle: ['node', 'bundle.ts'] },
  versions: { v2: { summary: 'Later.', bundle: ['node', 'bundle.ts', 'v2'], env: { BUILD: 'v2' } } },
  sabotages: {
    early: { summary: 'Broken from the start.', command: ['node', 'broken.ts'] },
    flagged: { summary: 'Broken by a flag.', env: { BUG: 'early' } },
    'late-flagged': { summary: 'Broken later by a flag.', env: { BUG: 'late' }, version: 'v2' },
    late: { summary: 'Broken later.', bundle: ['node', 'bundle.ts', 'broken'], version: 'v2' },
  },
};

describe('the versions of a run', () => {
  it('are those that its replacements name', () => {
    expect(versionsNamed({ sabotage: null, schedule: [replacement({ version: 'v2' })] })).to.deep.equal(['v2']);
    const others = [replacement({}), replacement({ version: 'v3' }, 'a-fault-of-mine')];
    expect(versionsNamed({ sabotage: null, schedule: others })).to.deep.equal([]);
    expect(variantsOf(system, { sabotage: null, schedule: [] }).versions).to.deep.equal({});
  });

  it('take from the system what they do not say themselves', () => {
    expect(versionVariants(system)['v2']).to.deep.include({ command: ['node', 'worker.ts'], env: { BUILD: 'v2' } });
  });

  it('are broken by a sabotage of that version, and the first one by all others', () => {
    const schedule = [replacement({ version: 'v2' })];
    const late = variantsOf(system, { sabotage: 'late', schedule });
    expect(late.variant.bundle).to.deep.equal(['node', 'bundle.ts']);
    expect(late.versions['v2']?.bundle).to.deep.equal(['node', 'bundle.ts', 'broken']);
    const early = variantsOf(system, { sabotage: 'early', schedule });
    expect(early.variant.command).to.deep.equal(['node', 'broken.ts']);
    expect(early.versions['v2']?.command).to.deep.equal(['node', 'worker.ts']);
  });

  it('leave further fleets alone, unless a sabotage breaks one of them', () => {
    const payments = { command: ['python', 'payments.py'], taskQueue: 'payments' } as const;
    const broken = { summary: 'Pays twice.', command: ['python', 'twice.py'], fleet: 'payments' } as const;
    const fleets = { payments, mail: { ...payments, taskQueue: 'mail', count: 3 } };
    const several: ChaosConfig = { ...system, fleets, sabotages: { ...system.sabotages, broken } };
    const good = variantsOf(several, { sabotage: 'early', fleets: { payments: 2 } });
    expect(good.fleets).to.deep.equal([
      { ...payments, name: 'payments', workers: 2, bundle: null },
      { ...fleets.mail, name: 'mail', workers: 3, bundle: null },
    ]);
    const bad = variantsOf(several, { sabotage: 'broken', version: 'v2' });
    expect(bad.fleets.map(({ command }) => command[1])).to.deep.equal(['twice.py', 'payments.py']);
    expect(bad.variant.command).to.deep.equal(['node', 'worker.ts']);
    expect(bad.versions['v2']?.command).to.deep.equal(['node', 'worker.ts']);
  });

  it('have the variables of a sabotage in the environment of the fleet that it breaks', () => {
    const command = ['python', 'payments.py'] as const;
    const payments: FleetConfig = { command: [...command], taskQueue: 'payments', env: () => ({ QUEUE: 'payments' }) };
    const flagged = { summary: 'Pays twice.', env: { BUG: 'twice' }, fleet: 'payments' } as const;
    const several: ChaosConfig = { ...system, fleets: { payments, mail: payments }, sabotages: { flagged } };
    const { fleets, variant } = variantsOf(several, { sabotage: 'flagged' });
    const own = fleets.map(({ env }) => env?.({} as WorkerAddresses));
    expect(own).to.deep.equal([{ QUEUE: 'payments', BUG: 'twice' }, { QUEUE: 'payments' }]);
    expect(variant.env).to.equal(undefined);
  });

  it('have the variables of the sabotage that breaks them beside their own, and no others', () => {
    const schedule = [replacement({ version: 'v2' })];
    const first = variantsOf(system, { sabotage: 'flagged', schedule });
    expect(first.variant.env).to.deep.equal({ BUG: 'early' });
    expect(first.versions['v2']?.env).to.deep.equal({ BUILD: 'v2' });
    const later = variantsOf(system, { sabotage: 'late-flagged', schedule });
    expect(later.variant.env).to.equal(undefined);
    expect(later.versions['v2']?.env).to.deep.equal({ BUILD: 'v2', BUG: 'late' });
    expect(variantsOf(system, { sabotage: null }).variant.env).to.equal(undefined);
  });
});
