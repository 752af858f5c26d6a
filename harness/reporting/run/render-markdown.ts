import type { Finding } from '../../model/check.ts';
import { formatDuration } from '../../model/duration.ts';
import { type FindingKind, firstOfEachKind, kindsOf } from '../../model/explained-finding.ts';
import type { Report } from '../../model/report.ts';
import { expectationRows } from '../text/describe-expectations.ts';
import { type DocsAt, describeKind, describeViolations, docsLines } from '../text/explain-finding.ts';
import { markdownTable } from '../text/markdown-table.ts';
import { describeCounts, describeFaults, describeRecovery, describeVerdict, verdictSigns } from './describe-report.ts';

const pictures =
  'The picture of the run is [timeline.svg](timeline.svg), with details in [timeline.html](timeline.html).';

/**
 * report.md: the whole of report.json, for people. Pure.
 *
 * @param docsAt - how the reader reaches the documents
 */
export function renderMarkdown(report: Report, docsAt: DocsAt = (docs) => docs): string {
  const parts = [
    ...head(report),
    ...findingsPart(report),
    ...report.findings.flatMap((finding) => exhibitsPart(finding, docsAt)),
    ...expectationsPart(report),
    ...listPart('Not judged', report.notJudged),
    ...listPart(
      'Errors of the harness',
      report.errors.map(({ code, message }) => `\`${code}\`: ${message}`),
    ),
    ...faultsPart(report),
    ...recoveryPart(report),
    ...phasesPart(report),
    ...factsPart(report),
  ];
  return `${parts.join('\n')}\n`;
}

function head(report: Report): readonly string[] {
  const interrupted = report.interrupted ? ' The run was interrupted.' : '';
  const sabotage = report.sabotage === null ? [] : [`The system was sabotaged on purpose: \`${report.sabotage}\`.`, ''];
  return [
    `# ${verdictSigns[report.verdict]} ${report.verdict.toUpperCase()}: ${report.scenario}, seed ${report.seed}`,
    '',
    `**${report.verdict}**: ${describeVerdict(report)}.${interrupted}`,
    '',
    `> ${report.hypothesis}`,
    '',
    ...sabotage,
    `${describeCounts(report).join(' · ')}.`,
    '',
    'Repeat it with:',
    '',
    '```sh',
    report.reproduce,
    '```',
    '',
    ...(report.phases.some(({ phase, outcome }) => phase === 'collection' && outcome === 'ok') ? [pictures] : []),
  ];
}

function findingsPart({ findings }: Report): readonly string[] {
  if (findings.length === 0) return ['', '## Findings', '', 'No check was run: nothing was proved.'];
  const rows = findings.map(({ check, verdict, summary }) => [check, `${verdictSigns[verdict]} ${verdict}`, summary]);
  return ['', '## Findings', '', ...markdownTable(['check', 'verdict', 'what was found'], rows)];
}

function exhibitsPart(finding: Finding, docsAt: DocsAt): readonly string[] {
  const { check, verdict, exhibits } = finding;
  if (verdict === 'valid') return [];
  const docs = docsLines(finding, docsAt).map((where) => `[What \`${check}\` takes for wrong](${where}).`);
  const kinds = kindsOf(finding).flatMap((kind) => kindPart(finding, kind));
  const shown = firstOfEachKind(exhibits).map((exhibit) => JSON.stringify(exhibit));
  const more = exhibits.length - shown.length;
  const rest = more === 0 ? [] : ['', `${more} more in report.json.`];
  const facts = shown.length === 0 ? [] : ['', '```json', ...shown, '```', ...rest];
  if (docs.length + facts.length === 0) return [];
  return ['', `### What ${check} rests on`, ...docs.flatMap((line) => ['', line]), ...kinds, ...facts];
}

function kindPart(finding: Finding, kind: FindingKind): readonly string[] {
  return [
    '',
    `${oneLine(describeKind(kind))}:`,
    '',
    ...describeViolations(finding, kind).map((text) => `- ${oneLine(text)}`),
  ];
}

/** Text that stays on its line and is no markup. */
function oneLine(text: string): string {
  return text.replaceAll('<', '&lt;').replaceAll(/\s*\n\s*/g, ' ');
}

function expectationsPart({ expectations = [] }: Report): readonly string[] {
  if (expectations.length === 0) return [];
  const rows = expectationRows(expectations);
  return ['', '## What the verdict rests on', '', ...markdownTable(['what', 'expected'], rows)];
}

function listPart(title: string, items: readonly string[]): readonly string[] {
  return items.length === 0 ? [] : ['', `## ${title}`, '', ...items.map((item) => `- ${item}`)];
}

function faultsPart(report: Report): readonly string[] {
  const witnesses = report.landings.flatMap(({ faultId, witnesses }) =>
    witnesses.map(({ sort, source, component, incarnation, fromMs, toMs, observation }) => {
      const who = incarnation === null ? component : `${component} #${incarnation}`;
      return [faultId, sort, source, who, `${Math.round(fromMs)}–${Math.round(toMs)}`, observation];
    }),
  );
  const columns = ['fault', 'sort', 'source', 'component', 'window (ms)', 'observation'];
  const rows = witnesses.length === 0 ? [] : ['', ...markdownTable(columns, witnesses)];
  return [...listPart('Faults', describeFaults(report)), ...rows];
}

function recoveryPart(report: Report): readonly string[] {
  const sentence = describeRecovery(report);
  if (sentence === null) return [];
  const rows = report.recovery.map(({ unit, recoveryTimeMs, boundMs, boundTerms }) => [
    unit,
    `${Math.round(recoveryTimeMs)}`,
    `${Math.round(boundMs)}`,
    boundTerms ?? '',
  ]);
  return [
    '',
    '## Recovery',
    '',
    `${sentence}.`,
    '',
    ...markdownTable(['unit of work', 'recovery (ms)', 'bound (ms)', 'terms of the bound'], rows),
  ];
}

function phasesPart({ phases }: Report): readonly string[] {
  const rows = phases.map(({ phase, durationMs, outcome }) => [phase, formatDuration(durationMs), outcome]);
  return rows.length === 0 ? [] : ['', '## Phases', '', ...markdownTable(['phase', 'took', 'outcome'], rows)];
}

function factsPart(report: Report): readonly string[] {
  const { runId, subject, stack, startedAt, durationMs, params, versions } = report;
  const rows = [
    ['run', runId],
    ['subject', subject],
    ['stack', stack],
    ['started', startedAt],
    ['took', formatDuration(durationMs)],
    ['parameters', JSON.stringify(params)],
    ...Object.entries(versions).map(([name, value]) => [name, textOf(value ?? 'none')]),
  ];
  return ['', '## Run and versions', '', ...markdownTable(['what', 'value'], rows)];
}

function textOf(value: string | Readonly<Record<string, string>>): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
