import type { ComparableItem } from '../../model/as-without-fault.ts';
import { count } from '../../model/count.ts';
import { type Json, valueAt } from '../../model/json.ts';
import { leavesOf, unreadLeaves } from '../../model/json-leaves.ts';
import { isUnread } from '../../model/payloads.ts';
import type { WorkflowValue } from './values.ts';

/** A value that could not be decoded, so it is compared with nothing. */
export interface UnreadValue {
  /** The item of an expectation that it belongs to. */
  readonly item: ComparableItem;
  /** Such as `result`, or `charge 1: input[0]`. */
  readonly what: string;
  readonly payloadEncoding: string;
}

/** The values that could not be decoded, in the outcome of a workflow or of its references; each place once. */
export function unreadValues(
  outcomes: readonly { readonly state: Json; readonly values: readonly WorkflowValue[] }[],
): readonly UnreadValue[] {
  const all = outcomes.flatMap(({ state, values }) => [
    ...unreadIn(state).map(([at, payloadEncoding]) => ({ item: 'result' as const, what: at, payloadEncoding })),
    ...values.flatMap(({ step, value }) =>
      unreadIn(value).map(([at, payloadEncoding]) => {
        return { item: 'activities' as const, what: `${step}: ${at}`, payloadEncoding };
      }),
    ),
  ]);
  return [...new Map(all.map((one) => [one.what, one])).values()];
}

function unreadIn(value: Json): readonly (readonly [at: string, encoding: string])[] {
  return [...unreadLeaves(leavesOf(value))].map(([at, encoding]) => [at.replace(/^\./, ''), encoding] as const);
}

/** Whether nothing is compared of an end state but a result that could not be decoded. */
export function isUnreadWhole(state: Json): boolean {
  return lacksResult(state) && Object.keys(state ?? {}).length === 1;
}

/** Whether the result of an end state could not be decoded. */
export function lacksResult(state: Json): boolean {
  return isUnread(valueAt(state, 'result'));
}

/** A value of a workflow that is not judged, as an exhibit. */
export type NotJudged = { readonly workflowId: string; readonly notJudged: string; readonly payloadEncoding: string };

/** What is not compared, in one sentence after a blank: how many, and the first; empty if all is. */
export function describeNotJudged(values: readonly NotJudged[]): string {
  const [first] = values;
  if (first === undefined) return '';
  const { workflowId, notJudged, payloadEncoding } = first;
  const which = `${values.length === 1 ? '' : 'the first: '}${notJudged} of ${workflowId} ("${payloadEncoding}")`;
  const are = values.length === 1 ? "can't be decoded and is" : "can't be decoded and are";
  return ` ${count(values.length, 'value')} ${are} not compared, ${which}.`;
}
