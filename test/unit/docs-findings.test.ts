import { expect } from 'chai';
import { END_STATE, WORK_DONE } from '../../harness/checks/comparison/outcome.ts';
import { VALUES } from '../../harness/checks/comparison/values.ts';
import { checks } from '../../harness/checks/index.ts';
import { RUN_COMPLETE } from '../../harness/checks/run-complete.ts';
import { docsOf, documentedFindings } from '../../harness/model/explained-finding.ts';
import { textOf } from './documents.ts';

describe('the documents of findings', () => {
  const page = textOf('docs/reference/checks.md');
  const headings = [...page.matchAll(/^#+ `([a-z-]+)`$/gm)].map(([, name]) => name);

  it('have a section for each check, and no other than is linked', () => {
    for (const { name } of checks) expect(documentedFindings, name).to.include(name);
    for (const name of [RUN_COMPLETE, END_STATE, WORK_DONE, VALUES]) expect(documentedFindings).to.include(name);
    expect(headings).to.have.members([...documentedFindings]);
  });

  it('are the same for findings on references; a check of a user has none', () => {
    expect(docsOf('timers-as-expected (reference)')).to.equal('docs/reference/checks.md#timers-as-expected');
    expect(docsOf('my-own-check')).to.equal(null);
  });
});
