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

const versionOf = (): null => null;

describe('PathReplays', () => {
  it('gives another workflow of the same path the same replays, as its own', () => {
    const [first, second] = [history('w1', 'embed'), history('w2', 'embed')];
    const paths = new PathReplays();
    paths.learn([first], { replays: { state: 'collected', rows: prefixes(first, false) }, versionOf });
    expect(paths.of(second, versionOf)).to.deep.equal(prefixes(second, false));
  });

  it('has nothing to say of a path that was not replayed, but of the part that was', () => {
    const [first, second] = [history('w1', 'embed'), history('w2', 'publish')];
    const paths = new PathReplays();
    paths.learn([first], { replays: { state: 'collected', rows: prefixes(first) }, versionOf });
    expect(paths.of(first, versionOf)).to.have.length(2);
    expect(paths.of(second, versionOf)).to.deep.equal(prefixes(second).slice(0, 1));
  });

  it('takes no whole replay for one of a prefix, and learns nothing where there was none', () => {
    const first = history('w1', 'embed');
    const paths = new PathReplays();
    paths.learn([first], {
      replays: { state: 'collected', rows: prefixes(first).map((row) => ({ ...row, full: true })) },
      versionOf,
    });
    paths.learn([first], { replays: { state: 'unavailable', reason: 'no bundle' }, versionOf });
    expect(paths.of(first, versionOf)).to.deep.equal([]);
  });

  it('has nothing to say of the same path on the code of another fleet', () => {
    const [first, second] = [history('w1', 'embed'), history('w2', 'embed')];
    const paths = new PathReplays();
    const ofFleet = ({ workflowId }: EventHistory): string | null => (workflowId === 'w2' ? 'fleet:mail' : null);
    paths.learn([first], { replays: { state: 'collected', rows: prefixes(first) }, versionOf: ofFleet });
    expect(paths.of(second, ofFleet)).to.deep.equal([]);
    paths.learn([second], { replays: { state: 'collected', rows: prefixes(second) }, versionOf: ofFleet });
    expect(paths.of(second, ofFleet)).to.deep.equal(prefixes(second));
  });
});
