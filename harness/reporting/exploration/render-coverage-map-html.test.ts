import { expect } from 'chai';
import { goodExploration, sampleExploration } from '../../../test/samples/sample-exploration.ts';
import { count, elementsOf } from '../test-support/markup.ts';
import { renderCoverageMapHtml } from './render-coverage-map-html.ts';

const sample = sampleExploration();

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

  it('shows for each failing point what happened, the source, the command, the findings and the evidence', () => {
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
