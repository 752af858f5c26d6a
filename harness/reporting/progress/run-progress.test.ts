import { stripVTControlCharacters } from 'node:util';
import { expect } from 'chai';
import { waitFor } from '../../wait.ts';
import { fakeStream } from '../test-support/fake-stream.ts';
import { createRunProgress } from './run-progress.ts';

describe('createRunProgress', () => {
  it('writes plain lines where there is no terminal, and in CI', () => {
    for (const stream of [fakeStream(false), fakeStream(true)]) {
      const progress = createRunProgress(stream, { env: { CI: 'true', NO_COLOR: '1' } });
      progress.phaseStarted('provision');
      progress.note('building toxiproxy 2.12.0');
      progress.phaseEnded('provision', 'ok');
      progress.phaseStarted('recovery');
      progress.phaseEnded('recovery', 'error');
      progress.close();
      const lines = stream.written
        .join('')
        .replaceAll(/\d+ ms/g, 'N ms')
        .split('\n');
      expect(lines).to.deep.equal([
        '… provision',
        '  building toxiproxy 2.12.0',
        '✓ provision       N ms',
        '… recovery',
        '✗ recovery        N ms  error',
        '',
      ]);
    }
  });

  it('repaints one line on a terminal, and leaves one finished line a phase', async () => {
    const stream = fakeStream(true);
    const progress = createRunProgress(stream, { env: {} });
    progress.phaseStarted('baseline');
    const repaints = (): number =>
      stream.written.filter((text) => text.startsWith('\r\u001b[2K') && text.length > 5).length;
    await waitFor(() => (repaints() >= 3 ? true : undefined), {
      what: 'three repaints',
      limitMs: 2000,
      signal: new AbortController().signal,
    });
    progress.phaseEnded('baseline', 'ok');
    const finished = stream.written.filter((text) => text.endsWith('\n'));
    expect(finished).to.have.length(1);
    expect(stripVTControlCharacters(finished[0] ?? ''))
      .to.include('✓ baseline ')
      .and.to.match(/ \d+ ms\n$/);
    const count = stream.written.length;
    progress.close();
    expect(stream.written).to.have.length(count);
  });

  it('writes one JSON object a line where asked', () => {
    const stream = fakeStream(true);
    const progress = createRunProgress(stream, { json: true, env: {} });
    progress.phaseStarted('judging');
    progress.phaseEnded('judging', 'aborted');
    const lines = stream.written.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines[0]).to.deep.equal({ kind: 'phase', phase: 'judging', state: 'begin' });
    expect(lines[1])
      .to.include({ state: 'end', outcome: 'aborted' })
      .and.have.property('durationMs')
      .that.is.a('number');
  });
});
