import { expect } from 'chai';
import type { CrashPoint } from '../../model/crash-point.ts';
import type { Exploration } from '../../model/exploration.ts';
import { goodExploration, sampleExploration } from '../sample/sample-exploration.ts';
import { coverageMapOf } from './map/coverage-map.ts';
import { renderCoverageMapHtml } from './render-coverage-map-html.ts';
import { renderCoverageMapSvg } from './render-coverage-map-svg.ts';

/** Names of the elements of some markup; throws where a tag isn't closed in its turn. */
function elementsOf(markup: string): readonly string[] {
  const open: string[] = [];
  const names: string[] = [];
  for (const [tag, slash, name = '', end] of markup.matchAll(/<(\/?)([a-z][a-z0-9]*)\b[^>]*?(\/?)>/g)) {
    if (name === 'meta' || name === 'br') continue;
    if (slash === '/') expect(open.pop(), tag).to.equal(name);
    else names.push(name);
    if (slash === '' && end === '') open.push(name);
  }
  expect(open).to.deep.equal([]);
  return names;
}

function svgOf(exploration: Exploration, index = 0, page = ''): string {
  const explored = exploration.cases[index];
  if (explored === undefined) throw new Error('Expected a case.');
  return renderCoverageMapSvg(exploration, explored, page);
}

function count(markup: string, part: string): number {
  return markup.split(part).length - 1;
}

const sample = sampleExploration();

