import { expect } from 'chai';
import { sampleFinding, sampleReport } from '../../../test/samples/sample-report.ts';
import { summarySchema } from '../../model/summary.ts';
import { summariseReport } from './summarise-report.ts';

const ended = { exit: 0, durationMs: 13_400 };
const valid = sampleFinding('every-workflow-completes', 'valid', '20 of 20.');
const invalid = sampleFinding('side-effects-once', 'invalid', '2 of 160 were applied twice.');
const unknown = sampleFinding('fault-landed', 'unknown', 'No effect witness.');
const errors = [{ code: 'CHAOS_INTERNAL', message: 'Expected nothing.' }];

describe('summariseReport', () => {
  it('names the longest recovery and the one closest to its bound, which need not be the same', () => {
    const recovery = [
      { unit: 'long', recoveryTimeMs: 3000, boundMs: 9000 },
      { unit: 'tight', recoveryTimeMs: 900, boundMs: 1000 },
      { unit: 'quick', recoveryTimeMs: 10, boundMs: 9000 },
    ];
    const row = summariseReport(sampleReport({ recovery }), ended);
    expect(row.recovery).to.deep.equal({ units: 3, longest: recovery[0], tightest: recovery[1] });
    expect(summariseReport(sampleReport({ recovery: [] }), ended).recovery).to.equal(null);
  });

  it('makes a row that can be stored of a report with all its fields', () => {
    const recovery = [{ unit: 'long', recoveryTimeMs: 3000, boundMs: 9000, boundTerms: 'detection 2.0 s' }];
    const row = summariseReport(sampleReport({ recovery }), ended);
    expect(summarySchema.shape.rows.parse([row])).to.deep.equal([row]);
  });

  it('counts the witnesses of each landing', () => {
    const [landing] = summariseReport(sampleReport(), ended).landings;
    expect(landing).to.include({ fault: 'worker-kill', landed: true, causes: 1, effects: 1 });
  });

  it('says why a run is no success: violations before errors, and those before what is unknown', () => {
    const why = (changes: Parameters<typeof sampleReport>[0]): string | null =>
      summariseReport(sampleReport(changes), ended).why;
    expect(why({})).to.equal(null);
    expect(why({ findings: [valid, unknown, invalid], errors })).to.equal(
      'side-effects-once: 2 of 160 were applied twice.',
    );
    expect(why({ findings: [unknown], errors })).to.equal('CHAOS_INTERNAL: Expected nothing.');
    expect(why({ findings: [valid], errors })).to.equal('CHAOS_INTERNAL: Expected nothing.');
    expect(why({ findings: [valid, unknown] })).to.equal('fault-landed: No effect witness.');
    expect(why({ findings: [] })).to.equal('no check was run');
    expect(why({ findings: [unknown], interrupted: true })).to.include('interrupted');
  });
});
