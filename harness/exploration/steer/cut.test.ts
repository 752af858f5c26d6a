import { expect } from 'chai';
import fc from 'fast-check';
import { Cut } from './cut.ts';

const order = { keys: ['a', 'b', 'c', 'd', 'e'], certain: new Set(['a', 'b', 'c', 'd', 'e']), settles: new Map() };

describe('Cut', () => {
  it('lets pass what comes before the point, and holds the point', () => {
    const cut = new Cut(order, 'c');
    expect(cut.decide(['a'])).to.equal('pass');
    expect(cut.decide(['b'])).to.equal('pass');
    expect(cut.reached).to.equal(false);
    expect(cut.decide(['c'])).to.equal('hold');
    expect(cut.reached).to.equal(true);
  });

  it('holds what comes too early, and waits for what is late', () => {
    const cut = new Cut(order, 'c');
    cut.decide(['a']);
    expect(cut.decide(['d'])).to.equal('hold');
    expect(cut.decide(['c'])).to.equal('hold');
    expect(cut.reached).to.equal(false);
    expect(cut.missing).to.deep.equal(['b']);
    expect(cut.decide(['b'])).to.equal('pass');
    expect(cut.reached).to.equal(true);
  });

  it('does not wait for what only some references reached', () => {
    const cut = new Cut({ ...order, certain: new Set(['a', 'c']) }, 'c');
    cut.decide(['a']);
    cut.decide(['c']);
    expect(cut.reached).to.equal(true);
  });

  it('is spent at a report before which something never came that every reference had', () => {
    const cut = new Cut({ ...order, settles: new Map([['d', ['b', 'c']]]) }, 'd');
    cut.decide(['a']);
    cut.decide(['b']);
    expect(cut.spent).to.equal(false);
    expect(cut.decide(['d'])).to.equal('hold');
    expect([cut.spent, cut.reached]).to.deep.equal([true, false]);
  });

  it('does not wait for what can not come any more, and is lenient about it where it is told to be', () => {
    const cut = new Cut({ ...order, settles: new Map([['d', ['b', 'c']]]) }, 'd', true);
    cut.decide(['a']);
    expect(cut.decide(['d'])).to.equal('hold');
    expect([cut.spent, cut.reached]).to.deep.equal([false, true]);
  });

  it('does not mind what never came before a report that is not held', () => {
    const cut = new Cut({ ...order, settles: new Map([['c', ['b']]]) }, 'e');
    for (const key of ['a', 'c', 'd', 'e']) cut.decide([key]);
    expect([cut.spent, cut.reached]).to.deep.equal([false, true]);
  });

  it('is spent where the point itself can not come any more, however lenient', () => {
    const cut = new Cut({ ...order, settles: new Map([['d', ['b', 'c']]]) }, 'c', true);
    for (const key of ['a', 'b', 'd']) cut.decide([key]);
    expect([cut.spent, cut.reached]).to.deep.equal([true, false]);
  });

  it('is not spent by a report that comes after what it settles', () => {
    const cut = new Cut({ ...order, settles: new Map([['d', ['b', 'c']]]) }, 'c');
    for (const key of ['a', 'b', 'c', 'd']) cut.decide([key]);
    expect([cut.spent, cut.reached]).to.deep.equal([false, true]);
  });

  it('holds a reply that stands for several places where one of them is the point or later', () => {
    const cut = new Cut(order, 'c');
    expect(cut.decide(['a', 'b'])).to.equal('pass');
    expect(cut.decide(['b', 'c'])).to.equal('hold');
    expect(cut.reached).to.equal(true);
  });

  it('lets pass what no reference knows until the point is there, and holds it from then on', () => {
    const cut = new Cut(order, 'a');
    expect(cut.decide(['x'])).to.equal('pass');
    cut.decide(['a']);
    expect(cut.decide(['x'])).to.equal('hold');
  });

  it('does not wait for the requests that are under way when their attempt reports its completion, and holds them', () => {
    const cut = new Cut({ ...order, unawaited: new Map([['d', ['b', 'c']]]) }, 'd');
    expect(['a', 'b'].map((key) => cut.decide([key]))).to.deep.equal(['pass', 'pass']);
    expect(cut.decide(['d'])).to.equal('hold');
    expect([cut.reached, cut.missing]).to.deep.equal([true, []]);
    expect(cut.decide(['c'])).to.equal('hold');
  });

  it('waits for them at any other point, and lets them pass', () => {
    const cut = new Cut({ ...order, unawaited: new Map([['d', ['b', 'c']]]) }, 'e');
    expect(['a', 'b', 'd', 'e'].map((key) => cut.decide([key]))).to.deep.equal(['pass', 'pass', 'pass', 'hold']);
    expect([cut.reached, cut.missing]).to.deep.equal([false, ['c']]);
    expect(cut.decide(['c'])).to.equal('pass');
    expect(cut.reached).to.equal(true);
  });

  it('refuses a point that is no place of the case', () => {
    expect(() => new Cut(order, 'z')).to.throw(RangeError);
  });

  it('has passed exactly what stands before the point when it is reached, for every order of the calls', () => {
    const shuffled = fc.shuffledSubarray([...order.keys], { minLength: 5 });
    fc.assert(
      fc.property(shuffled, fc.constantFrom(...order.keys), (calls, target) => {
        const cut = new Cut(order, target);
        const passed = calls.filter((key) => cut.decide([key]) === 'pass');
        expect(cut.reached).to.equal(true);
        expect(passed.toSorted()).to.deep.equal(order.keys.slice(0, order.keys.indexOf(target)));
      }),
    );
  });
});
