import { expect } from 'chai';
import { waitFor } from '../../wait.ts';
import { fakeStream } from '../test-support/fake-stream.ts';
import { describeStep, noStep } from './describe-step.ts';
import { createExplorationProgress, type ExplorationProgress, sayFailed } from './exploration-progress.ts';

const failure = {
  point: 'ingestDocument/approved/publish/outside 1/reply',
  action: 'crash',
  sentence: 'twice',
} as const;

/** A short exploration, as the runner reports it. */
function explore(progress: ExplorationProgress): void {
  progress.note('60 points · seed 7');
  progress.phaseStarted('references');
  progress.advanced({ doing: 'case approved, run 1 of 3' });
  progress.phaseEnded('references', 'ok');
  progress.phaseStarted('exploring');
  progress.advanced({ front: 1, fronts: 8, total: 312 });
  progress.tell(sayFailed(failure));
  progress.advanced({ front: 2, done: 96, failing: 1, open: 2 });
  progress.phaseEnded('exploring', 'aborted');
  progress.close();
}

/** Without what depends on the clock. */
function timeless(text: string): string {
  return text.replaceAll(/\d+(\.\d+)? (ms|s)\b/g, 'T').replaceAll(/ +T/g, ' T');
}

describe('the progress of an exploration', () => {
  it('is lines where there is no terminal, and in CI', () => {
    for (const stream of [fakeStream(false), fakeStream(true)]) {
      explore(createExplorationProgress(stream, { json: false, env: { CI: 'true', NO_COLOR: '1' }, everyMs: 0 }));
      expect(timeless(stream.written.join('')).split('\n')).to.deep.equal([
        '  60 points · seed 7',
        '… references',
        '  references · case approved, run 1 of 3 · T',
        '✓ references T',
        '… exploring',
        '  exploring · front 1 of ~8 · 0 of 312 strikes · 0 failing · T',
        '✗ ingestDocument/approved/publish/outside 1/reply · crash: twice',
        '  exploring · front 2 of ~8 · 96 of 312 strikes · 1 failing · 2 not proved · T · about T left',
        '■ exploring T  aborted · 96 of 312 strikes · 1 failing · 2 not proved',
        '',
      ]);
    }
  });

  it('does not write a line for every step', () => {
    const stream = fakeStream(false);
    const progress = createExplorationProgress(stream, { json: false, env: {}, everyMs: 60_000 });
    progress.phaseStarted('exploring');
    for (let done = 0; done <= 300; done += 1) progress.advanced({ done, total: 300 });
    progress.phaseEnded('exploring', 'ok');
    expect(stream.written).to.have.length(2);
  });

  it('is one live line on a terminal, with the time that is left, and leaves one line a phase', async () => {
    const stream = fakeStream(true);
    const progress = createExplorationProgress(stream, { json: false, env: {} });
    progress.phaseStarted('exploring');
    progress.advanced({ front: 3, fronts: 8, done: 96, total: 312, failing: 2 });
    const live = (): readonly string[] => stream.written.filter((text) => text.includes('front 3 of ~8'));
    const limits = { limitMs: 2000, signal: new AbortController().signal };
    await waitFor(() => (live().length >= 3 ? true : undefined), { what: 'three repaints', ...limits });
    expect(timeless(live().at(-1) ?? '')).to.match(
      /exploring · front 3 of ~8 · 96 of 312 strikes · 2 failing · T · about T left$/,
    );
    progress.phaseEnded('exploring', 'ok');
    const finished = stream.written.filter((text) => text.endsWith('\n'));
    expect(finished).to.have.length(1);
    expect(finished[0]).to.include('96 of 312 strikes · 2 failing');
    const count = stream.written.length;
    progress.close();
    expect(stream.written).to.have.length(count);
  });

  it('is one JSON object a line for programs', () => {
    const stream = fakeStream(true);
    explore(createExplorationProgress(stream, { json: true, everyMs: 0 }));
    const lines = stream.written.map((line) => JSON.parse(line) as { kind: string; state?: string });
    expect(lines.map(({ kind, state }) => `${kind} ${state ?? ''}`.trim())).to.deep.equal([
      'note',
      'phase begin',
      'progress',
      'phase end',
      'phase begin',
      'progress',
      'failed',
      'progress',
      'phase end',
    ]);
    expect(lines[7]).to.include({ phase: 'exploring', front: 2, fronts: 8, done: 96, total: 312, failing: 1, open: 2 });
    expect(lines[6]).to.deep.equal({ kind: 'failed', ...failure });
  });
});

describe('describeStep', () => {
  it('tells the time left only from enough points, and never of none', () => {
    const left = (done: number): string | undefined =>
      describeStep({ ...noStep, done, total: 20 }, 10_000).find((part) => part.endsWith('left'));
    expect([0, 4, 5, 10, 20].map(left)).to.deep.equal([
      undefined,
      undefined,
      'about 30.0 s left',
      'about 10.0 s left',
      undefined,
    ]);
  });

  it('never shows fewer fronts than there were', () => {
    expect(describeStep({ ...noStep, front: 9, fronts: 8 }, 0)).to.include('front 9 of ~9');
  });
});
