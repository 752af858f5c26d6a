import { stripVTControlCharacters } from 'node:util';
import { expect } from 'chai';
import { badRows, sampleRow } from '../../../test/samples/sample-summary.ts';
import { waitFor } from '../../wait.ts';
import { fakeStream } from '../test-support/fake-stream.ts';
import { createBatchProgress } from './batch-progress.ts';

const [invalid, , , , lacking] = badRows;
if (invalid === undefined || lacking === undefined) throw new Error('Expected five bad rows.');

describe('createBatchProgress', () => {
  it('writes a line at each begin and end where there is no terminal, and in CI', () => {
    for (const stream of [fakeStream(false), fakeStream(true)]) {
      const progress = createBatchProgress(stream, { total: 12, json: false, env: { CI: 'true', NO_COLOR: '1' } });
      progress.note('all 12 scenarios · seed 7');
      progress.phaseStarted('worker-kill', { number: 1 });
      progress.advanced({ doing: 'provision' });
      progress.phaseEnded('worker-kill', sampleRow(), { number: 1 });
      progress.phaseStarted('breaks-a-promise', { number: 2 });
      progress.phaseEnded(invalid.scenario, invalid, { number: 2 });
      progress.phaseEnded(lacking.scenario, lacking, { number: 3 });
      progress.close();
      expect(stream.written.join('').split('\n')).to.deep.equal([
        '  all 12 scenarios · seed 7',
        '…  1 of 12 worker-kill',
        '✓  1 of 12 worker-kill  13.4 s',
        '…  2 of 12 breaks-a-promise',
        '✗  2 of 12 breaks-a-promise  13.4 s  side-effects-once: 2 of 160 were applied twice.',
        "–  3 of 12 needs-docker  the embedded stack can't do: restart-policy",
        '',
      ]);
    }
  });

  it('repaints one line with both times on a terminal, and leaves one finished line a scenario', async () => {
    const stream = fakeStream(true);
    const progress = createBatchProgress(stream, { total: 2, json: false, env: {} });
    progress.phaseStarted('worker-kill', { number: 1 });
    progress.advanced({ doing: 'recovery' });
    const live = (): readonly string[] =>
      stream.written.filter((text) => text.includes('1 of 2 worker-kill · recovery'));
    const limits = { limitMs: 2000, signal: new AbortController().signal };
    await waitFor(() => (live().length >= 3 ? true : undefined), { what: 'three repaints', ...limits });
    expect(live()[0]).to.match(/recovery · \d+ ms · \d+ ms in all$/);
    progress.phaseEnded('worker-kill', sampleRow(), { number: 1 });
    const finished = stream.written.filter((text) => text.endsWith('\n'));
    expect(finished).to.have.length(1);
    expect(stripVTControlCharacters(finished[0] ?? '')).to.include('✓ 1 of 2 worker-kill');
    const count = stream.written.length;
    progress.close();
    expect(stream.written).to.have.length(count);
  });

  it('writes one JSON object a line for programs', () => {
    const stream = fakeStream(true);
    const progress = createBatchProgress(stream, { total: 1, json: true });
    progress.phaseStarted('worker-kill', { number: 1 });
    progress.advanced({ doing: 'provision' });
    progress.note('a warning');
    progress.phaseEnded('worker-kill', sampleRow(), { number: 1 });
    progress.close();
    const lines = stream.written.map((line) => JSON.parse(line) as unknown);
    expect(lines).to.deep.equal([
      { kind: 'scenario', scenario: 'worker-kill', number: 1, total: 1, state: 'begin' },
      { kind: 'doing', scenario: 'worker-kill', what: 'provision' },
      { kind: 'note', message: 'a warning' },
      { kind: 'scenario', scenario: 'worker-kill', number: 1, total: 1, state: 'end', outcome: 'valid' },
    ]);
  });
});
