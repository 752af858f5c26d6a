import { expect } from 'chai';
import { goodExploration, sampleExploration } from '../../../test/samples/sample-exploration.ts';
import type { Exploration, PointResult } from '../../model/exploration.ts';
import {
  describeAudit,
  describeExplorationVerdict,
  describeReferences,
  describeSpeed,
  explorationHeadline,
  shareOf,
} from './describe-exploration.ts';

const good = goodExploration();
const first = good.results[0];
if (first === undefined) throw new Error('Expected a result.');

/** The good sample, with some of its results changed. */
function withFirst(count: number, changes: Partial<PointResult>): ReturnType<typeof goodExploration> {
  return goodExploration({
    verdict: 'unknown',
    results: good.results.map((result, at) => (at < count ? { ...result, ...changes } : result)),
  });
}

describe('the headline of an exploration', () => {
  it('says in one line how much was explored and what went wrong', () => {
    expect(explorationHeadline(good)).to.equal(
      'ingestDocument · 2 cases · 60 points · 60 explored (100 %) · 0 lost · 0 doubled · 0 stuck · 48.2 s',
    );
  });

  it('names everything that was not explored, with its number and its reason', () => {
    expect(explorationHeadline(sampleExploration())).to.equal(
      'ingestDocument · 2 cases · 60 points · 57 explored (95 %) · 1 lost · 3 doubled · 1 stuck' +
        ' · 1 unproved · 1 unreachable · 1 not run (time limit) · 48.2 s',
    );
    const early = withFirst(4, { state: 'interrupted' });
    expect(explorationHeadline({ ...early, interrupted: true })).to.include(
      '58 explored (96 %) · 0 lost · 0 doubled · 0 stuck · 2 not run (interrupted)',
    );
    expect(explorationHeadline(early)).to.include('2 not run (the harness failed first)');
    expect(explorationHeadline(goodExploration({ results: good.results.slice(2) }))).to.include('· 1 never struck ·');
  });

  it('counts what is wrong in no known way', () => {
    expect(explorationHeadline(withFirst(2, { state: 'invalid', harms: ['other'] }))).to.include(
      '0 stuck · 1 otherwise wrong',
    );
    expect(explorationHeadline(withFirst(2, { state: 'invalid', harms: [] }))).to.include('1 otherwise wrong');
  });

  it('counts second crashes for themselves: one that proved nothing takes nothing from its first point', () => {
    const second = { ...first, second: first.point };
    const results = [...good.results, second, { ...second, state: 'unproved' as const }];
    const deep = goodExploration({ verdict: 'unknown', pairs: { total: 40, explored: 1 }, results });
    expect(explorationHeadline(deep)).to.include(
      '60 explored (100 %) · 0 lost · 0 doubled · 0 stuck · 1 of 40 second crashes (2 %), 1 unproved · 48.2 s',
    );
    expect(describeExplorationVerdict(deep)).to.equal(
      'every point is valid, but 1 of the second crashes proved nothing; this is not a success',
    );
    const harmed: PointResult = { ...second, state: 'invalid', harms: ['doubled'] };
    expect(explorationHeadline(goodExploration({ results: [...good.results, harmed] }))).to.include('1 doubled');
  });

  it('says 100 % of all only, and 0 % of none only', () => {
    expect([0, 1, 2, 50, 999, 1999, 2000].map((part) => shareOf(part, 2000))).to.deep.equal([
      '0 %',
      'under 0.1 %',
      '0.1 %',
      '2 %',
      '49 %',
      '99.9 %',
      '100 %',
    ]);
    expect(shareOf(99_999, 100_000)).to.equal('99.9 %');
    expect(shareOf(0, 0)).to.equal('0 %');
  });
});

