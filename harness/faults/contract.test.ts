import { readdirSync } from 'node:fs';
import { expect } from 'chai';
import { faultContract } from '../contracts/fault-contract.ts';
import { faults, findFault } from './index.ts';

const folder = new URL('.', import.meta.url);

describe('every fault', () => {
  it('is in the registry, and the registry has nothing else', () => {
    const own = readdirSync(folder)
      .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
      .filter((file) => file !== 'index.ts' && file !== 'landings.ts')
      .map((file) => file.replace(/\.ts$/, ''));
    expect(faults.map((fault) => fault.name).toSorted()).to.deep.equal(own.toSorted());
    expect(findFault('no-such-fault')).to.equal(undefined);
  });

  for (const fault of faults) {
    describe(fault.name, () => {
      for (const { claim, verify } of faultContract(fault)) it(claim, verify);

      it('says what proves it, for the documentation', () => {
        expect(fault.proof?.cause).to.match(/^.{20,}[^.]$/);
        expect(fault.proof?.effect).to.match(/^.{20,}[^.]$/);
      });

      it('has its own test', () => {
        expect(readdirSync(folder)).to.include(`${fault.name}.test.ts`);
      });
    });
  }
});
