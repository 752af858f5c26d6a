import { countPoints, type Exploration } from '../../model/exploration.ts';
import { verdictSigns } from '../run/describe-report.ts';
import { inColumns, wrapped } from '../text/cells.ts';
import { describeExpectations } from '../text/describe-expectations.ts';
import { allDocs, allKinds, type DocsAt, describeKind } from '../text/explain-finding.ts';
import { type Paint, painter } from '../text/paint.ts';
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
import { failingResults, invalidFindings, type OpenPoints, openPoints } from './results-of-points.ts';

/** The look of the block, and the places to name below it. */
export interface ExplorationConsoleOptions {
  readonly colour: boolean;
  /** The reports' folder, as the reader sees it. */
  readonly places: readonly string[];
  /** The exploration's folder, as the reader sees it: evidence lies below it. */
  readonly folder: string;
  /** How the reader reaches the documents; left out: by their paths in the package. */
  readonly docsAt?: DocsAt;
}

const WIDTH = 116;
const MOST_OPEN = 5;

/** The result of an exploration, for a terminal: the answer first, then each failing point. Pure; ends with a line break. */
export function renderExplorationConsole(exploration: Exploration, options: ExplorationConsoleOptions): string {
  const paint = painter(options.colour);
  const rule = paint(exploration.verdict, '━'.repeat(WIDTH));
  const lines = [
    rule,
    ...headline(exploration, paint),
    rule,
    ...caseTable(exploration, paint),
    ...failing(exploration, { paint, folder: options.folder }),
    ...causes(exploration, paint, options.docsAt),
    ...openPoints(exploration).flatMap((open) => openLines(open, paint)),
    ...wholeLines(exploration, paint),
    ...options.places.map((place) => `  ${place}`),
    `  ${exploration.reproduce}`,
    ...(exploration.verdict === 'valid' ? [] : [rule, headlineOf(exploration, paint)]),
    rule,
    '',
  ];
  return lines.join('\n');
}

function headline(exploration: Exploration, paint: Paint): readonly string[] {
  const { verdict, interrupted, sabotage, notJudged, expectations = [] } = exploration;
  const said = describeExplorationVerdict(exploration);
  return [
    headlineOf(exploration, paint),
    `     ${verdict}${interrupted ? ' (interrupted)' : ''}: ${said}`,
    `     ${paint('dim', describeSettings(exploration))}`,
    ...(expectations.length === 0
      ? []
      : wrapped(`held against: ${describeExpectations(expectations)}`, WIDTH - 5).map((line) => `     ${line}`)),
    ...notJudged.map((what) => `     not judged: ${what}`),
    ...(sabotage === null ? [] : [`     the system was sabotaged on purpose: ${sabotage}`]),
  ];
}

/** A long text has it at the end too, where people look first. */
function headlineOf(exploration: Exploration, paint: Paint): string {
  const { verdict } = exploration;
  return paint('bold', paint(verdict, `  ${verdictSigns[verdict]}  ${explorationHeadline(exploration)}`));
}

function caseTable(exploration: Exploration, paint: Paint): readonly string[] {
  const rows = caseRows(exploration);
  const [heading = '', ...lines] = inColumns([caseColumns, ...rows]);
  const painted = lines.map((line, at) => {
    const [one] = exploration.cases.slice(at, at + 1);
    const counts = countPoints({ ...exploration, cases: one === undefined ? [] : [one] });
    const isOpen = counts.explored < counts.points || counts.points === 0;
    return paint(counts.failing > 0 ? 'invalid' : isOpen ? 'unknown' : 'valid', `  ${line}`);
  });
  return [paint('dim', `  ${heading}`), ...painted];
}

function failing(
  exploration: Exploration,
  { paint, folder }: { readonly paint: Paint; readonly folder: string },
): readonly string[] {
  const { shown, more } = failingByHarm(failingResults(exploration));
  const lines = shown.flatMap(({ point, result }) => [
    '',
    `  ${paint('invalid', `✗ ${point.id} · ${harmText(result)}`)}`,
    `    ${result.sentence}`,
    ...result.findings.map(({ check, summary }) => `    ${paint('dim', `${check}: ${summary}`)}`),
    `    ${paint('dim', 'struck by ')} ${struckBy(result)}`,
    ...(result.source === null ? [] : [`    ${paint('dim', 'source    ')} ${result.source}`]),
    `    ${paint('dim', 'repeat    ')} ${result.reproduce}`,
    ...(result.evidence === null ? [] : [`    ${paint('dim', 'evidence  ')} ${folder}/${result.evidence}/`]),
  ]);
  const rest = more.map((text) => paint('invalid', `  ✗ and ${text}, all in ${folder}/exploration.json`));
  return rest.length === 0 ? lines : [...lines, '', ...rest];
}

/** What usually causes each kind of violation, once for all points, and where each check is explained. */
function causes(exploration: Exploration, paint: Paint, docsAt: DocsAt = (docs) => docs): readonly string[] {
  const findings = invalidFindings(exploration);
  const lines = [
    ...allKinds(findings).map((kind) => describeKind(kind)),
    ...allDocs(findings, docsAt).map((where) => paint('dim', where)),
  ];
  return lines.length === 0 ? [] : ['', ...lines.map((line) => `  ${line}`)];
}

function openLines({ reason, entries }: OpenPoints, paint: Paint): readonly string[] {
  const shown = entries.slice(0, MOST_OPEN).map(({ point, result }) => {
    return `    ${point.id}${result === null ? '' : ` · ${describeStrike(result)}: ${result.sentence}`}`;
  });
  const more = entries.length - shown.length;
  const rest = more === 0 ? [] : [`    and ${more} more, all in exploration.json`];
  return ['', `  ${paint('unknown', `? ${entries.length} ${reasonTexts[reason]}`)}`, ...shown, ...rest];
}

function wholeLines(exploration: Exploration, paint: Paint): readonly string[] {
  const { findings, errors, audit } = exploration;
  const disagreements = audit.disagreements.map(({ point, action, front, alone }) =>
    paint('invalid', `  ✗ ${point} · ${action}: ${front} in the front, ${alone} alone`),
  );
  const values = describeValues(exploration);
  return [
    '',
    `  audit: ${describeAudit(exploration)}`,
    ...disagreements,
    ...describeReferences(exploration).map((text) => paint('unknown', `  ? ${text}`)),
    ...findings.map(({ check, verdict, summary }) => paint(verdict, `  ${verdictSigns[verdict]} ${check}: ${summary}`)),
    ...errors.map(({ code, message }) => `  ${paint('invalid', code)} ${message}`),
    ...(values === null ? [] : [`  ${values}`]),
    `  ${describeSpeed(exploration)}`,
  ];
}
