import { expect } from 'chai';
import { type HistoryPoint, runsIn, withoutRuns } from './allure-history.ts';
import { latestResults, type RunResults } from './allure-results.ts';
import { foreignLoads, withoutAnalytics } from './self-contained.ts';

function point(...runs: readonly string[]): HistoryPoint {
  const results = runs.map((run) => [`test-of-${run}`, { labels: [{ name: 'run', value: run }] }]);
  return { testResults: Object.fromEntries(results) as HistoryPoint['testResults'] };
}

describe('the history of the Allure report', () => {
  it('leaves out what is said of some runs, and points that say nothing more', () => {
    const points = [point('a'), point('a', 'b'), point('c')];
    expect(withoutRuns(points, new Set(['a']))).to.deep.equal([point('b'), point('c')]);
    expect([...runsIn(points)]).to.deep.equal(['a', 'b', 'c']);
  });
});

describe('latestResults', () => {
  const results = (experiment: string, runId: string, writtenMs: number | null): RunResults => {
    return { experiment, runId, writtenMs, folder: `/${experiment}/${runId}` };
  };
  const all = [results('x', 'x1', 10), results('x', 'x2', 20), results('y', 'y1', 5), results('x', 'x3', null)];
  const shown = (current: string | null): string[] => latestResults(all, current).map(({ runId }) => runId);

  it('shows the latest run of every scenario, and none that has written nothing', () => {
    expect(shown(null).toSorted()).to.deep.equal(['x2', 'y1']);
  });

  it('shows the run that just ended even where another one ended later', () => {
    expect(shown('/x/x1').toSorted()).to.deep.equal(['x1', 'y1']);
  });
});

describe('a self-contained page', () => {
  const analytics =
    '<script async src="https://www.googletagmanager.com/gtag/js?id=G-1"></script>\n' +
    '<script>\n window.dataLayer = window.dataLayer || []; gtag("js")</script>';

  it('has no analytics', () => {
    expect(withoutAnalytics(`<head>${analytics}<title>x</title></head>`)).to.equal('<head><title>x</title></head>');
  });

  it('knows what it would load from elsewhere, and what is only text', () => {
    expect(foreignLoads(`<head>${analytics}</head>`)).to.deep.equal([
      'https://www.googletagmanager.com/gtag/js?id=G-1',
    ]);
    expect(
      foreignLoads('<link rel="icon" href="//cdn.example/x.ico"><img src="data:image/png;base64,a">'),
    ).to.deep.equal(['//cdn.example/x.ico']);
    expect(
      foreignLoads('<script>const a = "<img src=https://x.example/y>"</script><a href="https://z.example">'),
    ).to.deep.equal([]);
  });
});
