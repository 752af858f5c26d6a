import { expect } from 'chai';
import { historyFileName } from './history-file-name.ts';

describe('historyFileName', () => {
  it('is readable where it can be, safe always, and never the same twice', () => {
    const taken = new Set<string>();
    const names = [
      'document-01',
      'Document-01',
      'a/b\\c d',
      '..',
      'index',
      'document-01',
      'x'.repeat(300),
      '',
      'ü*',
    ].map((workflowId, index) => {
      const name = historyFileName({ workflowId, runId: `run-${index}` }, taken);
      taken.add(name.toLowerCase());
      return name;
    });
    expect(taken.size).to.equal(9);
    expect(names[0]).to.equal('document-01.json');
    expect(names[1]).to.match(/^Document-01\.[0-9a-f]{16}\.json$/);
    expect(names[2]).to.equal('a%2Fb%5Cc%20d.json');
    expect(names[3]).to.equal('%2E%2E.json');
    expect(names[4]).to.match(/^index\.[0-9a-f]{16}\.json$/);
    for (const name of names) expect(name).to.match(/^[A-Za-z0-9%_.!~'()-]{1,150}\.json$/);
  });
});
