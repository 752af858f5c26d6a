import { expect } from 'chai';
import { validateExplored } from './validate-explored.ts';

const made = { workflowType: 'order', actions: [] } as never;
const explored = { cases: { paid: () => made, 'timed-out': () => made } };
const sabotages = { 'without-key': {} as never };

function said(asked: Parameters<typeof validateExplored>[2]): string {
  try {
    validateExplored({ sabotages }, ['order', explored], asked);
    return '';
  } catch (error) {
    return String(error);
  }
}

describe('validateExplored', () => {
  it('lets pass what may be there: steps and moments are known later', () => {
    expect(said({})).to.equal('');
    expect(said({ cases: ['paid'], sabotage: 'without-key', points: ['order/paid/anything at all'] })).to.equal('');
  });

  it('knows a point by its workflow and its case', () => {
    expect(said({ points: ['orders/paid/x/y'] })).to.match(
      /no crash point of order named "orders\/paid.*A point is order\//,
    );
    expect(said({ points: ['order/pai/x/y'] })).to.include('Its case is unknown. Did you mean "paid"?');
    expect(said({ points: ['order/paid'] })).to.include('named "order/paid". Its case is unknown.');
    expect(said({ points: ['order/paid/x', ''] })).to.include('named "". A point is order/');
    expect(said({ cases: ['paid'], points: ['order/timed-out/x'] })).to.include('left out: add --case timed-out, or');
  });

  it('suggests the nearest case and sabotage', () => {
    expect(said({ cases: ['paid', 'timedout'] })).to.include('There is no case of the workflow named "timedout". Did');
    expect(said({ sabotage: 'without-keys' })).to.include('Did you mean "without-key"?');
    expect(said({ sabotage: 'toString' })).to.include('named "toString"');
  });
});
