import { expect } from 'chai';
import { usualPortsOf } from './pick-ports.ts';

describe('usualPortsOf', () => {
  const usualPorts = { temporal: 7233, prometheus: 9090 };
  const of = (workers: { readonly fixedAddress?: string }): object => usualPortsOf({ usualPorts, config: { workers } });

  it('leaves the port that is written in the code to the harness', () => {
    expect(of({})).to.deep.equal({ temporal: 7233, prometheus: 9090 });
    expect(of({ fixedAddress: 'localhost:7233' })).to.deep.equal({ prometheus: 9090 });
    expect(of({ fixedAddress: 'localhost:7234' })).to.deep.equal({ temporal: 7233, prometheus: 9090 });
  });
});
