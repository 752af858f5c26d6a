import { expect } from 'chai';
import { goodExploration, sampleExploration } from '../../../test/samples/sample-exploration.ts';
import { type Exploration, explorationSchema, type PointResult } from '../../model/exploration.ts';
import { comparedExplorationSchema, explorationDiffSchema } from '../../model/exploration-diff.ts';
import { diffExplorations } from './diff-explorations.ts';
import { renderExplorationDiff } from './render-exploration-diff.ts';
import { renderExplorationJson } from './render-exploration-json.ts';

const sample = sampleExploration();
const good = goodExploration({ runId: 'later' });

/** The good sample with the results of one point changed, or without them. */
function changed(point: string, changes: Partial<PointResult> | null): Exploration {
  const results = good.results.flatMap((result) => {
    if (result.point !== point) return [result];
    return changes === null ? [] : [{ ...result, ...changes }];
  });
  return { ...good, results };
}

/** An exploration without one of its points. */
function without(exploration: Exploration, point: string): Exploration {
  const cases = exploration.cases.map((one) => ({ ...one, points: one.points.filter(({ id }) => id !== point) }));
  return { ...exploration, cases, results: exploration.results.filter((result) => result.point !== point) };
}

const publish = 'ingestDocument/approved/publish/completion/request';

/** How many of each kind of change there are. */
function sizes(before: Exploration, after: Exploration): Readonly<Record<string, number>> {
  const diff = explorationDiffSchema.parse(diffExplorations(before, after));
  const lists = Object.entries(diff).filter(([name]) => name !== 'differences');
  return Object.fromEntries(
    lists.flatMap(([name, list]) => (Array.isArray(list) && list.length > 0 ? [[name, list.length]] : [])),
  );
}

describe('diffExplorations', () => {
  it('finds nothing between an exploration and itself, but what still fails', () => {
    expect(sizes(good, good)).to.deep.equal({});
    expect(sizes(sample, sample)).to.deep.equal({ stillFailing: 6 });
    expect(diffExplorations(good, good).differences).to.deep.equal([]);
  });

  it('tells fixed, newly explored and newly failing', () => {
    expect(sizes(sample, good)).to.deep.equal({ fixed: 6, newlyExplored: 4 });
    expect(sizes(good, sample)).to.deep.equal({ newlyFailing: 6, noLongerExplored: 4 });
  });

  it('tells points that are new, failing ones too, from those that are gone', () => {
    expect(sizes(without(good, publish), good)).to.deep.equal({ newPoints: 1 });
    expect(sizes(good, without(good, publish))).to.deep.equal({ gonePoints: 1 });
    expect(sizes(without(sample, publish), sample)).to.deep.equal({ newPoints: 1, newlyFailing: 1, stillFailing: 5 });
  });

  it('compares the points alone that were asked for by name', () => {
    const cases = good.cases.map((each) => ({ ...each, points: each.points.filter(({ id }) => id === publish) }));
    const asked = {
      ...good,
      chosenPoints: [publish],
      cases,
      results: good.results.filter(({ point }) => point === publish),
    };
    expect(sizes(sample, asked)).to.deep.equal({ fixed: 1 });
    expect(sizes(asked, sample)).to.deep.equal({ newlyFailing: 1 });
    expect(diffExplorations(sample, asked).differences).to.deep.equal([
      'the later one explored only the point that it was asked for',
    ]);
    const others = (...chosenPoints: string[]): readonly string[] =>
      diffExplorations(asked, { ...good, chosenPoints }).differences;
    expect(others(publish)).to.deep.equal([]);
    expect(others(publish, 'another')).to.deep.equal([
      'they were asked for different points: only those of both are compared',
    ]);
    expect(others('another')).to.deep.equal(['they were asked for different points, and have none in common']);
  });

  it('never takes a failure for fixed that was not looked at again', () => {
    expect(sizes(sample, without(good, publish))).to.deep.equal({ fixed: 5, newlyExplored: 4, gonePoints: 1 });
    for (const later of [changed(publish, { state: 'unproved' }), changed(publish, null)]) {
      const { fixed, noLongerExplored } = diffExplorations(sample, later);
      expect(fixed).to.have.length(5);
      expect(noLongerExplored.map(({ action, before }) => `${action} ${before ?? ''}`)).to.deep.equal([
        'crash invalid',
        'lose-answer valid',
      ]);
    }
  });

  it('says what else was different, and compares only what both were to explore', () => {
    const later = {
      ...good,
      workflow: 'other',
      sabotage: 'checkpoint-early',
      interrupted: true,
      actions: ['crash' as const],
      cases: good.cases.slice(0, 1),
      results: good.results.filter(({ action }) => action === 'crash'),
    };
    const diff = diffExplorations(good, later);
    expect(diff.differences).to.deep.equal([
      'the workflow was ingestDocument and is other',
      'the sabotage was none and is checkpoint-early',
      'only the earlier one has the case cancelled',
      'only the earlier one has the action lose-answer',
      'the later one was interrupted',
    ]);
    expect(sizes(good, later)).to.deep.equal({});
  });

  it('compares second crashes by both of their points, where both explorations had any', () => {
    const [first] = good.results;
    if (first === undefined) throw new Error('Expected a result.');
    const deep = (state: PointResult['state'], second: string): Exploration => {
      return { ...good, depth: 2, results: [...good.results, { ...first, second, state }] };
    };
    expect(sizes(deep('valid', 'a'), deep('invalid', 'a'))).to.deep.equal({ newlyFailing: 1 });
    expect(sizes(deep('valid', 'a'), deep('invalid', 'b'))).to.deep.equal({ newlyFailing: 1, noLongerExplored: 1 });
    expect(sizes(deep('valid', 'a'), good)).to.deep.equal({});
  });
});

