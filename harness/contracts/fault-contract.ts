import { deepEqual, equal, match, notDeepEqual, ok } from 'node:assert/strict';
import { type Evidence, witnessSchema } from '../model/evidence.ts';
import type { Fault } from '../model/fault.ts';
import { linkEnds, type PlannedFault } from '../model/plan.ts';
import type { Target } from '../model/stack.ts';
import type { Clause } from './clause.ts';
import { correctRun, deepFreeze } from './sample-run/correct-run.ts';

/**
 * The rules that every fault keeps: it declares what it touches, and finds no witness of a fault that was never in
 * force.
 *
 * @example
 * import { faultContract } from 'durable-chaos/contracts';
 *
 * describe('my-fault', () => {
 *   for (const { claim, verify } of faultContract(myFault)) it(claim, verify);
 * });
 */
export function faultContract(fault: Fault): readonly Clause[] {
  return [
    { claim: 'has a name, says in one sentence what it does, and what it needs', verify: () => describesItself(fault) },
    { claim: 'takes no parameters by default, and refuses unknown ones', verify: () => takesParameters(fault) },
    {
      claim: 'has what it strikes within its blast radius, and nothing that could do without it',
      verify: () => keepsToItsRadius(fault),
    },
    { claim: 'finds no witness if it was never put in force', verify: () => needsAnInjection(fault) },
    {
      claim: 'finds no cause in a run in which it is said to be injected and nothing was done',
      verify: () => needsADeed(fault),
    },
    {
      claim: 'looks for witnesses purely: the same ones twice, each of its schema, nothing changed',
      verify: () => looksPurely(fault),
    },
  ];
}

function plannedOn(fault: Fault): PlannedFault {
  return {
    id: 'the-fault',
    at: { kind: 'elapsed', ms: 0 },
    fault: fault.name,
    params: {},
    target: { role: 'component', name: victimOf(fault) },
    healAfterMs: 1000,
  };
}

/** The component that the contract lets a fault strike. */
function victimOf({ victim }: Fault): string {
  return victim === 'worker' || victim === 'any' ? 'worker-1' : victim;
}

function targetOf(fault: Fault): Target {
  return {
    component: victimOf(fault),
    incarnation: 1,
    link: fault.strikes === 'link' ? 'temporal@worker-1' : null,
  };
}

function describesItself(fault: Fault): void {
  match(fault.name, /^[a-z][a-z0-9]*(-[a-z0-9]+)+$/);
  match(fault.summary, /^[A-Z].*\.$/);
  notDeepEqual(fault.needs, []);
}

function takesParameters({ params }: Fault): void {
  ok(params.safeParse({}).success, 'it takes no parameters');
  ok(!params.safeParse({ 'no-such-parameter': 1 }).success, 'it refuses an unknown parameter');
}

function keepsToItsRadius(fault: Fault): void {
  const { components, links } = fault.blastRadius(targetOf(fault));
  const struck = victimOf(fault);
  if (fault.strikes === 'component') ok(components.includes(struck), `${struck} is in its radius`);
  else deepEqual(links, ['temporal@worker-1']);
  if (struck === 'worker-1') staysWithTheWorker(components, links);
  else staysAmongServers(components, links);
}

function staysWithTheWorker(components: readonly string[], links: readonly string[]): void {
  deepEqual(
    components.filter((name) => name !== 'worker-1'),
    [],
  );
  deepEqual(
    links.filter((name) => !linkEnds.some((end) => name === `${end}@worker-1`)),
    [],
  );
}

/** Other servers may fail for want of the one, but no worker, and no link leads to another server but from one of them. */
function staysAmongServers(components: readonly string[], links: readonly string[]): void {
  deepEqual(
    components.filter((name) => name.startsWith('worker')),
    [],
  );
  ok(links.length > 0, 'it has links in its radius');
  const others = linkEnds.filter((end) => !components.some((name) => name === end || name.startsWith(`${end}-`)));
  deepEqual(
    links
      .filter((name) => !components.some((own) => name.endsWith(`@${own}`)))
      .filter((name) => others.some((end) => name.startsWith(`${end}@`))),
    [],
  );
}

function needsAnInjection(fault: Fault): void {
  const run = correctRun();
  const quiet: Evidence = deepFreeze({ ...run, journal: run.journal.filter((entry) => entry.kind !== 'fault') });
  deepEqual(fault.witnesses(quiet, plannedOn(fault)), []);
}

function needsADeed(fault: Fault): void {
  const [first, ...rest] = correctRun().journal.filter((entry) => entry.kind === 'phase');
  ok(first !== undefined);
  const { link } = targetOf(fault);
  const body = {
    kind: 'fault',
    fault: fault.name,
    faultId: 'the-fault',
    component: victimOf(fault),
    incarnation: 1,
    sequence: 1,
    time: first.time,
    ...(link === null ? {} : { link }),
  } as const;
  const steps = (['injecting', 'injected', 'healing', 'healed'] as const).map((step, index) => ({
    ...body,
    step,
    atMs: 4000 + index * 2000,
  }));
  const said: Evidence = deepFreeze({ ...correctRun(), journal: [first, ...rest, ...steps] });
  deepEqual(
    fault.witnesses(said, plannedOn(fault)).filter((one) => one.sort === 'cause'),
    [],
  );
}

function looksPurely(fault: Fault): void {
  const run = correctRun();
  const [own] = run.plan.schedule;
  ok(own !== undefined);
  const before = JSON.stringify(run);
  const witnesses = fault.witnesses(run, own);
  deepEqual(fault.witnesses(run, own), witnesses);
  equal(JSON.stringify(run), before);
  for (const witness of witnesses) deepEqual(witnessSchema.parse(witness), witness);
}
