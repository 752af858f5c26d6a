import { expect } from 'chai';
import { badRows, sampleRow, sampleSummary } from '../../../test/samples/sample-summary.ts';
import { renderSummaryMarkdown } from './render-summary-markdown.ts';

describe('renderSummaryMarkdown', () => {
  it('is a table of all scenarios with the command that repeats each', () => {
    const text = renderSummaryMarkdown(sampleSummary([sampleRow()]));
    const lines = text.split('\n');
    expect(lines).to.include.members([
      '# All scenarios, embedded stack, seed 7',
      '**Every scenario is valid.** 1 valid, 0 invalid, 0 unknown, 0 not run, in 1 min 08 s.',
      '| scenario | verdict | recovery / bound | tightest | witnesses | took | seed |',
      '| worker-kill | ✓ valid | 2.6 / 5.9 s | 44 % | 1 cause, 1 effect | 13.4 s | 7 |',
      'npm run scenario worker-kill -- --seed 7',
      'durable-chaos 0.1.0, started 2026-11-22T12:00:00.000Z, exit code 0.',
    ]);
    expect(text).not.to.include('Why not valid');
  });

  it('says beside each claim what was judged of it', () => {
    const row = sampleRow({
      hypothesis: 'Charges nothing twice.',
      meaning: 'held for completion; not judged: effects',
    });
    expect(renderSummaryMarkdown(sampleSummary([row]))).to.include(
      '- `worker-kill`: Charges nothing twice. **valid**: held for completion; not judged: effects.',
    );
  });

  it('says whose Supabase it was, where that was none of the runs', () => {
    const text = renderSummaryMarkdown(sampleSummary([sampleRow()], { supabase: 'abc.supabase.co' }));
    expect(text).to.match(/^# All scenarios, embedded stack with the Supabase at abc\.supabase\.co, seed 7\n/);
  });

  it('gives the reasons, with nothing in them that would be taken for markup', () => {
    const text = renderSummaryMarkdown(sampleSummary([sampleRow(), ...badRows], { exit: 1 }));
    const [, reasons = ''] = text.split('## Why not valid');
    for (const { scenario } of badRows) expect(reasons).to.include(`- \`${scenario}\`: `);
    expect(reasons).to.include('No effect &lt;witness> & no "cause".');
    expect(text).to.include('| needs-docker | – not run | – | – | – | – | – |');
  });
});
