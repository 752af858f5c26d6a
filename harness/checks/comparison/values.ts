import type { Finding } from '../../model/check.ts';
import { count } from '../../model/count.ts';
import { canonicalJson, type Json } from '../../model/json.ts';
import { leafDifferences, leavesOf, readableLeaves, unreadLeaves } from '../../model/json-leaves.ts';
import type { ToldViolation } from '../../model/violation.ts';
import { type Paired, pairUp } from '../evidence/pair-up.ts';

/** Something of a workflow whose value is compared: an activity, a checkpoint, what was sent by a request. */
export interface WorkflowValue {
  /** Those that can stand for one another, such as all activities of one type. */
  readonly group: string;
  /** Such as `embedPages 2`. */
  readonly step: string;
  /** The attempt that it is of; null where that isn't known. */
  readonly attempt: number | null;
  readonly value: { readonly [key: string]: Json };
  /** Whether it may never have been executed. It is as good as an executed one, but speaks against nothing. */
  readonly inDoubt: boolean;
}

type Leaves = ReadonlyMap<string, Json>;

/** A value of a reference with those of its leaves in which all references agree. */
export interface ExpectedValue {
  readonly one: WorkflowValue;
  readonly leaves: Leaves;
  readonly all: Leaves;
}

/** One place at which a value differs, with both values. */
export type DifferingValue = ToldViolation & { readonly at: string };

/** The places at which values differ; see {@link valuesThatDiffer}. */
export interface DifferingValues {
  readonly harmful: readonly DifferingValue[];
  readonly harmless: readonly DifferingValue[];
}

/** The name of the finding of {@link sameValues}. */
export const VALUES = 'values-as-without-fault';

/** How many values an exploration compares, and how many it leaves out because the references differ in them. */
export interface ComparedValues {
  readonly compared: number;
  readonly differing: number;
}

/**
 * What a reference expects of the values of a workflow: those in which all references agree.
 *
 * @remarks What differs among the references is no expectation: generated ids, times.
 */
export function expectedValues(
  reference: readonly WorkflowValue[],
  references: readonly (readonly WorkflowValue[])[],
): readonly ExpectedValue[] {
  const others = references.filter((one) => one !== reference).map((one) => grouped(one));
  return [...grouped(reference)].flatMap(([group, values]) =>
    values.map((one, index) => {
      const all = leavesOf(one.value);
      const theirs = others.map((groups) => groups.get(group) ?? []);
      // Branches that run side by side may have it at another place.
      const isEverywhere = theirs.every((same) => same.some(({ value }) => isSame(value, one.value)));
      const atPlace = theirs.map((same) => leavesOf(same[index]?.value ?? null));
      const agreed = [...all].filter(([at, leaf]) => atPlace.every((leaves) => leaves.get(at) === leaf));
      return { one, all, leaves: isEverywhere ? all : new Map(agreed) };
    }),
  );
}

/**
 * The values of a struck workflow compared with those that are expected, as a finding; null if there is nothing to
 * compare.
 *
 * @remarks Only a value that stands in the place of another one is a violation. That one is missing, or one more, is for
 * the comparison of work to say: a workflow may look for something once more, or once less.
 */
export function sameValues(
  actual: readonly WorkflowValue[],
  expected: readonly ExpectedValue[],
  { harmful, harmless }: DifferingValues = valuesThatDiffer(actual, expected),
): Finding | null {
  if (comparedValues(expected).compared === 0) return null;
  const [first] = harmful;
  if (first !== undefined) {
    const more = harmful.length === 1 ? '' : ` (and ${harmful.length - 1} more)`;
    return { check: VALUES, verdict: 'invalid', summary: `${first.detail}${more}.`, exhibits: [...harmful] };
  }
  const { compared, differing } = comparedValues(readBeside(expected, actual));
  // What could not be decoded is as good as nothing.
  if (compared === 0) return null;
  const left = differing === 0 ? '' : `; ${differing} differ among the references and are not judged`;
  const results = harmless.length === 0 ? '' : `, but for ${count(harmless.length, 'result')} on which nothing depends`;
  const summary = `All ${compared} values are those of a run without a fault${results}${left}.`;
  return { check: VALUES, verdict: 'valid', summary, exhibits: [] };
}

