import { expect } from 'chai';
import { withEntries, withJournal } from '../../contracts/sample-run/changes.ts';
import { correctRun } from '../../contracts/sample-run/correct-run.ts';
import { call, type Dated, extraction, extractionTerms } from '../../contracts/sample-run/journal-builder.ts';
import type { BlastRadius } from '../../model/blast-radius.ts';
import type { Evidence } from '../../model/evidence.ts';
import { unitRecoveries } from './unit-recovery.ts';

const run = correctRun();

/** The run with a server struck instead of the worker: in force from 3430, to heal after 2000 ms, healed at 6490. */
function struck(component: string, radius: Partial<BlastRadius>, ...more: readonly Dated[]): Evidence {
  const alive = withJournal(run, (entry) => {
    if (entry.kind === 'component' && entry.purpose === 'fault') return null;
    if (entry.kind !== 'fault' || entry.component === undefined) return entry;
    const full = { components: [component], links: [], ...radius };
    return { ...entry, component, ...(entry.step === 'injecting' ? { radius: full } : {}) };
  });
  return withEntries(alive, ...more);
}

/** A second life of a server, which was ready so many milliseconds after its start. */
function secondLife(component: string, startUpMs: number): Dated[] {
  const life = { kind: 'component', component, incarnation: 2 } as const;
  return [
    { ...life, change: 'spawned', atMs: 5440 },
    { ...life, change: 'ready', atMs: 5440 + startUpMs },
  ];
}

const extractionOf = (evidence: Evidence): ReturnType<typeof unitRecoveries>[number] | undefined =>
  unitRecoveries(evidence).find(({ unit }) => unit.startsWith('extractPages'));

describe('the bound where Temporal was away', () => {
  it('counts its timeouts anew from its return, with the time that it took to start', () => {
    const { terms } = extractionOf(struck('temporal', {}, ...secondLife('temporal', 700))) ?? {};
    // Planned for 2000 ms and started in 700; the healing lasted longer, which excuses no recovery.
    expect(terms?.detectionMs).to.equal(2700 + 2000);
    expect(terms?.absenceMs).to.equal(2700 + 2700);
  });

  it('does so where only its database was struck, as the radius tells', () => {
    const { terms } = extractionOf(struck('postgresql', { components: ['postgresql', 'temporal'] })) ?? {};
    expect(terms?.detectionMs).to.equal(2000 + 2000);
  });

  it('does not where another server was struck, which Temporal can do without', () => {
    const { terms } = extractionOf(struck('supabase', {})) ?? {};
    expect(terms?.detectionMs).to.equal(2000);
    expect(terms?.absenceMs, 'and no worker has to connect to Temporal again').to.equal(2000);
  });

  it('counts only the rest of the outage for tasks that were dispatched meanwhile', () => {
    const save = { ...extraction, activityType: 'save', activityId: '9', terms: extractionTerms };
    const late = call('worker-2', 4430, { ...save, attempt: 1, method: 'PollActivityTaskQueue' });
    const again = call('worker-2', 7000, { ...save, attempt: 2, method: 'PollActivityTaskQueue' });
    const done = call('worker-2', 7100, { ...save, attempt: 2, method: 'RespondActivityTaskCompleted' });
    const units = unitRecoveries(struck('temporal', {}, late, again, done));
    const unit = units.find((one) => one.unit.startsWith('save'));
    expect(unit?.terms.detectionMs).to.equal(1000 + 2000);
    expect(unit?.terms.absenceMs).to.equal(3000);
    expect(unit?.recoveryTimeMs).to.equal(2570);
  });

  it('proves no recovery of work that its holder reported once it was back', () => {
    const reported = call('worker-1', 5900, { ...extraction, attempt: 1, method: 'RecordActivityTaskHeartbeat' });
    const one = extractionOf(struck('temporal', {}, reported));
    expect(one).to.include({ state: 'untouched', recoveryTimeMs: null });
  });

  it('is kept by work whose holder went unheard meanwhile, and was heard once the server was back', () => {
    const heartbeat = { ...extraction, attempt: 1, method: 'RecordActivityTaskHeartbeat' } as const;
    const unheard = call('worker-1', 3900, { ...heartbeat, grpcStatus: 14 });
    const heard = call('worker-1', 5900, heartbeat);
    expect(extractionOf(struck('temporal', {}, unheard, heard))?.state).to.equal('within');
    expect(extractionOf(struck('temporal', {}, { ...unheard, grpcStatus: 5 }, heard))?.state).to.equal('untouched');
    expect(extractionOf(struck('temporal', {}, { ...unheard, atMs: 3400 }, heard))?.state, 'before').to.equal(
      'untouched',
    );
  });
});

describe('the bound of what failed and told so', () => {
  const save = { ...extraction, activityType: 'save', activityId: '9', terms: extractionTerms } as const;
  const polled = (attempt: number, atMs: number): Dated =>
    call('worker-2', atMs, { ...save, attempt, method: 'PollActivityTaskQueue' });
  const answered = (attempt: number, atMs: number, how: 'Failed' | 'Completed'): Dated =>
    call('worker-2', atMs, { ...save, attempt, method: `RespondActivityTask${how}` });

  it('waits for no timeout, but for the back-off of each attempt against the dead server', () => {
    const entries = [polled(1, 3600), answered(1, 3655, 'Failed'), polled(2, 3900), answered(2, 3955, 'Failed')];
    const evidence = struck('supabase', {}, ...entries, polled(3, 6600), answered(3, 6650, 'Completed'));
    const unit = unitRecoveries(evidence).find((one) => one.unit.startsWith('save'));
    // It took 50 ms to fail; the second attempt cost its back-off of 400 ms, its own 50 ms and one more late timer.
    expect(unit?.terms).to.include({ detectionMs: 50, backOffMs: 200, furtherMs: 1450 });
    expect(unit).to.include({ recoveryTimeMs: 3000, state: 'within' });
  });
});

describe('the recovery from a pause', () => {
  const zombie = { ...extraction, attempt: 1 } as const;
  const paused = (...more: readonly Dated[]): Evidence => {
    const alive = withJournal(run, (entry) =>
      entry.kind === 'component' && entry.component === 'worker-1' && entry.change === 'exited' ? null : entry,
    );
    return withEntries(alive, ...more);
  };

  it('is by the worker that got the work, even if the zombie reports it late', () => {
    const refused = { ...zombie, grpcStatus: 5 } as const;
    const evidence = paused(
      call('worker-1', 5500, { ...refused, method: 'RecordActivityTaskHeartbeat' }),
      call('worker-1', 5600, { ...refused, method: 'RespondActivityTaskCompleted' }),
    );
    expect(extractionOf(evidence)).to.include({ recoveryTimeMs: 2570, state: 'within' });
    expect(extractionOf(evidence)?.remark).to.contain('worker-2');
    expect(unitRecoveries(evidence).filter(({ unit }) => unit.startsWith('extractPages'))).to.have.length(1);
  });

  it('is none if only the zombie ever reported the work again, and was refused', () => {
    const alone = withJournal(
      paused(call('worker-1', 5600, { ...zombie, grpcStatus: 5, method: 'RespondActivityTaskCompleted' })),
      (entry) => (entry.kind === 'call' && entry.activityId === '2' && entry.attempt === 2 ? null : entry),
    );
    expect(extractionOf(alone)?.recoveryTimeMs).to.equal(null);
    expect(extractionOf(alone)?.state).not.to.equal('within');
  });
});
