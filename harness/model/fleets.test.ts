import { expect } from 'chai';
import { fleetOf, fleetSizes, isOfFleet, MAIN_FLEET, plannedWorkers, workerName } from './fleets.ts';

describe('fleets', () => {
  it('tells the fleet of a worker by its name, also if the name of the fleet has digits', () => {
    for (const fleet of [null, 'payments', 'a', 'a-1', 'worker', 'b2-10']) {
      for (const nth of [1, 12]) expect(fleetOf(workerName(fleet, nth)), `${fleet} ${nth}`).to.equal(fleet);
    }
    for (const other of ['temporal', 'api', 'payments', 'worker-payments', 'supabase-db'])
      expect(fleetOf(other), other).to.equal(null);
  });

  it('gives no two workers one name', () => {
    const names = plannedWorkers({ workers: 12, fleets: { a: 12, 'a-1': 12, 'a-1-1': 12 } });
    expect(new Set(names).size).to.equal(48);
    expect(plannedWorkers({ workers: 2, fleets: { payments: 1 } })).to.deep.equal([
      'worker-1',
      'worker-2',
      'worker-payments-1',
    ]);
  });

  it('takes a worker for one of the fleet that a target names, and for one of any fleet if it names none', () => {
    expect(isOfFleet('worker-1', undefined)).to.equal(true);
    expect(isOfFleet('worker-payments-1', undefined)).to.equal(true);
    expect(isOfFleet('worker-1', MAIN_FLEET)).to.equal(true);
    expect(isOfFleet('worker-payments-1', MAIN_FLEET)).to.equal(false);
    expect(isOfFleet('worker-payments-1', 'payments')).to.equal(true);
    expect(isOfFleet('worker-1', 'payments')).to.equal(false);
  });

  it('counts the workers of a fleet by the plan, or else by the configuration', () => {
    const fleets = { payments: { count: 3 }, mail: {} };
    expect(fleetSizes(fleets, {})).to.deep.equal({ payments: 3, mail: 1 });
    expect(fleetSizes(fleets, { fleets: { payments: 1 } })).to.deep.equal({ payments: 1, mail: 1 });
    expect(fleetSizes(undefined, {})).to.deep.equal({});
  });
});