/** What is expected at the places at which the workflow has values that could be decoded, or none at all. */
function readBeside(expected: readonly ExpectedValue[], actual: readonly WorkflowValue[]): readonly ExpectedValue[] {
  const groups = Map.groupBy(actual, ({ group }) => group);
  return expected.map(({ one, leaves, all }) => {
    const theirs = (groups.get(one.group) ?? []).map(({ value }) => leavesOf(value));
    const read = (leaves: Leaves): Leaves => {
      const some = theirs.map((other) => [...readableLeaves(leaves, other)]);
      return some.length === 0 ? leaves : new Map(some.flat());
    };
    return { one, leaves: read(leaves), all: read(all) };
  });
}

/** How many values are compared. */
export function comparedValues(expected: readonly ExpectedValue[]): ComparedValues {
  const sizes = expected.map(({ leaves, all }) => [countLeaves(leaves), countLeaves(all)] as const);
  const compared = sizes.reduce((sum, [some]) => sum + some, 0);
  return { compared, differing: sizes.reduce((sum, [, all]) => sum + all, 0) - compared };
}

/**
 * Each place at which a value stands for another one.
 *
 * @remarks A result that differs alone is harmless. A later attempt may say that a payment was made before, or who made
 * it. If anything comes of it, then what is asked for or sent next differs too, and the result is told with it.
 */
export function valuesThatDiffer(
  actual: readonly WorkflowValue[],
  expected: readonly ExpectedValue[],
): DifferingValues {
  const theirs = Map.groupBy(actual, ({ group }) => group);
  const misfits = [...Map.groupBy(expected, ({ one }) => one.group)].flatMap(
    ([group, wanted]) => paired(wanted, theirs.get(group) ?? []).misfits,
  );
  // What was scheduled first is the cause of what follows.
  const inOrder = misfits.toSorted(([, a], [, b]) => actual.indexOf(a) - actual.indexOf(b));
  const found = inOrder.flatMap(([want, have]) => differencesOf(want, have));
  const hasConsequence = found.some(({ at }) => !/^result\b/.test(at));
  return hasConsequence ? { harmful: found, harmless: [] } : { harmful: [], harmless: found };
}

function isSame(a: Json, b: Json): boolean {
  return canonicalJson(a) === canonicalJson(b);
}

function grouped(values: readonly WorkflowValue[]): ReadonlyMap<string, readonly WorkflowValue[]> {
  return Map.groupBy(
    values.filter(({ inDoubt }) => !inDoubt),
    ({ group }) => group,
  );
}

/** Without the shapes that hold them, and without what could not be decoded. */
function countLeaves(leaves: Leaves): number {
  const unread = unreadLeaves(leaves);
  return [...leaves.keys()].filter((at) => !/\.(?:\*|length)$/.test(at) && !unread.has(at)).length;
}

function paired(
  wanted: readonly ExpectedValue[],
  values: readonly WorkflowValue[],
): Paired<ExpectedValue, WorkflowValue> {
  const leaves = new Map(values.map((one) => [one, leavesOf(one.value)]));
  const fits = (want: ExpectedValue, have: WorkflowValue): boolean =>
    leafDifferences(want.leaves, leaves.get(have) ?? new Map()).length === 0;
  const telling = values.filter((have) => !have.inDoubt || wanted.some((want) => fits(want, have)));
  return pairUp(wanted, telling, fits);
}

function differencesOf({ one, leaves }: ExpectedValue, have: WorkflowValue): readonly DifferingValue[] {
  const { step } = one;
  const { attempt } = have;
  const who = attempt === null ? step : `${step}, attempt ${attempt}`;
  return leafDifferences(leaves, leavesOf(have.value)).map((found) => {
    const at = found.at.replace(/^\./, '');
    const detail = `${who}: ${at} is ${canonicalJson(found.actual)} instead of ${canonicalJson(found.expected)}`;
    return { violation: 'other-value', detail, step, attempt, at, expected: found.expected, actual: found.actual };
  });
}