describe('renderExplorationDiff', () => {
  it('says what changed in one line, then the worst first, with what happened and how to repeat it', () => {
    const before = {
      ...sample,
      results: sample.results.map((one) => (one.point === publish ? { ...one, state: 'valid' as const } : one)),
    };
    const later = { ...without(sample, 'ingestDocument/approved/publish/outside 1/reply'), runId: 'later' };
    const text = renderExplorationDiff(diffExplorations(before, later), { colour: false });
    const lines = text.split('\n');
    expect(lines.slice(0, 5)).to.deep.equal([
      'Since 20261122-130000-7 (invalid, now invalid): 1 newly failing · 3 still failing · 1 points gone',
      '  ✗ 1 result newly failing',
      `      ${publish} · crash: valid before, invalid now`,
      '        crash after `publish` had been applied and before its completion was recorded: applied twice',
      `        npm run explore ingestDocument -- --seed 7 --action crash --point '${publish}'`,
    ]);
    expect(text).to.include('  - 1 point gone\n      ingestDocument/approved/publish/outside 1/reply\n');
  });

  it('says that nothing changed, cuts long lists short, and colours where asked to', () => {
    expect(renderExplorationDiff(diffExplorations(good, good), { colour: false })).to.equal(
      'Since later (valid, now valid): nothing changed at any point that both explored\n',
    );
    const none = { ...good, results: [] };
    const text = renderExplorationDiff(diffExplorations(good, none), { colour: true });
    expect(text).to.include('\u001b[33m  ? 120 results no longer explored').and.include('and 100 more');
  });
});

describe('renderExplorationJson', () => {
  it('is the exploration as it is stored', () => {
    expect(JSON.parse(renderExplorationJson(good, null))).to.deep.equal(good);
    expect(explorationSchema.safeParse(JSON.parse(renderExplorationJson(good, null))).success).to.equal(true);
  });

  it('carries what has changed where it was compared, by a separate schema', () => {
    const diff = diffExplorations(sample, good);
    const printed = comparedExplorationSchema.parse(JSON.parse(renderExplorationJson(good, diff)));
    expect(printed).to.deep.equal({ ...good, diff });
    expect(printed.diff.fixed.map(({ point }) => point)).to.include(publish);
  });

  it('prints no comparison that is not of its schema', () => {
    const diff = { ...diffExplorations(sample, good), newPoints: [1 as never] };
    expect(() => renderExplorationJson(good, diff))
      .to.throw()
      .with.property('name', 'ZodError');
  });
});
