import { expect } from 'chai';
import { badRows, sampleRow, sampleSummary } from '../../test/samples/sample-summary.ts';
import { countOutcomes, outcomeOf, summarySchema } from './summary.ts';

describe('outcomeOf', () => {
  it('is valid only where the run ended with 0', () => {
    expect(outcomeOf(sampleRow())).to.equal('valid');
    expect(outcomeOf(sampleRow({ exit: 70 }))).to.equal('failed');
    expect(outcomeOf(sampleRow({ exit: 64 }))).to.equal('failed');
    expect(outcomeOf(sampleRow({ exit: 130, interrupted: true }))).to.equal('unknown');
    expect(outcomeOf(sampleRow({ exit: 0, verdict: 'unknown' }))).to.equal('unknown');
  });

  it('lets an invalid verdict stand even if the harness failed', () => {
    expect(outcomeOf(sampleRow({ verdict: 'invalid', exit: 1 }))).to.equal('invalid');
    expect(outcomeOf(sampleRow({ verdict: 'invalid', exit: 130, interrupted: true }))).to.equal('invalid');
  });

  it('counts each row once', () => {
    expect(badRows.map(outcomeOf)).to.deep.equal(['invalid', 'unknown', 'failed', 'failed', 'notRun']);
    const counts = countOutcomes([sampleRow(), ...badRows]);
    expect(counts).to.deep.equal({ valid: 1, invalid: 1, unknown: 1, failed: 2, notRun: 1 });
  });
});

describe('summarySchema', () => {
  it('takes a summary through JSON unchanged, and refuses another version', () => {
    const summary = sampleSummary([sampleRow(), ...badRows]);
    const read: unknown = JSON.parse(JSON.stringify(summary));
    expect(summarySchema.parse(read)).to.deep.equal(summary);
    expect(summarySchema.safeParse({ ...summary, schema: 'durable-chaos/summary@2' }).success).to.equal(false);
    expect(summarySchema.safeParse({ ...summary, passed: 5 }).success).to.equal(false);
  });
});
