import { count } from '../../model/count.ts';
import type { Exploration } from '../../model/exploration.ts';
import { verdictSigns } from '../run/describe-report.ts';
import { escapeXml } from '../timeline/svg.ts';
import {
  describeAudit,
  describeExplorationVerdict,
  describeReferences,
  describeSettings,
  describeSpeed,
  explorationHeadline,
} from './describe-exploration.ts';
import { failingByHarm } from './failing-by-harm.ts';
import { renderFailingSection, renderOpenSection } from './html-sections.ts';
import { anchorsOf, MORE_FAILING } from './map-anchors.ts';
import { renderCoverageMapSvg } from './render-coverage-map-svg.ts';
import { failingResults, openPoints } from './results-of-points.ts';

const style = `
:root{color-scheme:light}
body{margin:0 auto;padding:20px;max-width:1240px;background:#fff;color:#1f2937;font:14px/1.5 system-ui,sans-serif}
h1{font-size:22px;margin:0 0 2px}h2{font-size:18px;margin:36px 0 8px}h3{font-size:15px;margin:0 0 6px}
p{margin:4px 0}.muted{color:#5b6472}
.verdict{font-weight:600}.invalid{color:#b3360a}.valid{color:#00664b}.unknown{color:#7a5c00}
figure{margin:24px 0 0;overflow-x:auto;border:1px solid #d5dae1;border-radius:6px}
svg{display:block;width:100%;min-width:1000px;height:auto}
svg a:hover rect{stroke:#111827;stroke-width:2}
section{border:1px solid #d5dae1;border-left:5px solid #c2410c;border-radius:6px;padding:12px 16px;margin:14px 0}
section.open{border-left-color:#b8a800}
section:target{box-shadow:0 0 0 3px #1d4ed8}
dl{display:grid;grid-template-columns:130px 1fr;gap:4px 12px;margin:8px 0 0}dt{color:#5b6472}dd{margin:0;min-width:0}
code{font:12.5px/1.5 ui-monospace,monospace;background:#f1f4f7;padding:1px 5px;border-radius:4px;overflow-wrap:anywhere}
ul{margin:4px 0;padding-left:20px}
`;

const policy = "default-src 'none'; style-src 'unsafe-inline'";

/**
 * All coverage maps as a page: below them the story of each failing point, and the points that were not explored.
 *
 * @remarks Pure. Without scripts and external resources, so that it also works in the sandboxed frame of an Allure
 * Allure attachment; only the links to evidence need the run folder beside it.
 */
export function renderCoverageMapHtml(exploration: Exploration): string {
  const headline = explorationHeadline(exploration);
  const maps = exploration.cases.map((one) => `<figure>${renderCoverageMapSvg(exploration, one, '')}</figure>`);
  return [
    '<!doctype html>',
    `<html lang="en"><head><meta charset="utf-8"><title>${escapeXml(headline)}</title>`,
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    `<meta name="viewport" content="width=device-width"><style>${style}</style></head><body>`,
    ...head(exploration, headline),
    ...maps,
    ...failingPart(exploration),
    ...openPart(exploration),
    ...wholePart(exploration),
    '</body></html>',
    '',
  ].join('\n');
}

function head(exploration: Exploration, headline: string): readonly string[] {
  const { verdict, interrupted, sabotage } = exploration;
  const said = `${verdictSigns[verdict]} ${verdict}: ${describeExplorationVerdict(exploration)}`;
  const control =
    sabotage === null ? [] : [`<p>The system was sabotaged on purpose: <code>${escapeXml(sabotage)}</code></p>`];
  return [
    '<h1>Crashed everywhere: what became of the work</h1>',
    `<p>${escapeXml(headline)}</p>`,
    `<p class="verdict ${verdict}">${escapeXml(said)}${interrupted ? ' (interrupted)' : ''}</p>`,
    ...control,
    `<p class="muted">${escapeXml(describeSettings(exploration))}</p>`,
  ];
}

function failingPart(exploration: Exploration): readonly string[] {
  const failing = failingResults(exploration);
  if (failing.length === 0) return [];
  const anchors = anchorsOf(exploration);
  const points = new Set(failing.map(({ point }) => point.id));
  const { shown, more } = failingByHarm(failing);
  const sections = shown.map((one) => renderFailingSection(one, anchors.of(one.result) ?? ''));
  const rest = more.map((text) => `<li>And ${escapeXml(text)}: exploration.json has all of them.</li>`);
  return [
    `<h2>Where work went wrong: ${count(points.size, 'point')}</h2>`,
    ...sections,
    ...(rest.length === 0 ? [] : [`<section id="${MORE_FAILING}"><ul>${rest.join('\n')}</ul></section>`]),
  ];
}

function openPart(exploration: Exploration): readonly string[] {
  const open = openPoints(exploration);
  if (open.length === 0) return [];
  return ['<h2>What was not explored</h2>', ...open.map(renderOpenSection)];
}

function wholePart(exploration: Exploration): readonly string[] {
  const findings = exploration.findings.map(
    ({ check, verdict, summary }) =>
      `<span class="${verdict}">${verdictSigns[verdict]} ${escapeXml(check)}</span>: ${escapeXml(summary)}`,
  );
  const disagreements = exploration.audit.disagreements.map(({ point, action, front, alone }) =>
    escapeXml(`${point} (${action}): ${front} in the front, ${alone} alone`),
  );
  const errors = exploration.errors.map(({ code, message }) => escapeXml(`${code}: ${message}`));
  const items = [
    `audit: ${escapeXml(describeAudit(exploration))}`,
    ...disagreements,
    ...describeReferences(exploration).map(escapeXml),
    ...findings,
    ...errors,
    escapeXml(describeSpeed(exploration)),
    `repeat all of it: <code>${escapeXml(exploration.reproduce)}</code>`,
  ];
  return ['<h2>The exploration itself</h2>', `<ul>${items.map((text) => `<li>${text}</li>`).join('\n')}</ul>`];
}
