import { expect } from 'chai';
import { historyBuilder } from '../../contracts/sample-run/history-builder.ts';
import type { EventHistory } from '../../model/event-history.ts';
import type { ReplayRow } from '../../model/evidence.ts';
import { replayPaths } from '../../model/replay-paths.ts';
import { PathReplays } from './path-replays.ts';

function history(workflowId: string, ...activities: readonly string[]): EventHistory {
  const builder = historyBuilder(workflowId, { atMs: 0, type: 'ingest', args: [] });
  builder.workflowTask(10);
  for (const type of activities) {
    builder.activity({ atMs: 20, type, input: null, result: null });
    builder.workflowTask(30);
  }
  return builder.history();
}

function prefixes({ workflowId, runId, ...rest }: EventHistory, ok = true): readonly ReplayRow[] {
  const common = { workflowId, runId, full: false, bundleHash: 'b', ok, error: ok ? null : 'differs' };
  return replayPaths({ workflowId, runId, ...rest }).map(({ events }) => ({ ...common, events }));
}

describe('PathReplays', () => {
  it('gives another workflow of the same path the same replays, as its own', () => {
    const [first, second] = [history('w1', 'embed'), history('w2', 'embed')];
    const paths = new PathReplays();
    paths.learn([first], { state: 'collected', rows: prefixes(first, false) });
    expect(paths.of(second)).to.deep.equal(prefixes(second, false));
  });

  it('has nothing to say of a path that was not replayed, but of the part that was', () => {
    const [first, second] = [history('w1', 'embed'), history('w2', 'publish')];
    const paths = new PathReplays();
    paths.learn([first], { state: 'collected', rows: prefixes(first) });
    expect(paths.of(first)).to.have.length(2);
    expect(paths.of(second)).to.deep.equal(prefixes(second).slice(0, 1));
  });

  it('takes no whole replay for one of a prefix, and learns nothing where there was none', () => {
    const first = history('w1', 'embed');
    const paths = new PathReplays();
    paths.learn([first], { state: 'collected', rows: prefixes(first).map((row) => ({ ...row, full: true })) });
    paths.learn([first], { state: 'unavailable', reason: 'no bundle' });
    expect(paths.of(first)).to.deep.equal([]);
  });
});
