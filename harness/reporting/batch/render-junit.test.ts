import { expect } from 'chai';
import { readJunit } from '../../../test/read-junit.ts';
import { badRows, sampleRow, sampleSummary } from '../../../test/samples/sample-summary.ts';
import { renderJunit } from './render-junit.ts';

describe('renderJunit', () => {
  it('has one test case a scenario: passed, failure, error or skipped, and counts them right', () => {
    const { counts, cases } = readJunit(renderJunit(sampleSummary([sampleRow(), ...badRows])));
    expect(counts).to.deep.equal({ tests: 6, failures: 1, errors: 3, skipped: 1 });
    expect(cases.map(({ name, outcome }) => `${name}: ${outcome}`)).to.deep.equal([
      'worker-kill: passed',
      'breaks-a-promise: failure',
      'proves-nothing: error',
      'fails-after-all: error',
      'dies: error',
      'needs-docker: skipped',
    ]);
    expect(cases.map(({ seconds }) => seconds)).to.deep.equal([13.4, 13.4, 13.4, 13.4, 0.9, 0]);
    expect(cases[0]).to.include({ classname: 'durable-chaos.embedded', message: null });
  });

  it('gives every reason unchanged, with any characters', () => {
    const messages = readJunit(renderJunit(sampleSummary(badRows))).cases.map(({ message }) => message);
    expect(messages).to.deep.equal(badRows.map(({ why }) => why));
    const ugly = 'a \u0000 \u001b[31m \ud800 \uffff ]]> <b a=\'1\'> "&amp;" 💥 äß';
    const row = sampleRow({ verdict: 'invalid', exit: 1, why: ugly, hypothesis: ugly });
    const [read] = readJunit(renderJunit(sampleSummary([row]))).cases;
    expect(read?.message).to.equal('a \ufffd \ufffd[31m \ufffd \ufffd ]]> <b a=\'1\'> "&amp;" 💥 äß');
  });

  it('has what was judged beside the claim: the claim alone would say more', () => {
    const meaning = 'held under the fault for completion (given); not judged: effects';
    const text = renderJunit(sampleSummary([sampleRow({ hypothesis: 'Charges nothing twice.', meaning })]));
    expect(text).to.include(`claim: Charges nothing twice.\nvalid: ${meaning}\n`);
    const { meaning: _later, ...older } = sampleRow();
    expect(renderJunit(sampleSummary([older]))).to.match(/claim: .*\nvalid\n/);
  });

  it('is a whole file without any row', () => {
    const empty = readJunit(renderJunit(sampleSummary([])));
    expect(empty).to.deep.equal({ counts: { tests: 0, failures: 0, errors: 0, skipped: 0 }, cases: [] });
  });
});
