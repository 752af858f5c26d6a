import { expect } from 'chai';
import { badRows, sampleRow, sampleSummary } from '../../../test/samples/sample-summary.ts';
import { renderSummaryConsole } from './render-summary-console.ts';

const places = ['reports/summary.md'];
const valid = [sampleRow(), sampleRow({ scenario: 'greeting-worker-kill', durationMs: 840 })];

describe('renderSummaryConsole', () => {
  it('is one table with the counts and the places below it', () => {
    const text = renderSummaryConsole(sampleSummary(valid), { colour: false, places });
    expect(text.split('\n')).to.deep.equal([
      'All scenarios on the embedded stack, seed 7',
      '',
      'scenario              verdict  recovery / bound  tightest  witnesses          took    seed',
      '─'.repeat(90),
      'worker-kill           ✓ valid  2.6 / 5.9 s       44 %      1 cause, 1 effect  13.4 s  7',
      'greeting-worker-kill  ✓ valid  2.6 / 5.9 s       44 %      1 cause, 1 effect  840 ms  7',
      '─'.repeat(90),
      'Every scenario is valid.',
      '2 valid, 0 invalid, 0 unknown, 0 not run, in 1 min 08 s',
      '  reports/summary.md',
      '',
    ]);
  });

  it('gives the reason of every row that is no success, and never a tick to it', () => {
    const text = renderSummaryConsole(sampleSummary([...valid, ...badRows]), { colour: false, places });
    const rows = text.split('\n').filter((line) => badRows.some(({ scenario }) => line.startsWith(`${scenario} `)));
    expect(rows).to.have.length(badRows.length);
    expect(rows.filter((line) => line.includes('✓'))).to.deep.equal([]);
    const verdicts = ['✗ invalid', '? unknown', '? valid, harness failed', '? no report', '– not run'];
    expect(rows.map((line, at) => line.includes(`  ${verdicts[at] ?? ''} `))).to.deep.equal(verdicts.map(() => true));
    expect(rows[1]).to.include('none measured').and.include('NOT landed: 1 cause, 0 effect');
    for (const { scenario, why } of badRows) expect(text).to.include(`  ${scenario}: ${why}`);
    expect(text).to.include('A promise was broken in 1 scenario.');
    expect(text).to.include('2 valid, 1 invalid, 1 unknown, 2 failed in the harness, 1 not run, in');
  });

  it('says of an overrun that it is one', () => {
    const unit = { unit: 'x', recoveryTimeMs: 6000, boundMs: 5000 };
    const row = sampleRow({ verdict: 'invalid', exit: 1, recovery: { units: 1, longest: unit, tightest: unit } });
    expect(renderSummaryConsole(sampleSummary([row]), { colour: false, places })).to.include('120 % OVER');
  });

  it('says success only where everything that was asked for is valid', () => {
    const sentence = (rows: typeof badRows, interrupted = false): string =>
      renderSummaryConsole(sampleSummary(rows, { interrupted }), { colour: false, places });
    const late = {
      state: 'not-run',
      scenario: 'late',
      hypothesis: '',
      cause: 'time-limit',
      why: 'time limit',
    } as const;
    expect(sentence([])).to.include('Nothing was run: nothing was proved');
    expect(sentence(badRows.slice(4))).to.include('Nothing was run: nothing was proved');
    expect(sentence([...valid, ...badRows.slice(4)])).to.include('Every scenario that this stack can do is valid.');
    expect(sentence([...valid, late])).to.include('not all of it was run; this is not a success');
    expect(sentence([...valid, ...badRows.slice(1, 2)])).to.include('nothing was proved either way');
    expect(sentence([...valid, ...badRows.slice(3, 4)])).to.include('The harness itself failed');
    expect(sentence(valid, true)).to.include('It was interrupted');
  });

  it('colours only what it was asked to', () => {
    const escapes = new RegExp(String.raw`\u001b\[\d+m`, 'g');
    const plain = renderSummaryConsole(sampleSummary(valid), { colour: false, places });
    const coloured = renderSummaryConsole(sampleSummary(valid), { colour: true, places });
    expect(plain).not.to.match(escapes);
    expect(coloured).to.match(escapes);
    expect(coloured.replaceAll(escapes, '')).to.equal(plain);
  });
});
