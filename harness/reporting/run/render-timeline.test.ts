import { expect } from 'chai';
import { sampleEvidence } from '../../../test/samples/sample-evidence.ts';
import { sampleReport } from '../../../test/samples/sample-report.ts';
import type { Evidence } from '../../model/evidence.ts';
import { renderTimelineHtml } from './render-timeline-html.ts';
import { renderTimelineSvg } from './render-timeline-svg.ts';

/** The elements of some markup; throws where a tag isn't closed in its turn. */
function elementsOf(markup: string): readonly string[] {
  const open: string[] = [];
  const names: string[] = [];
  for (const [tag, slash, name = '', end] of markup.matchAll(/<(\/?)([a-z]+)\b[^>]*?(\/?)>/g)) {
    if (slash === '/') expect(open.pop(), tag).to.equal(name);
    else names.push(name);
    if (slash === '' && end === '') open.push(name);
  }
  expect(open).to.deep.equal([]);
  return names;
}

function count(markup: string, part: string): number {
  return markup.split(part).length - 1;
}

describe('the timeline', () => {
  const evidence = sampleEvidence();
  const svg = renderTimelineSvg(evidence, sampleReport({}, evidence));

  it('is well-formed SVG without scripts and without anything from elsewhere', () => {
    expect(elementsOf(svg)).to.include.members(['svg', 'style', 'title', 'rect', 'path', 'circle', 'text']);
    expect(svg).not.to.match(/<script|<image|href|@import|url\(|\bon[a-z]+=/);
    expect(svg.match(/https?:[^"]*/g)).to.deep.equal(['http://www.w3.org/2000/svg']);
  });

  it('has a lane for each component and workflow, a band for each phase and fault', () => {
    for (const name of ['temporal', 'outside-world', 'worker-1', 'worker-2', 'document-01', 'document-20']) {
      expect(svg).to.include(`>${name}</text>`);
    }
    for (const phase of ['provision', 'baseline', 'injection', 'healing', 'recovery']) {
      expect(svg).to.include(`>${phase}</text>`);
    }
    expect(svg).to.include('worker-kill on worker-1 #1: in force from 5230 ms, healed at 8060 ms, landed');
    expect(svg).to.include('worker-1 #1 (pid 4900): from 900 ms, SIGKILL (fault) at 5234 ms');
  });

  it('marks every event, checkpoint and effect, and how each workflow ended', () => {
    expect(count(svg, '<title>checkpoint ')).to.equal(80);
    expect(count(svg, ': applied, attempt')).to.equal(160);
    expect(count(svg, ': deduplicated, attempt 2')).to.equal(20);
    expect(count(svg, '✓ completed')).to.equal(20);
    expect(svg.match(/<title>\d+ (WORKFLOW|ACTIVITY|TIMER)_/g)).to.have.length(660);
    expect(svg).to.include('extractPages held by worker-1 #1, attempt 1:').and.include(', lost</title>');
  });

  it('follows the colour scheme of its reader, and has light colours where style sheets are ignored', () => {
    expect(svg).to.include('@media (prefers-color-scheme:dark){.f-background{fill:#11161d}');
    expect(svg).to.match(/<rect width="1440" height="\d+" class="f-background" fill="#ffffff"/);
  });

  it('is the same for the same evidence', () => {
    expect(renderTimelineSvg(sampleEvidence(), sampleReport({}, evidence))).to.equal(svg);
  });

  it('escapes what the system under test named', () => {
    const evil: Evidence = { ...sampleEvidence(1), plan: { ...evidence.plan, scenario: '<script>"&\u0000' } };
    const markup = renderTimelineSvg(evil);
    elementsOf(markup);
    expect(markup).to.include('&lt;script&gt;&quot;&amp;\ufffd: not judged');
  });

  it('says which books it could not show, and still shows the rest', () => {
    const gone = { state: 'unavailable', reason: 'checkpoints.json is missing' } as const;
    const markup = renderTimelineSvg({ ...evidence, checkpoints: gone, eventHistories: gone, components: gone });
    expect(markup).to.include('Not shown: event histories (checkpoints.json is missing)');
    expect(markup).to.include('✗ no event history').and.include('>worker-1</text>').and.include('>document-20</text>');
  });

  it('renders an empty run: no journal, no books', () => {
    const empty: Evidence = { ...evidence, journal: [], plan: { ...evidence.plan, workload: [], schedule: [] } };
    const none = { state: 'collected', rows: [] } as const;
    const all = { eventHistories: none, checkpoints: none, effects: none, components: none, replays: none };
    expect(elementsOf(renderTimelineSvg({ ...empty, ...all }))[0]).to.equal('svg');
  });

  it('is also a page without scripts, with the findings and a row per workflow', () => {
    const html = renderTimelineHtml(evidence, sampleReport({}, evidence));
    expect(html).not.to.match(/<script|<link|<img|@import|url\(/);
    expect(html).to.include("default-src 'none'; style-src 'unsafe-inline'").and.include(svg);
    expect(count(html, '<td>document-')).to.equal(20);
    expect(html).to.include('<td>side-effects-once</td><td><span class="valid">valid</span></td>');
  });
});
