import type { Finding } from '../../model/check.ts';
import { formatDuration } from '../../model/duration.ts';
import type { Report } from '../../model/report.ts';
import { padTo, widthOf, wrapped } from '../text/cells.ts';
import { describeExpectations } from '../text/describe-expectations.ts';
import { type DocsAt, docsLines, explanationOf } from '../text/explain-finding.ts';
import { type Paint, painter } from '../text/paint.ts';
import {
  describeCounts,
  describeRecovery,
  describeVerdict,
  describeWhatHappened,
  verdictSigns,
} from './describe-report.ts';

/** The look of the verdict block, and the places to name. */
export interface ConsoleOptions {
  readonly colour: boolean;
  /** The run folder, as the reader sees it. */
  readonly folder: string;
  /** The Allure report, if one was made. */
  readonly allure?: string;
  /** How the reader reaches the documents; left out: by their paths in the package. */
  readonly docsAt?: DocsAt;
}

/** How many violations of a kind are shown; report.md has up to 20. */
const MOST_SHOWN = 3;

const WIDTH = 116;
const INDENT = 14;
const HEADLINE_INDENT = 5;

/** The verdict block: the result that a person understands in five seconds. Pure; ends with a line break. */
export function renderConsole(report: Report, options: ConsoleOptions): string {
  const paint = painter(options.colour);
  const rule = paint(report.verdict, '━'.repeat(WIDTH));
  const sections: readonly (readonly [string, readonly string[]])[] = [
    ['done', describeWhatHappened(report)],
    ['claim', [report.hypothesis]],
    ['judged', findingLines(report.findings, paint)],
    ['wrong', report.findings.flatMap((finding) => wrongLines(finding, paint, options.docsAt))],
    ['numbers', numbers(report)],
    ['rests on', restsOn(report)],
    ['not judged', report.notJudged],
    ['errors', report.errors.map(({ code, message }) => `${paint('invalid', code)} ${message}`)],
    ['report', [`${options.folder}/report.md`, ...(options.allure === undefined ? [] : [options.allure])]],
    ['repeat', [report.reproduce]],
  ];
  const lines = sections.flatMap(([name, texts]) => section(paint('dim', name.padEnd(INDENT - 2)), texts));
  return [rule, ...headline(report, paint), rule, ...lines, rule, ''].join('\n');
}

function headline(report: Report, paint: Paint): readonly string[] {
  const word = report.verdict.toUpperCase().split('').join(' ');
  const sign = verdictSigns[report.verdict];
  const what = `${report.scenario} · seed ${report.seed} · ${formatDuration(report.durationMs)}`;
  const interrupted = report.interrupted ? ' (interrupted)' : '';
  const big = paint('bold', paint(report.verdict, `  ${sign}  ${word}`));
  const meaning = wrapped(describeVerdict(report), WIDTH - HEADLINE_INDENT);
  return [
    `${big}${interrupted}   ${paint('bold', what)}`,
    ...meaning.map((line) => ' '.repeat(HEADLINE_INDENT) + line),
  ];
}

function numbers(report: Report): readonly string[] {
  const [books, calls] = describeCounts(report);
  return [books, `${calls} · ${describeRecovery(report) ?? 'no recovery time was measured'}`];
}

function findingLines(findings: readonly Finding[], paint: Paint): readonly string[] {
  if (findings.length === 0) return [paint('unknown', '? no check was run')];
  const width = Math.max(...findings.map(({ check }) => widthOf(check)));
  return findings.map(({ check, verdict, summary }) => {
    return `${paint(verdict, `${verdictSigns[verdict]} ${padTo(check, width)}`)}  ${summary}`;
  });
}

/** Where the expectations come from; a valid run says it in its headline. */
function restsOn({ verdict, expectations = [] }: Report): readonly string[] {
  if (verdict === 'valid' || expectations.length === 0) return [];
  return [describeExpectations(expectations)];
}

/** What is wrong by a check: its violations by kind, what usually causes them, and where to read on. */
function wrongLines(finding: Finding, paint: Paint, docsAt: DocsAt = (docs) => docs): readonly string[] {
  if (finding.verdict !== 'invalid') return [];
  const explanation = explanationOf(finding, MOST_SHOWN);
  const docs = docsLines(finding, docsAt).map((where) => paint('dim', where));
  if (explanation.length + docs.length === 0) return [];
  return [paint('invalid', finding.check), ...[...explanation, ...docs].map((line) => `  ${line}`)];
}

function section(name: string, texts: readonly string[]): readonly string[] {
  const [first, ...rest] = texts.flatMap((text) => wrapped(text, WIDTH - INDENT));
  if (first === undefined) return [];
  const indent = ' '.repeat(INDENT);
  return [`  ${name}${first}`, ...rest.map((line) => indent + line)];
}
