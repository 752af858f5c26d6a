import type { Finding } from '../../model/check.ts';
import { formatDuration } from '../../model/duration.ts';
import type { Report } from '../../model/report.ts';
import { padTo, widthOf } from '../text/cells.ts';
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
}

const WIDTH = 116;
const INDENT = 14;

/** The verdict block: the result that a person understands in five seconds. Pure; ends with a line break. */
export function renderConsole(report: Report, options: ConsoleOptions): string {
  const paint = painter(options.colour);
  const rule = paint(report.verdict, '━'.repeat(WIDTH));
  const sections: readonly (readonly [string, readonly string[]])[] = [
    ['done', describeWhatHappened(report)],
    ['claim', [report.hypothesis]],
    ['judged', findingLines(report.findings, paint)],
    ['numbers', numbers(report)],
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
  return [`${big}${interrupted}   ${paint('bold', what)}`, `     ${describeVerdict(report)}`];
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

function section(name: string, texts: readonly string[]): readonly string[] {
  const [first, ...rest] = texts.flatMap(wrapped);
  if (first === undefined) return [];
  const indent = ' '.repeat(INDENT);
  return [`  ${name}${first}`, ...rest.map((line) => indent + line)];
}

/** Breaks a line at its spaces; the following lines are indented, so that a list stays a list. Escape codes have no width. */
function wrapped(text: string): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/(?<=\S) (?=\S)/)) {
    const longer = line === '' ? word : `${line} ${word}`;
    const fits = line.trim() === '' || widthOf(longer) <= WIDTH - INDENT;
    if (!fits) lines.push(line);
    line = fits ? longer : `    ${word}`;
  }
  return [...lines, line];
}
