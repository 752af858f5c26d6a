import { readdirSync } from 'node:fs';
import { expect } from 'chai';
import { correctRun, deepFreeze } from '../checks/test-support/correct-run.ts';
import type { Evidence } from '../model/evidence.ts';
import { witnessSchema } from '../model/evidence.ts';
import type { Fault } from '../model/fault.ts';
import { linkEnds, type PlannedFault } from '../model/plan.ts';
import type { Target } from '../model/stack.ts';
import { faults, findFault } from './index.ts';
import { struckBy } from './test-support/faulty-run.ts';

const folder = new URL('.', import.meta.url);

const planned = (fault: Fault): PlannedFault => ({
  id: 'the-fault',
  at: { kind: 'elapsed', ms: 0 },
  fault: fault.name,
  params: {},
  target: { role: 'component', name: struckBy(fault) },
  healAfterMs: 1000,
});

const targetOf = (fault: Fault): Target => ({
  component: struckBy(fault),
  incarnation: 1,
  link: fault.strikes === 'link' ? 'temporal@worker-1' : null,
});

describe('every fault', () => {
  it('is in the registry, and the registry has nothing else', () => {
    const own = readdirSync(folder)
      .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
      .filter((file) => file !== 'index.ts' && file !== 'landings.ts')
      .map((file) => file.replace(/\.ts$/, ''));
    expect(faults.map((fault) => fault.name).toSorted()).to.deep.equal(own.toSorted());
    expect(findFault('no-such-fault')).to.equal(undefined);
  });

  for (const fault of faults) describe(fault.name, () => contract(fault));
});

function contract(fault: Fault): void {
  it('has a test of its own', () => {
    expect(readdirSync(folder)).to.include(`${fault.name}.test.ts`);
  });

  it('says in one sentence what it does, and what it needs', () => {
    expect(fault.summary).to.match(/^[A-Z].*\.$/);
    expect(fault.needs).not.to.deep.equal([]);
  });

  it('takes no parameters by default, and refuses unknown ones', () => {
    expect(fault.params.safeParse({}).success).to.equal(true);
    expect(fault.params.safeParse({ 'no-such-parameter': 1 }).success).to.equal(false);
  });

  it('has what it strikes within its blast radius, and nothing that could do without it', () => {
    const { components, links } = fault.blastRadius(targetOf(fault));
    const struck = struckBy(fault);
    if (fault.strikes === 'component') expect(components).to.include(struck);
    else expect(links).to.deep.equal(['temporal@worker-1']);
    if (struck === 'worker-1') {
      expect(components.filter((name) => name !== struck)).to.deep.equal([]);
      expect(links.filter((name) => !linkEnds.some((end) => name === `${end}@${struck}`))).to.deep.equal([]);
    } else {
      // Other servers may fail for want of it, but no worker, and no link leads from one to another server.
      expect(components.filter((name) => name.startsWith('worker'))).to.deep.equal([]);
      expect(links.length).to.be.greaterThan(0);
      const others = linkEnds.filter((end) => !components.some((name) => name === end || name.startsWith(`${end}-`)));
      expect(links.filter((name) => others.some((end) => name.startsWith(`${end}@`)))).to.deep.equal([]);
    }
  });

  it('finds no witness where it was never put in force', () => {
    const run = correctRun();
    const quiet: Evidence = deepFreeze({ ...run, journal: run.journal.filter((entry) => entry.kind !== 'fault') });
    expect(fault.witnesses(quiet, planned(fault))).to.deep.equal([]);
  });

  it('finds no cause in a run in which it is said to be injected and nothing was done', () => {
    const [first, ...rest] = correctRun().journal.filter((entry) => entry.kind === 'phase');
    if (first === undefined) throw new Error('Expected a journal.');
    const stamp = { sequence: 1, atMs: 4000, time: first.time };
    const target = targetOf(fault);
    const body = {
      kind: 'fault',
      fault: fault.name,
      faultId: 'the-fault',
      component: struckBy(fault),
      incarnation: 1,
    } as const;
    const link = target.link === null ? {} : { link: target.link };
    const steps = (['injecting', 'injected', 'healing', 'healed'] as const).map((step, index) => ({
      ...stamp,
      ...body,
      ...link,
      step,
      atMs: stamp.atMs + index * 2000,
    }));
    const said: Evidence = deepFreeze({ ...correctRun(), journal: [first, ...rest, ...steps] });
    expect(fault.witnesses(said, planned(fault)).filter((one) => one.sort === 'cause')).to.deep.equal([]);
  });

  it('judges purely: the same witnesses twice, each of its schema, nothing changed', () => {
    const run = correctRun();
    const [own] = run.plan.schedule;
    if (own === undefined) throw new Error('Expected a planned fault.');
    const before = JSON.stringify(run);
    const witnesses = fault.witnesses(run, own);
    expect(fault.witnesses(run, own)).to.deep.equal(witnesses);
    expect(JSON.stringify(run)).to.equal(before);
    for (const witness of witnesses) expect(witnessSchema.parse(witness)).to.deep.equal(witness);
  });
}
