import { canonicalJson, type Json } from './json.ts';
import type { Violation } from './violation.ts';

/**
 * A violation in one sentence: whom it befell, what happened, and what was expected beside what was found.
 *
 * @example
 * `document-01, publish (activity 9), attempt 2: publication of document-01 was applied 2 times (expected 1, got 2).`
 */
export function describeViolation(violation: Violation): string {
  const { detail } = violation;
  const what = typeof detail === 'string' ? detail.replace(/[.:]\s*$/, '') : violation.violation;
  const place = placeOf(violation);
  return `${place === '' ? '' : `${place}: `}${what}${sidesOf(violation)}.`;
}

/** The workflow, its step and the attempt; without a workflow, the component or the link. */
function placeOf({ workflowId, step, attempt, component, incarnation, link }: Violation): string {
  const which = typeof attempt === 'number' ? [`attempt ${attempt}`] : [];
  const life = typeof incarnation === 'number' ? ` #${incarnation}` : '';
  const whom = typeof component === 'string' ? `${component}${life}` : link;
  const named = workflowId === null ? 'an unnamed workflow' : workflowId;
  const parts = [named ?? whom, step, ...which];
  return parts.filter((part) => typeof part === 'string').join(', ');
}

function sidesOf({ expected, actual }: Violation): string {
  if (expected === undefined || actual === undefined) return '';
  const [wanted, got] = [textOf(expected), textOf(actual)];
  const from = Math.max(0, firstDifference(wanted, got) - BEFORE);
  return ` (expected ${cut(wanted, from)}, got ${cut(got, from)})`;
}

/** Long values are shown from shortly before the first character in which they differ. */
const LONGEST = 80;
const BEFORE = 30;

function cut(text: string, from: number): string {
  if (text.length <= LONGEST) return text;
  const begin = Math.min(from, text.length - LONGEST);
  const end = begin + LONGEST;
  return `${begin === 0 ? '' : '…'}${text.slice(begin, end)}${end < text.length ? '…' : ''}`;
}

function firstDifference(one: string, other: string): number {
  let at = 0;
  while (at < one.length && one[at] === other[at]) at += 1;
  return at;
}

/** A text stands for itself if nothing can be taken for its end. */
function textOf(value: Json): string {
  return typeof value === 'string' && /^[\w .,:;#+/()-]+$/.test(value) ? value : canonicalJson(value);
}
