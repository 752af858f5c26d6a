import { expect } from 'chai';
import { withAdvice } from './set-up-advice.ts';

describe('a message of Temporal', () => {
  it('says which field of the configuration sets up what the namespace lacks', () => {
    expect(withAdvice('Namespace default has no mapping defined for search attribute customer.')).to.equal(
      'Namespace default has no mapping defined for search attribute customer (name what is missing in `setup.searchAttributes` of chaos.config.ts)',
    );
    expect(withAdvice('BadScheduleNexusOperationAttributes: endpoint "billing" not found')).to.contain(
      '`setup.nexusEndpoints`',
    );
  });

  it('stays as it is where it says something else', () => {
    expect(withAdvice('Workflow task not found.')).to.equal('Workflow task not found');
    expect(withAdvice('Potential deadlock detected')).to.equal('Potential deadlock detected');
  });
});
