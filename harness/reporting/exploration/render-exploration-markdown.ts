import { formatDuration } from '../../model/duration.ts';
import type { Exploration } from '../../model/exploration.ts';
import { verdictSigns } from '../run/describe-report.ts';
import { expectationRows } from '../text/describe-expectations.ts';
import { allDocs, allKinds, type DocsAt, describeKind } from '../text/explain-finding.ts';
import { markdownTable } from '../text/markdown-table.ts';
import { caseColumns, caseRows } from './case-cells.ts';
import {
  describeAudit,
  describeExplorationVerdict,
  describeReferences,
  describeSettings,
  describeSpeed,
  describeValues,
  explorationHeadline,
} from './describe-exploration.ts';
import { describeStrike, harmText, reasonTexts, struckBy } from './describe-result.ts';
import { failingByHarm } from './failing-by-harm.ts';
import {
  failingResults,
  invalidFindings,
  type OpenPoints,
  openPoints,
  type PlacedResult,
} from './results-of-points.ts';

/**
 * exploration.md: everything in exploration.json that a person may need. Pure.
 *
 * @param docsAt - how the reader reaches the documents
 */
export function renderExplorationMarkdown(exploration: Exploration, docsAt: DocsAt = (docs) => docs): string {
  const open = openPoints(exploration);
  const parts = [
    ...head(exploration),
    ...whereWrong(exploration),
    ...causesPart(exploration, docsAt),
    ...(open.length === 0 ? [] : ['', '## What was not explored', ...open.flatMap(openPart)]),
    ...listPart('What speaks against the whole', against(exploration)),
    ...expectationsPart(exploration),
    ...listPart('Not judged', exploration.notJudged),
    ...listPart('Audit', auditItems(exploration)),
    ...frontsPart(exploration),
    ...factsPart(exploration),
  ];
  return `${parts.join('\n')}\n`;
}

function head(exploration: Exploration): readonly string[] {
  const { verdict, interrupted, sabotage, reproduce } = exploration;
  const said = describeExplorationVerdict(exploration);
  return [
    `# ${verdictSigns[verdict]} ${explorationHeadline(exploration)}`,
    '',
    `**${verdict}**: ${said}.${interrupted ? ' The exploration was interrupted.' : ''}`,
    '',
    ...(sabotage === null ? [] : [`The system was sabotaged on purpose: \`${sabotage}\`.`, '']),
    ...markdownTable([...caseColumns], caseRows(exploration)),
    '',
    'The maps are in [coverage-map.html](coverage-map.html), with what happened at each failing point.',
    '',
    'Repeat it with:',
    '',
    '```sh',
    reproduce,
    '```',
  ];
}

function expectationsPart({ expectations = [] }: Exploration): readonly string[] {
  const rows = expectationRows(expectations);
  return rows.length === 0
    ? []
    : ['', '## What the verdict rests on', '', ...markdownTable(['what', 'expected'], rows)];
}

function whereWrong(exploration: Exploration): readonly string[] {
  const { shown, more } = failingByHarm(failingResults(exploration));
  if (shown.length === 0) return [];
  const rest = more.map((text) => `And ${text}: exploration.json has all of them.`);
  return ['', '## Where work went wrong', ...shown.flatMap(failingPart), ...rest.flatMap((text) => ['', text])];
}

function causesPart(exploration: Exploration, docsAt: DocsAt): readonly string[] {
  const findings = invalidFindings(exploration);
  const kinds = allKinds(findings).map((kind) => describeKind(kind));
  const links = allDocs(findings, docsAt).map((where) => `[${where.split('#').at(-1) ?? ''}](${where})`);
  return listPart('Usual causes', [...kinds, ...links]);
}

function failingPart({ point, result }: PlacedResult): readonly string[] {
  const found = result.findings.map(({ check, summary }) => `- ${check}: ${oneLine(summary)}`);
  return [
    '',
    `### ${oneLine(`${point.id} · ${describeStrike(result)}`)}`,
    '',
    `**${harmText(result)}**: ${oneLine(result.sentence)}`,
    '',
    ...found,
    `- struck by ${oneLine(struckBy(result))}`,
    `- source: ${result.source === null ? 'not known' : `\`${result.source}\``}`,
    `- workflow: ${result.workflowId === null ? 'none' : `\`${result.workflowId}\``}`,
    `- evidence: ${result.evidence === null ? 'none was kept' : `[${result.evidence}](${encodeURI(result.evidence)}/)`}`,
    '',
    '```sh',
    result.reproduce,
    '```',
  ];
}

function openPart({ reason, entries }: OpenPoints): readonly string[] {
  const items = entries.map(({ point, result }) => {
    return `- \`${point.id}\`${result === null ? '' : ` (${describeStrike(result)}): ${oneLine(result.sentence)}`}`;
  });
  return ['', `### ${entries.length} ${reasonTexts[reason]}`, '', ...items];
}

function against(exploration: Exploration): readonly string[] {
  const { findings, errors } = exploration;
  return [
    ...describeReferences(exploration),
    ...findings.map(({ check, verdict, summary }) => `${verdictSigns[verdict]} ${check}: ${summary}`),
    ...errors.map(({ code, message }) => `\`${code}\`: ${message}`),
  ];
}

function auditItems(exploration: Exploration): readonly string[] {
  const disagreements = exploration.audit.disagreements.map(
    ({ point, action, front, alone }) => `\`${point}\` (${action}): ${front} in the front, ${alone} alone`,
  );
  return [describeAudit(exploration), ...disagreements];
}

function frontsPart({ fronts }: Exploration): readonly string[] {
  if (fronts.length === 0) return [];
  const rows = fronts.map(({ front, points, reached, tookMs, longestHoldMs }) =>
    [front, points, reached, formatDuration(tookMs), formatDuration(longestHoldMs)].map(String),
  );
  return ['', '## Fronts', '', ...markdownTable(['front', 'points', 'reached', 'took', 'longest hold'], rows)];
}

function factsPart(exploration: Exploration): readonly string[] {
  const { runId, harness, startedAt } = exploration;
  const rows = [
    ['run', runId],
    ['asked for', describeSettings(exploration)],
    ['values', describeValues(exploration) ?? 'not judged'],
    ['speed', describeSpeed(exploration)],
    ['started', startedAt],
    ['harness', harness],
  ];
  return ['', '## Run', '', ...markdownTable(['what', 'value'], rows)];
}

function listPart(title: string, items: readonly string[]): readonly string[] {
  return items.length === 0 ? [] : ['', `## ${title}`, '', ...items.map((item) => `- ${oneLine(item)}`)];
}

/** Text that stays on its line and is no markup. */
function oneLine(text: string): string {
  return text.replaceAll('<', '&lt;').replaceAll(/\s*\n\s*/g, ' ');
}
