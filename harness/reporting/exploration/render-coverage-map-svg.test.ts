import { expect } from 'chai';
import { goodExploration, sampleExploration } from '../../../test/samples/sample-exploration.ts';
import type { Exploration } from '../../model/exploration.ts';
import { count, elementsOf } from '../test-support/markup.ts';
import { renderCoverageMapSvg } from './render-coverage-map-svg.ts';

function svgOf(exploration: Exploration, index = 0, page = ''): string {
  const explored = exploration.cases[index];
  if (explored === undefined) throw new Error('Expected a case.');
  return renderCoverageMapSvg(exploration, explored, page);
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

  it('has a separate cell for every point, and in it a part for every action', () => {
    for (const [index, explored] of sample.cases.entries()) {
      const svg = svgOf(sample, index);
      for (const { id } of explored.points) {
        for (const action of ['crash', 'lost answer']) expect(count(svg, `<title>${id} · ${action}\n`)).to.equal(1);
      }
    }
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
