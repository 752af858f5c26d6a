import { firstOfEachKind, kindsOf } from '../../model/explained-finding.ts';
import type { PointResult } from '../../model/exploration.ts';
import { verdictSigns } from '../run/describe-report.ts';
import { describeKind, docsLines } from '../text/explain-finding.ts';
import { escapeXml } from '../timeline/svg.ts';
import { describeStrike, harmText, reasonTexts, struckBy } from './describe-result.ts';
import type { OpenPoints, PlacedResult } from './results-of-points.ts';

/** How many facts of one kind are shown for a point. */
const MOST_SHOWN = 5;

/** The section of one failing point: everything that a reader needs to find and to repeat it. */
export function renderFailingSection({ point, result }: PlacedResult, id: string): string {
  const rows: readonly (readonly [string, string])[] = [
    ['what happened', prose(result.sentence)],
    ['at', code(point.id)],
    ['struck by', escapeXml(struckBy(result))],
    ['where in code', result.source === null ? 'not known' : code(result.source)],
    ['found by', findings(result)],
    ['workflow', result.workflowId === null ? 'none' : code(result.workflowId)],
    ['repeat it', code(result.reproduce)],
    ['evidence', evidence(result)],
  ];
  const heading = `<h3>${escapeXml(`${point.case} · ${point.step} · ${point.moment}: ${harmText(result)}`)}</h3>`;
  return `<section id="${escapeXml(id)}">${heading}<dl>${rows.map(definition).join('\n')}</dl></section>`;
}

/** The points that were not explored for one reason. */
export function renderOpenSection({ reason, entries }: OpenPoints): string {
  const items = entries.map(({ point, result }) => {
    const why = result === null ? '' : ` ${escapeXml(describeStrike(result))}: ${prose(result.sentence)}`;
    const found = result === null || result.findings.length === 0 ? '' : `<br>${findings(result)}`;
    return `<li>${code(point.id)}${why}${found}</li>`;
  });
  const heading = `<h3>${escapeXml(`${entries.length} ${reasonTexts[reason]}`)}</h3>`;
  return `<section class="open" id="open-${reason}">${heading}<ul>${items.join('\n')}</ul></section>`;
}

function findings(result: PointResult): string {
  if (result.findings.length === 0) return 'no finding says more';
  return result.findings
    .map((finding) => {
      const { check, verdict, summary, exhibits } = finding;
      const sign = `<span class="${verdict}">${verdictSigns[verdict]} ${escapeXml(check)}</span>`;
      const causes = kindsOf(finding).map((kind) => `<br>${escapeXml(describeKind(kind))}`);
      const shown = firstOfEachKind(exhibits, MOST_SHOWN).map((exhibit) => `<br>${code(JSON.stringify(exhibit))}`);
      const more = exhibits.length - shown.length;
      const rest = more === 0 ? '' : `<br>${more} more in exploration.json`;
      const docs = verdict === 'valid' ? [] : docsLines(finding, (path) => `<br>${code(path)}`);
      return `${sign}: ${prose(summary)}${causes.join('')}${shown.join('')}${rest}${docs.join('')}`;
    })
    .join('<br>');
}

/** Relative to the run folder, in which the page lies. */
function evidence({ evidence }: PointResult): string {
  if (evidence === null) return 'none was kept';
  const href = evidence.split('/').map(encodeURIComponent).join('/');
  return `<a href="${href}/">${code(`${evidence}/`)}</a>`;
}

function definition([name, markup]: readonly [string, string]): string {
  return `<dt>${name}</dt><dd>${markup}</dd>`;
}

/** A sentence in which names stand between backticks. */
function prose(sentence: string): string {
  return escapeXml(sentence).replaceAll(/`([^`]+)`/g, '<code>$1</code>');
}

function code(text: string): string {
  return `<code>${escapeXml(text)}</code>`;
}
