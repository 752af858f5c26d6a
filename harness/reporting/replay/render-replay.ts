import { count } from '../../model/count.ts';
import type { ReplayFailure, ReplayReport } from '../../model/replay-report.ts';
import type { NamedCommand, SourceLine } from '../../model/replay-trace.ts';
import { verdictSigns } from '../run/describe-report.ts';
import { type Paint, painter } from '../text/paint.ts';

/** How to show a replay report. */
export interface ReplayLook {
  readonly colour: boolean;
  /** The working folder: paths below it are shown relative to it. */
  readonly cwd: string;
}

const SHOWN = 10;

/** What replays prove of a build, for a person: the verdict, then each difference with its event and source line. */
export function renderReplay(report: ReplayReport, { colour, cwd }: ReplayLook): string {
  const paint = painter(colour);
  const short = (path: string): string => (path.startsWith(`${cwd}/`) ? path.slice(cwd.length + 1) : path);
  const differences = Object.values(Object.groupBy(report.failures, differenceKey)).map((group) => group ?? []);
  const shown = differences.slice(0, SHOWN).flatMap((group) => ['', ...describeDifference(group, short, paint)]);
  const more = differences.length - SHOWN;
  return [
    paint(report.verdict, `${verdictSigns[report.verdict]} ${headline(report)}`),
    ...shown,
    ...(more > 0 ? ['', `  and ${count(more, 'more difference')}; --json has all`] : []),
    ...notReplayed(report, short),
    '',
    report.replayer === undefined ? `  bundle  ${short(report.bundle.path)}` : `  replayer  ${report.bundle.path}`,
    '',
  ].join('\n');
}

function headline(report: ReplayReport): string {
  const { verdict, failures, histories, prefixes, events } = report;
  const whole = count(histories, 'event history', 'event histories');
  if (verdict === 'invalid')
    return `invalid: this build does not follow ${failures.length} of ${whole} (${count(prefixes, 'prefix')} replayed)`;
  if (verdict === 'unknown')
    return report.notReplayed.length > 0 ? 'unknown: something was not replayed' : 'unknown: nothing was replayed';
  return `valid: ${whole} and ${count(prefixes, 'prefix')} replay on this build, ${count(events, 'event')} in all`;
}

function differenceKey({ event, expected, got, source, workflowType, error }: ReplayFailure): string {
  return JSON.stringify([workflowType, event?.type, expected, got, source, expected === null ? error : null]);
}

function describeDifference(
  group: readonly ReplayFailure[],
  short: (path: string) => string,
  paint: Paint,
): readonly string[] {
  const [first] = group;
  if (first === undefined) return [];
  const { workflowType, event, expected, got, source, error } = first;
  const line = (name: string, text: string): string => `    ${paint('dim', name.padEnd(9))} ${text}`;
  const where = event === null ? '' : `, event ${event.id} ${event.type}`;
  const [one = 'no line of the workflow: it had ended, or never began', ...callers] = source.map((at) =>
    lineOf(at, short),
  );
  const traced = [
    line('expected', expected === null ? 'no command' : nameOf(expected)),
    line('got', got === null ? 'no command' : nameOf(got)),
    line('at', one),
    ...callers.map((caller) => line('from', caller)),
  ];
  return [
    paint('bold', `  ${workflowType}${where}`),
    // Not every replayer traces; the error is then all that is known.
    ...(event === null && expected === null && got === null ? [] : traced),
    line('error', shortError(error)),
    ...group.slice(0, SHOWN).map((failure, index) => line(index === 0 ? 'in' : '', placeOf(failure, short))),
    ...(group.length > SHOWN ? [line('', `and ${group.length - SHOWN} more; --json has all`)] : []),
  ];
}

function nameOf({ kind, name }: NamedCommand): string {
  return name === null ? kind : `${kind} ${name}`;
}

function lineOf({ file, line, column }: SourceLine, short: (path: string) => string): string {
  return `${short(file)}:${line}:${column}`;
}

function placeOf(
  { workflowId, storedIn, event, events, full }: ReplayFailure,
  short: (path: string) => string,
): string {
  const part = full ? 'as a whole' : `from ${events} events on`;
  return `${workflowId} ${event === null ? '' : `event ${event.id} `}(${part}) of ${short(storedIn)}`;
}

/** The sentence inside the SDK's error, which is a dump of a protobuf message. */
function shortError(error: string): string {
  const [, message] = /message: "((?:[^"\\]|\\.)*)"/.exec(error) ?? [];
  return (message ?? error).replaceAll('\\"', '"').replaceAll(/\s+/g, ' ');
}

function notReplayed(
  { notReplayed: left, notBegun }: ReplayReport,
  short: (path: string) => string,
): readonly string[] {
  const lines = left.map(({ storedIn, reason }) => `  not replayed: ${short(storedIn)}: ${reason}`);
  const idle = `  ${count(notBegun, 'event history', 'event histories')} without a completed workflow task: no command to compare`;
  return [...(lines.length > 0 ? ['', ...lines] : []), ...(notBegun > 0 ? ['', idle] : [])];
}
