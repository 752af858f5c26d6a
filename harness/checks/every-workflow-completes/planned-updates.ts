import { count } from '../../model/count.ts';
import { isOpaque } from '../../model/event-history.ts';
import { canonicalJson } from '../../model/json.ts';
import { type ClientAction, clientActions, updateIdOf } from '../../model/plan.ts';
import type { ToldViolation } from '../../model/violation.ts';
import type { ClientOperation } from '../evidence/client-operations.ts';
import type { JobRecord } from '../evidence/job-records.ts';
import { type RecordedUpdate, updatesOn } from '../evidence/recorded-updates.ts';
import type { UnreadValue } from './job-ends.ts';
import { isSame } from './recorded-actions.ts';

/**
 * The violations in the updates that a client sends: each is accepted once and answered once, as the plan says, and one
 * that is to be rejected leaves no event.
 *
 * @remarks The server knows an update by its id, so an operation of unknown outcome may be missing, and none may be there
 * twice. Updates of the system itself have other ids, and are not judged.
 */
export function updateViolations(record: JobRecord, operations: readonly ClientOperation[]): readonly ToldViolation[] {
  const planned = clientActions(record.job).filter(({ kind }) => kind === 'update');
  const recorded = updatesOn(record.chain.current);
  const told = operations.filter(({ action, outcome }) => action === 'update' && outcome === 'ok').length;
  const found = planned.map((action) => ({ action, recorded: recorded.filter((one) => isOf(one, action, record)) }));
  const lost = found.filter(({ action, recorded: own }) => action.outcome !== 'rejected' && isLost(own));
  // Those without an answer to the client may be among them.
  const [first] = lost.slice(Math.max(0, planned.length - told));
  const { workflowId } = record.job;
  return [
    ...(first === undefined ? [] : [lostViolation(workflowId, first)]),
    ...found.flatMap(({ action, recorded: own }) => otherwise(workflowId, action, own)),
  ];
}

interface FoundUpdate {
  readonly action: ClientAction;
  readonly recorded: readonly RecordedUpdate[];
}

/** One that the system's API is asked for is known by its name and its arguments alone. */
function isOf(recorded: RecordedUpdate, action: ClientAction, { job }: JobRecord): boolean {
  if (action.request === undefined) return recorded.id === updateIdOf(job, action);
  return isSame({ ...recorded, kind: 'update' }, action);
}

function isLost(recorded: readonly RecordedUpdate[]): boolean {
  return recorded.every(({ answers }) => answers.length === 0);
}

function lostViolation(workflowId: string, { action, recorded }: FoundUpdate): ToldViolation {
  const step = describe(action);
  const how = recorded.length === 0 ? 'is not in the event history' : 'was accepted, and has no answer there';
  const detail = `The ${step} was acknowledged, but ${how}.`;
  const actual = recorded.length === 0 ? 'not recorded' : 'accepted';
  return {
    workflowId,
    violation: 'action-not-recorded',
    step,
    detail,
    expected: action.outcome ?? 'completed',
    actual,
  };
}

function otherwise(
  workflowId: string,
  action: ClientAction,
  recorded: readonly RecordedUpdate[],
): readonly ToldViolation[] {
  const answers = recorded.flatMap((one) => one.answers);
  const wanted = action.outcome ?? 'completed';
  const [other] = answers.filter((answer) => answer !== wanted);
  const step = describe(action);
  const what = `The ${step}`;
  if (wanted === 'rejected' && recorded.length > 0) {
    const detail = `${what} was accepted. Expected it to be rejected.`;
    return [{ workflowId, violation: 'action-not-planned', step, detail, expected: wanted, actual: 'accepted' }];
  }
  if (recorded.length > 1 || answers.length > 1) {
    const times = `was accepted ${count(recorded.length, 'time')} and answered ${count(answers.length, 'time')}`;
    return [
      { workflowId, violation: 'repeated', step, detail: `${what} ${times}.`, expected: 1, actual: recorded.length },
    ];
  }
  if (other === undefined) return otherAnswers(workflowId, action, recorded);
  const detail = `${what} ${other}. Expected it to be ${wanted}.`;
  return [{ workflowId, violation: 'action-failed', step, detail, expected: wanted, actual: other }];
}

/** Of an answer that is no JSON nothing can be said. */
function otherAnswers(
  workflowId: string,
  action: ClientAction,
  recorded: readonly RecordedUpdate[],
): readonly ToldViolation[] {
  const { answer } = action;
  if (answer === undefined) return [];
  const results = recorded.flatMap((one) => one.results).filter((result) => !isOpaque(result));
  const actual = results.find((result) => canonicalJson(result) !== canonicalJson(answer));
  if (actual === undefined) return [];
  const step = describe(action);
  const detail = `The ${step} completed with another answer.`;
  return [{ workflowId, violation: 'other-answer', step, detail, expected: answer, actual }];
}

/** The answers to the updates of a client that are given by the plan and can't be compared. */
export function unreadUpdates(record: JobRecord): readonly UnreadValue[] {
  const recorded = updatesOn(record.chain.current);
  return clientActions(record.job)
    .filter(({ kind, answer }) => kind === 'update' && answer !== undefined)
    .flatMap((action) => {
      const results = recorded.filter((one) => isOf(one, action, record)).flatMap((one) => one.results);
      const unread = results.find((result) => isOpaque(result));
      if (!isOpaque(unread)) return [];
      const { workflowId } = record.job;
      return [{ workflowId, notJudged: describe(action), payloadEncoding: unread.payloadEncoding }];
    });
}

function describe({ name, args }: ClientAction): string {
  return `update ${name} ${canonicalJson(args)}`;
}
