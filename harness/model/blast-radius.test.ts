import { expect } from 'chai';
import { isLinkWithin, radiusOfTarget } from './blast-radius.ts';

describe('a blast radius', () => {
  it('has a link by its name, or by its far end for every component', () => {
    const radius = { components: [], links: ['temporal@*', 'supabase@worker-1'] };
    expect(isLinkWithin(radius, 'temporal@worker-7')).to.equal(true);
    expect(isLinkWithin(radius, 'supabase@worker-1')).to.equal(true);
    expect(isLinkWithin(radius, 'supabase@worker-2')).to.equal(false);
    expect(isLinkWithin(radius, 'database@temporal')).to.equal(false);
  });

  it('has a link of every worker by its far end, and none of another component', () => {
    const radius = { components: [], links: ['database@worker-*'] };
    expect(isLinkWithin(radius, 'database@worker-2')).to.equal(true);
    expect(isLinkWithin(radius, 'database@temporal')).to.equal(false);
    expect(isLinkWithin(radius, 'supabase@worker-2')).to.equal(false);
  });

  it('has every link of a component that is within, also to a service of the configuration', () => {
    const radius = radiusOfTarget('worker-1', null);
    expect(isLinkWithin(radius, 'payments@worker-1')).to.equal(true);
    expect(isLinkWithin(radius, 'payments@worker-2')).to.equal(false);
    expect(isLinkWithin({ components: [], links: [] }, 'payments')).to.equal(false);
  });

  it('of a fault that declares none is its link, or its component with all its links', () => {
    expect(radiusOfTarget('worker-1', 'supabase@worker-1')).to.deep.equal({
      components: [],
      links: ['supabase@worker-1'],
    });
    expect(radiusOfTarget('worker-1', null)).to.deep.equal({
      components: ['worker-1'],
      links: ['temporal@worker-1', 'supabase@worker-1', 'outside@worker-1'],
    });
    expect(radiusOfTarget(null, null)).to.deep.equal({ components: [], links: [] });
  });
});