describe('the coverage map', () => {
  it('is well-formed SVG of a readable width, without scripts and without anything from elsewhere', () => {
    const svg = svgOf(sample, 0, 'coverage-map.html');
    expect(elementsOf(svg)).to.include.members(['svg', 'style', 'title', 'rect', 'path', 'text', 'a']);
    expect(svg).to.match(/^<svg [^>]*width="1200"/);
    expect(svg).not.to.match(/<script|<image|@import|url\(|\bon[a-z]+=/);
    expect(svg.match(/https?:[^"]*/g)).to.deep.equal(['http://www.w3.org/2000/svg']);
  });

  it('has a cell of its own for every point, and in it a part for every action', () => {
    for (const [index, explored] of sample.cases.entries()) {
      const svg = svgOf(sample, index);
      for (const { id } of explored.points) {
        for (const action of ['crash', 'lost answer']) expect(count(svg, `<title>${id} · ${action}\n`)).to.equal(1);
      }
    }
  });

  it('puts no two points into one cell, and rows in the order of the workflow', () => {
    const [explored] = sample.cases;
    if (explored === undefined) throw new Error('Expected a case.');
    const points = explored.points.toReversed();
    const map = coverageMapOf({ explored: { ...explored, points }, actions: ['crash'], resultsOf: () => [] });
    const places = map.steps.flatMap(({ step, cells }) =>
      cells.map(({ exchange, side, row }) => `${step} ${exchange} ${side} ${row}`),
    );
    expect(new Set(places).size).to.equal(explored.points.length);
    expect(map.steps.map(({ step, rows }) => `${step}: ${rows}`)).to.deep.equal([
      'workflow task 1: 1',
      'saveCheckpoint[received]: 1',
      'workflow task 2: 1',
      'extractPages: 2',
      'workflow task 3: 1',
      'publish: 1',
      'workflow task 4: 1',
    ]);
    expect(map.groups.map(({ exchange }) => exchange)).to.deep.equal([
      'handed-out',
      'heartbeat',
      'supabase',
      'outside',
      'completion',
    ]);
  });

  it('labels what happens more than once by what tells it apart, and nothing else', () => {
    const [explored] = sample.cases;
    const named = (name: string): CrashPoint | undefined => explored?.points.find(({ moment }) => moment === name);
    const [point, outside] = [named('heartbeat page 1/reply'), named('outside 1/reply')];
    if (explored === undefined || point === undefined) throw new Error('Expected a heartbeat.');
    const labels = (moments: readonly string[], of = point): readonly string[] => {
      const points = moments.map((moment) => ({ ...of, id: moment, moment }));
      const map = coverageMapOf({ explored: { ...explored, points }, actions: ['crash'], resultsOf: () => [] });
      return map.steps.flatMap(({ cells }) => cells.map(({ label }) => label));
    };
    expect(labels(['heartbeat page 1/reply', 'attempt 2/heartbeat page 1/reply'])).to.deep.equal([
      'page 1',
      'attempt 2 · page 1',
    ]);
    expect(labels(['outside 1/reply'], outside)).to.deep.equal(['']);
    expect(labels(['outside 1/reply', 'outside 2/reply'], outside)).to.deep.equal(['no. 1', 'no. 2']);
    expect(labels(['attempt 2/outside 1/reply'], outside)).to.deep.equal(['attempt 2 · no. 1']);
  });

  it('gives points that no text tells apart a cell each', () => {
    const [explored] = sample.cases;
    const [point] = explored?.points ?? [];
    if (explored === undefined || point === undefined) throw new Error('Expected a point.');
    const points = [point, { ...point, id: 'again' }, { ...point, id: 'and-again' }];
    const map = coverageMapOf({ explored: { ...explored, points }, actions: ['crash'], resultsOf: () => [] });
    expect(map.steps.map(({ cells }) => cells.map(({ row }) => row))).to.deep.equal([[0, 1, 2]]);
  });

  it('shows a point without a result as not run, never as valid', () => {
    const svg = svgOf({ ...sample, results: [] });
    const [legend] = svg.split('<title>ingestDocument/');
    const checks = (markup: string): number => count(markup, 'l3 3l5 -7');
    expect(checks(svg)).to.equal(checks(legend ?? ''));
    expect(count(svg, 'not explored: never struck')).to.equal(37);
  });

  it('leaves the place of an action empty that has no result, so that the others keep theirs', () => {
    const good = goodExploration();
    const [first] = good.results;
    const boxAfter = (svg: string): string | undefined =>
      /· lost answer\nvalid: [^<]*<\/title>(<rect [^>]*>)/.exec(svg)?.[1];
    const whole = boxAfter(svgOf(good));
    expect(whole).to.match(/^<rect x="/);
    expect(first?.action).to.equal('crash');
    expect(boxAfter(svgOf({ ...good, results: good.results.slice(1) }))).to.equal(whole);
  });

  it('shows the gravest of several second crashes, and tells on hover how many there were', () => {
    const good = goodExploration({ depth: 2 });
    const [first] = good.results;
    if (first === undefined) throw new Error('Expected a result.');
    const [a, c] = [
      { ...first, second: 'a' },
      { ...first, second: 'c' },
    ];
    const b = { ...first, second: 'b', state: 'invalid' as const, harms: ['lost' as const], sentence: 'Oh.' };
    const svg = svgOf({ ...good, results: [...good.results, a, b, c] });
    expect(svg).to.include(`${first.point} · crash\nthen at b: invalid: Oh.\n3 of 4 results are valid</title>`);
    expect(count(svg, 'href="#failing-1"')).to.equal(1);
  });

  it('names every state by a sign as well as by colour, and says how it is to be read', () => {
    const svg = svgOf(sample);
    for (const text of ['lost', 'done twice', 'stuck', 'unproved', 'unreachable', 'not run', 'blank: no such moment']) {
      expect(svg).to.include(`>${text}</text>`);
    }
    expect(svg).to.include('Every cell is one moment').and.include('each cell, from left to right: crash (');
    expect(svg).to.include('37 points · 35 explored (94 %)');
  });
});

describe('the page of the coverage maps', () => {
  const html = renderCoverageMapHtml(sample);

  it('is well-formed, without scripts and without anything from elsewhere, and says so to the browser', () => {
    expect(elementsOf(html.replace('<!doctype html>', ''))).to.include.members(['html', 'figure', 'section', 'a']);
    expect(html).not.to.match(/<script|<img|<link|@import|url\(|\bon[a-z]+=/);
    expect([...new Set(html.match(/https?:[^"]*/g))]).to.deep.equal(['http://www.w3.org/2000/svg']);
    expect(html).to.include("content=\"default-src 'none'; style-src 'unsafe-inline'\"");
  });

  it('has the maps of all cases, and every link of a cell leads to something', () => {
    expect(count(html, '<figure><svg')).to.equal(2);
    const targets = [...html.matchAll(/href="#([^"]+)"/g)].map(([, target]) => target);
    expect(targets).to.have.length(6 + 4);
    for (const target of targets) expect(count(html, `id="${target}"`)).to.equal(1);
  });

  it('tells of each failing point what happened, the source, the command, the findings and the evidence', () => {
    expect(count(html, '<section id="failing-')).to.equal(6);
    expect(html).to.include('crash after <code>publish</code> had been applied and before its completion');
    expect(html)
      .to.include('<a href="points/approved-32-crash/">')
      .and.include('<code>activities/publish.ts:21</code>');
    expect(html).to.include("--action crash --point 'ingestDocument/approved/publish/completion/request'</code>");
    expect(html).to.include('checkpoints &lt;withdrawn&gt; is missing');
  });

  it('shows what a finding rests on, the first of many only', () => {
    expect(html).to.include(
      '<code>{&quot;document&quot;:&quot;document-01&quot;,&quot;page&quot;:2,&quot;applied&quot;:2}',
    );
    const exhibits = Array.from({ length: 9 }, (_, page) => ({ page }));
    const finding = { check: 'side-effects-once', verdict: 'invalid' as const, summary: 'Twice.', exhibits };
    const many = renderCoverageMapHtml({
      ...sample,
      results: sample.results.map((result) => ({ ...result, findings: [finding] })),
    });
    expect(count(many, '<br>4 more in exploration.json')).to.equal(6 + 4);
  });

  it('is whole where the exploration ended before it knew any point', () => {
    const none = { ...sample, verdict: 'unknown' as const, cases: [], results: [], fronts: [] };
    const empty = renderCoverageMapHtml(none);
    expect(empty).to.include('0 cases · 0 points · 0 explored (0 %)').and.include('nothing was proved');
    const cases = sample.cases.map((one) => ({ ...one, points: [] }));
    expect(count(renderCoverageMapHtml({ ...none, cases }), '<figure><svg')).to.equal(2);
  });

  it('says nothing of failures where there are none', () => {
    const good = renderCoverageMapHtml(goodExploration());
    expect(good).not.to.match(/<section|Where work went wrong|What was not explored/);
    expect(good).to.include('✓ valid: at each of 60 points');
  });
});
