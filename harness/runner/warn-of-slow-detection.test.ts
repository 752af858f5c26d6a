import { expect } from 'chai';
import { call, extraction, extractionTerms } from '../contracts/sample-run/journal-builder.ts';
import { fakeContext } from './test-support/fake-context.ts';
import { warnOfSlowDetection } from './warn-of-slow-detection.ts';

describe('the warning before a strike', () => {
  it('says in minutes for how long a lost task may stay unnoticed, to the user and in the journal', () => {
    const told: string[] = [];
    const context = fakeContext({ parts: { tell: (line) => void told.push(line) } });
    warnOfSlowDetection(context);
    expect(told).to.deep.equal([]);
    const terms = { ...extractionTerms, heartbeatTimeoutMs: null, startToCloseTimeoutMs: 1_800_000 };
    context.journal.write(call('worker-1', 10, { ...extraction, method: 'PollActivityTaskQueue', terms }));
    warnOfSlowDetection(context);
    expect(told).to.have.length(1);
    expect(told[0]).to.contain('extractPages only after 30 min 00 s').and.to.contain('The run waits for at most');
    expect(context.journal.entries().at(-1)).to.include({ kind: 'note', message: told[0] });
  });
});
