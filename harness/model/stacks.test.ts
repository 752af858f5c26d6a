import { expect } from 'chai';
import { stacks } from './stacks.ts';

describe('the Docker stack', () => {
  it('can do all that the embedded one can, but for further fleets of workers', () => {
    const { docker, embedded } = stacks;
    expect(embedded.capabilities.filter((one) => !docker.capabilities.includes(one))).to.deep.equal(['fleets']);
  });
});
