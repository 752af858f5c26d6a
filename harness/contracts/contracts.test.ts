import { expect } from 'chai';
import { crash } from '../actions/crash.ts';
import { faults } from '../faults/index.ts';
import type { Check, Finding } from '../model/check.ts';
import type { Fault } from '../model/fault.ts';
import { actionContract } from './action-contract.ts';
import { checkContract } from './check-contract.ts';
import type { Clause } from './clause.ts';
import { faultContract } from './fault-contract.ts';

/** The claims that are not kept. */
function broken(clauses: readonly Clause[]): readonly string[] {
  return clauses.filter(({ verify }) => throws(verify)).map(({ claim }) => claim);
}

function throws(verify: () => void): boolean {
  try {
    verify();
    return false;
  } catch {
    return true;
  }
}

describe('the contract of a check', () => {
  const finding: Finding = { check: 'always-green', verdict: 'valid', summary: 'All is well.', exhibits: [] };
  const check: Check = { name: 'always-green', invariant: 'All is well.', books: ['effects'], judge: () => finding };

  it('is broken by a check that is valid on all evidence', () => {
    expect(broken(checkContract(check))).to.deep.equal([
      'is unknown, never valid, if a book that it reads is unavailable',
      'is never valid if nothing was done: no jobs, no journal, empty books',
    ]);
  });

  it('is broken by a check that reads a book that it does not name, or does not judge twice alike', () => {
    const secret = (evidence: Parameters<Check['judge']>[0]) => ({ ...finding, summary: evidence.replays.state });
    expect(broken(checkContract({ ...check, judge: secret }))).to.include('reads no book but those that it names');
    let asked = 0;
    const moody = () => ({ ...finding, summary: `Asked ${(asked += 1)} times.` });
    expect(broken(checkContract({ ...check, judge: moody }))).to.include(
      'judges the correct run purely: twice the same finding, nothing changed',
    );
  });
});

describe('the contract of a fault', () => {
  const workerKill = faults.find(({ name }) => name === 'worker-kill') as Fault;

  it('is broken by a fault that finds a witness of what never was', () => {
    const witness = { sort: 'cause', component: 'worker-1', incarnation: 1, fromMs: 0, toMs: 1 } as const;
    const liar = {
      ...workerKill,
      witnesses: () => [{ ...witness, source: 'process', observation: 'I saw it.' } as const],
    };
    expect(broken(faultContract(liar))).to.deep.equal([
      'finds no witness if it was never put in force',
      'finds no cause in a run in which it is said to be injected and nothing was done',
    ]);
  });

  it('is broken by a fault whose blast radius is too wide or lacks its victim', () => {
    const claim = 'has what it strikes within its blast radius, and nothing that could do without it';
    for (const components of [['worker-1', 'worker-2'], []]) {
      expect(broken(faultContract({ ...workerKill, blastRadius: () => ({ components, links: [] }) }))).to.include(
        claim,
      );
    }
  });
});

describe('the contract of an action', () => {
  it('is broken by an action that kills by a fault that does not', () => {
    expect(broken(actionContract({ ...crash, kills: false }))).to.deep.equal([
      'says that it kills only if its fault does',
    ]);
  });

  it('is broken by an action whose fault leaves open whom it strikes', () => {
    const anybody = { ...crash, fault: { ...crash.fault, victim: 'any' } as const };
    expect(broken(actionContract(anybody))).to.deep.equal([
      'strikes a known component with a fault that needs no parameters, or only the call',
    ]);
  });

  it('is broken by an action that claims a trace where it cannot strike, or strikes nowhere', () => {
    const claim = 'can strike somewhere, and leaves a trace only there';
    expect(broken(actionContract({ ...crash, strikesAt: ({ side }) => side === 'reply' }))).to.deep.equal([claim]);
    expect(broken(actionContract({ ...crash, strikesAt: () => false, leavesTrace: () => false }))).to.deep.equal([
      claim,
    ]);
  });
});
