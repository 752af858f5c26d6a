import { count } from '../model/count.ts';
import { effectiveExchanges, isSameWork, keyOf, mayHaveEffect, workOf } from '../model/effects-of-exchanges.ts';
import { type Exchange, exchangesOf } from '../model/exchange.ts';
import { entriesOf, type JournalEntry } from '../model/journal.ts';
import { linkEnds } from '../model/plan.ts';
import type { ToldViolation } from '../model/violation.ts';
import { defineCheck, invalid, unknown, valid, withFirst } from './define-check.ts';

/**
 * No step of a workflow has the same effect twice, by what the relays saw of its requests to services.
 *
 * @remarks It needs no expectation. A step is an activity that was scheduled once, with all its attempts. An effect that
 * the configuration names must not come twice at all. Of other requests only those count that a later attempt repeats,
 * for one attempt may lawfully send the same twice. A key that the service had answered before makes a request a repeat
 * without an effect.
 */
export const workDoneOnce = defineCheck({
  name: 'work-done-once',
  invariant: 'No request to a service has the same effect twice for one activity.',
  books: ['eventHistories'],
  onRequest: true,
  givenBy: (_plan, journal) => asksServices(journal),
  points: {
    applies: ({ journal }) => exchangesOf(journal).some((one) => mayHaveEffect(one)),
    references: 'violations',
  },
  judge: ({ journal }) => {
    const exchanges = exchangesOf(journal);
    const applied = effectiveExchanges(exchanges).filter(({ outcome }) => outcome === 'applied');
    const effects = applied.map(({ exchange }) => exchange);
    const owned = effects.filter(({ activity }) => activity !== null);
    const violations = [...Map.groupBy(owned, stepAndWork).values()].flatMap((same) => doubled(same));
    const repeats = effectiveExchanges(exchanges).length - applied.length;
    const numbers = `${count(effects.length, 'effect')} of ${count(exchanges.length, 'request')} to services, ${count(repeats, 'repeat')} absorbed by idempotency keys`;
    if (violations.length > 0) {
      const wrong = `${count(violations.length, 'effect')} applied more than once: ${numbers}`;
      return invalid(withFirst(wrong, violations), violations);
    }
    const [doubt] = [...unreadDoubts(journal), ...ownerDoubts(effects), ...brokenDoubts(exchanges, effects)];
    if (doubt !== undefined) return unknown(`${doubt} ${numbers}.`);
    if (effects.length === 0) return unknown(`No request to a service had an effect: ${numbers}.`);
    return valid(`None twice for one activity: ${numbers}${describeUnowned(effects)}.`);
  },
});

function asksServices(journal: readonly JournalEntry[]): boolean {
  return entriesOf(journal, 'http').some((entry) => isOfService(entry));
}

function isOfService({ link }: { readonly link: string }): boolean {
  return linkEnds.every((end) => !link.startsWith(`${end}@`));
}

function stepAndWork(exchange: Exchange): string {
  const { workflowId, runId, activityId } = exchange.activity ?? {};
  return JSON.stringify([workflowId, runId, activityId, exchange.service, workOf(exchange)]);
}

/** The violation, if one step did the same work in effect more than once. */
function doubled(same: readonly Exchange[]): readonly ToldViolation[] {
  const attempts = [...new Set(same.map(({ activity }) => activity?.attempt ?? 0))];
  const last = same.at(-1);
  if (last === undefined || same.length < 2 || (!last.effect && attempts.length < 2)) return [];
  const { workflowId = null, activityId = '', activityType, attempt = null } = last.activity ?? {};
  const what = last.effect
    ? `${last.effect.kind} ${JSON.stringify(last.effect.subject)}`
    : `${last.method} ${last.path}`;
  const by = attempts.length === 1 ? `attempt ${attempts.join()}` : `attempts ${attempts.join(' and ')}`;
  const key = keyOf(last) === null ? 'without an idempotency key' : 'each time with another idempotency key';
  const advice = last.effect ? '' : ' If it has no effect, let `effects` return null for it.';
  const detail = `${what} of ${last.service} succeeded ${count(same.length, 'time')} by ${by}, ${key}.${advice}`;
  const step = `${activityType ?? 'an activity'} (activity ${activityId})`;
  return [{ violation: 'doubled', detail, workflowId, step, attempt, expected: 1, actual: same.length }];
}

function unreadDoubts(journal: readonly JournalEntry[]): readonly string[] {
  const unread = entriesOf(journal, 'http').filter((entry) => isOfService(entry) && entry.exchange === undefined);
  if (unread.length === 0) return [];
  return [`${count(unread.length, 'request')} could not be read, since \`effects\` failed.`];
}

/** Requests that may be of several activities, and that came more than once: for one of them, or once for each. */
function ownerDoubts(effects: readonly Exchange[]): readonly string[] {
  const unowned = effects.filter((one) => one.activity === null && keyOf(one) === null);
  const again = unowned.filter((one) => effects.some((other) => other !== one && sentTheSame(one, other)));
  const [first] = again;
  if (first === undefined) return [];
  const which = `${count(again.length, 'request')} (${first.method} ${first.path} of ${first.service})`;
  return [
    `${which} came again, and ${first.candidates === 0 ? 'no activity' : 'more than one activity'} may have sent it; give it a key, or name the workflow in it.`,
  ];
}

function sentTheSame(one: Exchange, other: Exchange): boolean {
  const { service, method, path, requestDigest } = other;
  return (
    isSameWork(one, other) ||
    (one.service === service && one.method === method && one.path === path && one.requestDigest === requestDigest)
  );
}

/** A request without a key that broke off: the service may have done it before the one that was answered. */
function brokenDoubts(exchanges: readonly Exchange[], effects: readonly Exchange[]): readonly string[] {
  const broken = exchanges.filter(
    (one) => one.outcome === 'in-doubt' && mayHaveEffect(one) && keyOf(one) === null && !effects.includes(one),
  );
  const again = broken.filter((one) => effects.some((other) => isSameWork(one, other)));
  const [first] = again;
  if (first === undefined) return [];
  return [
    `${count(again.length, 'request')} without a key broke off (${first.method} ${first.path} of ${first.service}) and came again; the service may have executed both.`,
  ];
}

function describeUnowned(effects: readonly Exchange[]): string {
  const unowned = effects.filter(({ activity }) => activity === null);
  const [first] = unowned;
  if (first === undefined) return '';
  return `; ${count(unowned.length, 'effect')} of no activity or of several at once, the first ${first.method} ${first.path} of ${first.service}`;
}
