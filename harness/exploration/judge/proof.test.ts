import { expect } from 'chai';
import { completion, history, killed, proofOf } from '../test-support/proof-of.ts';
import { heldEntries, struckAt } from '../test-support/struck.ts';

describe('whyUnproved: where the call was', () => {
  it('takes a call for struck that was held there and dropped', () => {
    expect(proofOf(completion('request'))).to.equal(null);
    expect(proofOf(completion('reply'), { history: history(1) })).to.equal(null);
  });

  it('doubts if the workflow did not reach its point', () => {
    expect(proofOf(completion('request'), {}, { arrival: null })).to.equal('The workflow did not reach its point.');
  });

  it('doubts where the journal does not have it held, or has it held on the other side', () => {
    const doubt = 'The journal does not have the call held there.';
    expect(proofOf(completion('request'), { journal: [] })).to.equal(doubt);
    expect(proofOf(completion('request'), { journal: heldEntries('reply', 'held', 'dropped') })).to.equal(doubt);
    expect(proofOf(completion('request'), { journal: heldEntries('request', 'dropped') })).to.equal(doubt);
    const other = heldEntries('request', 'held', 'dropped').map((entry) => ({ ...entry, call: 7 }));
    expect(proofOf(completion('request'), { journal: other })).to.equal(doubt);
  });

  it('doubts where it was let go instead of dropped, or is held still', () => {
    const journal = (...states: Parameters<typeof heldEntries>[1][]) => ({
      journal: heldEntries('request', ...states),
    });
    const doubt = 'The held call was not dropped, but ';
    expect(proofOf(completion('request'), journal('held', 'released'))).to.equal(`${doubt}released.`);
    expect(proofOf(completion('request'), journal('held', 'lost'))).to.equal(`${doubt}lost.`);
    expect(proofOf(completion('request'), journal('held'))).to.equal(`${doubt}held.`);
  });

  it('wants an answer that is to be lost to be lost, and a call to a server that died to be over', () => {
    const reply = (...states: Parameters<typeof heldEntries>[1][]) => ({
      journal: heldEntries('reply', ...states),
      history: history(1),
    });
    const place = completion('reply');
    expect(proofOf(place, reply('held', 'lost'), { action: 'lose-answer' })).to.equal(null);
    expect(proofOf(place, reply('held', 'dropped'), { action: 'lose-answer' })).to.match(/not lost, but dropped/);
    const components = killed('temporal');
    const facts = { action: 'crash-temporal', struck: { component: 'temporal', incarnation: 1 } } as const;
    expect(proofOf(place, { ...reply('held', 'released'), components }, facts)).to.equal(null);
    expect(proofOf(place, { ...reply('held', 'lost'), components }, facts)).to.match(
      /not dropped or released, but lost/,
    );
  });
});

describe('whyUnproved: how the process died', () => {
  it('takes SIGKILL and the exit code that containers have for it', () => {
    for (const end of [{}, { signal: null, exitCode: 137 }]) {
      expect(proofOf(completion('request'), { components: killed('worker-1', end) })).to.equal(null);
    }
  });

  it('doubts any other end, by any cause, and a life that is not known', () => {
    const doubt = (end: object): string | null =>
      proofOf(completion('request'), { components: killed('worker-1', end) });
    expect(doubt({ signal: 'SIGTERM' })).to.equal('worker-1 did not die by SIGKILL, but with SIGTERM.');
    expect(doubt({ signal: null, exitCode: 1 })).to.equal('worker-1 did not die by SIGKILL, but with 1.');
    expect(doubt({ signal: null, exitedMs: null })).to.match(/but with nothing known/);
    expect(doubt({ incarnation: 2 })).to.match(/but with nothing known/);
    expect(doubt({ purpose: 'unplanned' })).to.match(/^worker-1 did not die/);
    const unknown = { state: 'unavailable', reason: 'the engine is gone' } as const;
    expect(proofOf(completion('request'), { components: unknown })).to.equal(
      'The lives of the components are not known.',
    );
  });

  it('asks for no death where only a call or its connections were struck', () => {
    const components = killed('worker-1', { signal: null, exitedMs: null });
    const cut = { action: 'cut-connection' } as const;
    expect(proofOf(completion('request'), { components }, cut)).to.equal(null);
    expect(proofOf(completion('request'), { components })).not.to.equal(null);
  });
});

describe('whyUnproved at depth 2', () => {
  it('doubts where the first strike is not proved, however well the last one is', () => {
    const place = completion('request');
    const { arrival, strikeMs, struck } = struckAt(place);
    const { point } = struckAt(place).task;
    const before = { point, arrival, strikeMs, struck };
    expect(proofOf(place, {}, { before })).to.equal(null);
    expect(proofOf(place, {}, { before: { ...before, arrival: null } })).to.match(/did not reach its point/);
  });
});