describe('what an exploration amounts to', () => {
  it('is a success only where every point was explored', () => {
    const said = (exploration: Parameters<typeof describeExplorationVerdict>[0]): string =>
      describeExplorationVerdict(exploration);
    expect(said(good)).to.match(/^at each of 60 points the work was done once/);
    expect(said(sampleExploration())).to.equal('work went wrong at 5 of 60 points');
    expect(said(goodExploration({ verdict: 'unknown', results: [] }))).to.match(/^no point was explored: nothing was/);
    expect(said(withFirst(2, { state: 'unproved' }))).to.include(
      '1 of 60 points proved nothing; this is not a success',
    );
    // Even if it was judged otherwise.
    expect(said({ ...withFirst(2, { state: 'unproved' }), verdict: 'valid' })).to.include('this is not a success');
    expect(said(goodExploration({ verdict: 'unknown' }))).to.include('this is not a success');
    expect(said(goodExploration({ verdict: 'invalid' }))).to.equal('a promise was broken; see the findings');
    expect(said(goodExploration({ errors: [{ code: 'CHAOS_INTERNAL', message: 'Oh.' }] }))).to.include('itself failed');
  });

  it('says no more than what was judged', () => {
    const given = { from: 'given' } as const;
    const left = { from: 'not-judged' } as const;
    const judged = (...expectations: NonNullable<Exploration['expectations']>): string =>
      describeExplorationVerdict(goodExploration({ expectations }));
    expect(judged({ of: 'effects', ...given })).to.match(/ the work was done once, and the workflow .* the same end$/);
    expect(judged({ of: 'effects', ...left }, { of: 'rows', ...left })).to.equal(
      'at each of 60 points the workflow reached the same end; not judged: effects, rows',
    );
    expect(judged({ of: 'rows', ...left })).to.match(/the work was done once, and .*; not judged: rows$/);
  });

  it('has a speed that counts only what was struck', () => {
    expect(describeSpeed(good)).to.equal('163 ms a strike (120 in all) · 2 fronts of at most 40, longest hold 412 ms');
    expect(describeSpeed(goodExploration({ results: [], fronts: [] }))).to.equal(
      'nothing was struck · 0 fronts of at most 40',
    );
  });

  it('names points in which the references differ, and results of points that are in none', () => {
    expect(describeReferences(good)).to.deep.equal([]);
    const stray = { ...first, point: 'ingestDocument/approved/gone/handed-out' };
    expect(describeReferences(sampleExploration({ results: [stray] }))).to.deep.equal([
      'cancelled: 1 point not in all 3 references: ingestDocument/cancelled/extractPages/heartbeat page 1/reply',
      '1 result of points in no reference, not counted: ingestDocument/approved/gone/handed-out',
    ]);
  });

  it('names points at which an action that was asked for has no result, though another one has', () => {
    expect(describeReferences(goodExploration({ results: good.results.slice(1) }))).to.deep.equal([
      'no result of crash at 1 struck point: ingestDocument/approved/workflow task 1/handed-out',
    ]);
    expect(describeReferences(goodExploration({ results: good.results.slice(2) }))).to.deep.equal([]);
  });
});

describe('the audit in words', () => {
  const whole = { candidates: 116, chosen: 7, audited: 7, disagreements: [] };
  const said = (audit: Partial<typeof whole>, changes: Parameters<typeof goodExploration>[0] = {}): string =>
    describeAudit(goodExploration({ audit: { ...whole, ...audit }, ...changes }));

  it('says of how many it speaks', () => {
    expect(said({})).to.equal('7 of 7 chosen strikes run again alone (116 in fronts), 0 disagreements');
  });

  it('says what cut it off, in the headline as well', () => {
    const cut = { audited: 3 };
    expect(said(cut)).to.equal(
      '3 of 7 chosen strikes run again alone (116 in fronts), 0 disagreements so far: the time limit came first',
    );
    expect(said(cut, { interrupted: true })).to.match(/ so far: it was interrupted first$/);
    expect(said(cut, { errors: [{ code: 'CHAOS_INTERNAL', message: 'Oh.' }] })).to.match(/: the harness failed first$/);
    expect(explorationHeadline(goodExploration({ audit: { ...whole, ...cut } }))).to.include(
      '0 stuck · 3 of 7 audited · 48.2 s',
    );
    expect(explorationHeadline(goodExploration({ audit: whole }))).not.to.include('audited');
  });

  it('never reports "no disagreements" if nothing was audited, and says why', () => {
    const none = { audited: 0 };
    const texts = [said(none), said({ ...none, chosen: 0 }), said({ ...none, chosen: 0, candidates: 0 })];
    expect(texts).to.deep.equal([
      'none of 7 chosen strikes was run again alone, the time limit came first: the fronts were not audited',
      'nothing was to be run again alone: the fronts were not audited',
      'nothing was there to be run again alone: the fronts were not audited',
    ]);
    expect(explorationHeadline(goodExploration({ audit: { ...whole, ...none } }))).to.include('· 0 of 7 audited ·');
  });
});
