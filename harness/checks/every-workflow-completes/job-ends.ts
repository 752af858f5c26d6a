import { count } from '../../model/count.ts';
import { attributesOf, type EventHistory, isOpaque, payloadsOf } from '../../model/event-history.ts';
import { type Line, runBefore } from '../../model/execution-chains.ts';
import { canonicalJson, type Json } from '../../model/json.ts';
import type { Job } from '../../model/plan.ts';
import type { ToldViolation, ViolationName } from '../../model/violation.ts';
import { endOf, nameOf } from '../evidence/activity-records.ts';
import type { ClientOperation } from '../evidence/client-operations.ts';
import { type JobRecord, lastRunOf } from '../evidence/job-records.ts';
import { withAdvice } from '../evidence/set-up-advice.ts';
import { describeStuck, type StuckActivities } from '../evidence/stuck-activities.ts';
import { failureViolations } from './failure-reason.ts';

/** What is known beside a job's own record. */
export interface EndFacts {
  readonly operations: readonly ClientOperation[];
  /** Why activities are still open. */
  readonly stuck: StuckActivities;
}

/** The violations in a job's start, its end and its result; those of a chain of runs are its last run's. */
export function endViolations(
  { job, start, histories, chain, doubt }: JobRecord,
  { operations, stuck }: EndFacts,
): readonly ToldViolation[] {
  const { workflowId } = job;
  const [first] = chain.current;
  const told = (violation: ViolationName, detail: string, actual: Json): readonly ToldViolation[] => {
    return [{ workflowId, violation, detail, expected: 'started once', actual }];
  };
  if (start === 'never') return told('never-started', 'The client never asked for it.', 'not started');
  if (start === 'fail') {
    const failed = operations.find((one) => one.workflowId === workflowId && one.outcome === 'fail' && isStart(one));
    const message = failed?.message ?? null;
    if (job.start !== undefined) return told('start-failed', message ?? 'Its command started nothing.', 'not started');
    const why = message === null ? '' : `: ${withAdvice(message)}`;
    return told('start-failed', `The server answered the client that the start failed${why}.`, 'refused');
  }
  if (first === undefined) return told('no-event-history', 'The start was acknowledged.', 'no event history');
  if (chain.unlinked.length > 0) {
    const runs = chain.unlinked.map(({ runId }) => runId);
    const detail = `There are ${histories.length}, and no event links ${count(runs.length, 'run')} to another: ${runs.join(', ')}.`;
    return told('several-event-histories', detail, `${histories.length} event histories`);
  }
  return [...otherStart(job, first), ...(doubt === null ? otherEnd(job, chain.current, stuck) : [])];
}

function isStart({ action }: ClientOperation): boolean {
  return action === 'start';
}

/** A value that the plan gives and that can't be compared with what was recorded, because this is no JSON. */
export interface UnreadValue {
  readonly workflowId: string;
  /** `result`, or the action whose answer it is. */
  readonly notJudged: string;
  readonly payloadEncoding: string;
}

/** The expected result of a workflow that recorded one which is no JSON. */
export function unreadResult(record: JobRecord): readonly UnreadValue[] {
  const last = lastRunOf(record);
  const { end, result } = record.job.expect;
  if (last === undefined || end !== 'completed' || result === undefined) return [];
  const actual = resultOf(last);
  if (!isOpaque(actual)) return [];
  return [{ workflowId: record.job.workflowId, notJudged: 'result', payloadEncoding: actual.payloadEncoding }];
}

/** Two sentences for values that can't be judged: how many, the first, and what to do. */
export function describeUnread(unread: readonly UnreadValue[]): string {
  const [first] = unread;
  const isResult = first?.notJudged === 'result';
  const what = isResult ? '' : `, ${first?.notJudged ?? ''}`;
  const told = `${count(unread.length, isResult ? 'result' : 'value')} can't be compared (${first?.workflowId ?? ''}${what}: "${first?.payloadEncoding ?? ''}")`;
  const field = isResult ? '`expect.result`' : '`answer`';
  return `${told}. Give the system's \`dataConverter\` or \`codecServer\`, or leave out ${field} of what is no JSON.`;
}

function otherStart(job: Job, first: EventHistory): ToldViolation[] {
  const started = first.events[0];
  if (started === undefined) return [];
  const { workflowId } = job;
  const { workflowType, input } = attributesOf(started);
  // A command makes its own arguments; the plan need not know them.
  const isOwn = job.start !== undefined && job.args.length === 0;
  const args = isOwn ? [] : comparable(payloadsOf(input), job.args);
  const recorded = { workflowType: nameOf(workflowType), args };
  const planned = { workflowType: job.workflowType, args: job.args };
  if (canonicalJson(recorded) === canonicalJson(planned)) return [];
  return [
    { workflowId, violation: 'other-start', detail: 'Not started as planned.', expected: planned, actual: recorded },
  ];
}

/** Arguments that are no JSON can't be compared: those of the plan stand for them. */
function comparable(recorded: readonly Json[], planned: readonly Json[]): readonly Json[] {
  return recorded.map((value, index) => (isOpaque(value) ? (planned[index] ?? null) : value));
}

function otherEnd(job: Job, line: Line, stuck: StuckActivities): readonly ToldViolation[] {
  const { workflowId, expect } = job;
  const wrong = wrongRun(line, expect.end);
  if (wrong !== undefined) {
    const told = describeWrong(line, wrong, expect.end);
    const why = endOf(wrong) === null ? describeStuck(wrong, stuck) : '';
    const detail = why === '' ? told.detail : `${told.detail} ${why}.`;
    return [{ workflowId, ...told, detail }];
  }
  const last = line.at(-1);
  if (last === undefined) return [];
  if (expect.failure !== undefined) return failureViolations(job, last);
  if (expect.end !== 'completed' || expect.result === undefined) return [];
  const actual = resultOf(last);
  if (isOpaque(actual) || canonicalJson(actual) === canonicalJson(expect.result)) return [];
  return [{ workflowId, violation: 'other-result', detail: 'The result differs.', expected: expect.result, actual }];
}

/** The run that must end as expected and didn't: the last one, or one that a schedule follows. */
function wrongRun(line: Line, expected: Job['expect']['end']): EventHistory | undefined {
  return line.find((run, index) => {
    const next = line[index + 1];
    const end = endOf(run);
    if (next === undefined) return end !== expected;
    return runBefore(next)?.how === 'cron' && end !== expected && end !== 'continued-as-new';
  });
}

/** Of a chain, the first run that did not go on as if all were well is named beside the ends of all. */
function describeWrong(line: Line, wrong: EventHistory, expected: Job['expect']['end']): ToldViolation {
  const actual = endOf(wrong) ?? 'still running';
  const facts = { violation: 'other-end', expected, actual } as const;
  if (line.length === 1) return { ...facts, detail: `It is ${actual}.` };
  const ends = line.map((run) => endOf(run) ?? 'still running');
  const astray = ends.findIndex((end) => end !== expected && end !== 'continued-as-new');
  const first = astray === -1 ? line.indexOf(wrong) : astray;
  const place = `Run ${first + 1} of ${line.length}`;
  const runs = line.map(({ runId }, index) => ({ runId, end: ends[index] ?? '' }));
  return { ...facts, detail: `${place} (${line[first]?.runId ?? ''}) is ${ends[first] ?? ''}.`, runs };
}

function resultOf(history: EventHistory): Json {
  const last = history.events.at(-1);
  return last === undefined ? null : (payloadsOf(attributesOf(last).result)[0] ?? null);
}
