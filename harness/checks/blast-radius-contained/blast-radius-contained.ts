import { count } from '../../model/count.ts';
import type { Evidence } from '../../model/evidence.ts';
import type { ToldViolation } from '../../model/violation.ts';
import { defineCheck, invalid, unknown, valid, withFirst } from '../define-check.ts';
import { injectionsOf, type JournalledInjection } from '../evidence/injections.ts';
import { bystanderExits, bystanderObservations, crashedAtTheEnd } from './bystander-components.ts';
import { brokenConnections, strayToxics } from './bystander-links.ts';
import { livesInDoubt } from './lifecycle-mismatches.ts';
import { unobservedBystanders } from './unobserved-bystanders.ts';

/**
 * Nothing outside the planned blast radius was struck.
 *
 * @remarks The journal says what was injected, and only faults of the plan count. The radius is the struck incarnation
 * with its links, or the one struck link. Slower calls outside it are allowed; exits, pauses, toxics and broken
 * connections are not. An exit that the run itself asks for (drain, teardown) is no strike, but a worker must then end
 * by itself. If its runtime crashes after it has drained, no work is lost, and the summary names it. If the components' book and the journal differ, or no reading was taken, nothing is proved.
 */
export const blastRadiusContained = defineCheck({
  name: 'blast-radius-contained',
  invariant:
    'Outside the planned blast radius nothing exited, paused, was out of memory, had a toxic or lost a connection.',
  books: ['components'],
  judge: (evidence) => {
    const injections = injectionsOf(evidence);
    const planned = injections.filter((injection) => injection.planned !== undefined);
    const violations: readonly ToldViolation[] = [
      ...unplannedStrikes(evidence, injections),
      ...bystanderExits(evidence, planned),
      ...strayToxics(evidence, planned),
      ...brokenConnections(evidence, planned),
    ];
    const seen = bystanderObservations(evidence, planned);
    const numbers = `${count(seen.components, 'component')} and ${count(seen.links, 'link')} outside the blast radius`;
    if (violations.length > 0) return invalid(withFirst(leadOf(violations), violations), violations);
    if (seen.components === 0) return unknown('No component outside the blast radius was observed.');
    const doubts = livesInDoubt(evidence);
    if (doubts.length > 0) return unknown(`Book and journal differ: ${doubts[0] ?? ''}`, doubts);
    const unread = unobservedBystanders(evidence, planned);
    if (unread.length > 0) return unknown(`Not read while a fault was in force: ${unread.join(', ')}.`, unread);
    const radius = planned.map(({ faultId, component, incarnation, link }) => ({
      faultId,
      component,
      incarnation,
      link,
    }));
    const faults = radius.length === 0 ? 'nothing was injected' : count(radius.length, 'injection');
    const only = seen.onlyRead === 0 ? '' : `; of ${count(seen.onlyRead, 'link')} only the toxics were read`;
    const crashed = crashedAtTheEnd(evidence);
    const harmless = crashed.length === 0 ? '' : ` ${crashed.join(', ')} crashed after all its tasks were answered.`;
    return valid(`${faults}; ${numbers} untouched${only}.${harmless}`, radius);
  },
});

/** A worker that does not end on request is no strike of a fault. */
function leadOf(violations: readonly ToldViolation[]): string {
  const drained = violations.filter(({ violation }) => violation === 'drained-badly').length;
  const strikes = violations.length - drained;
  return [
    ...(strikes === 0 ? [] : [`${count(strikes, 'strike')} outside the blast radius`]),
    ...(drained === 0 ? [] : [`${count(drained, 'worker')} did not end well on SIGTERM`]),
  ].join(', and ');
}

/** Injections that no plan asked for, or that struck another target than planned, or more than one. */
function unplannedStrikes(evidence: Evidence, injections: readonly JournalledInjection[]): ToldViolation[] {
  const stray = injections.flatMap((injection): ToldViolation[] => {
    const { faultId, fault, component, link, planned } = injection;
    const named = planned?.target.role === 'component' ? planned.target.name : component;
    if (planned !== undefined && named === component) return [];
    const detail = planned === undefined ? 'No planned fault has this id.' : `Planned on ${named ?? ''}.`;
    const expected = planned === undefined ? 'no such fault' : `${fault} on ${named ?? ''}`;
    const actual = `${fault} on ${link ?? component ?? ''}`;
    return [{ violation: 'unplanned-fault', detail, faultId, fault, component, link, expected, actual }];
  });
  const wide = evidence.plan.schedule.flatMap((planned): ToldViolation[] => {
    const struck = new Set(injections.filter((one) => one.faultId === planned.id).map((one) => one.component ?? ''));
    if (struck.size < 2) return [];
    const detail = `One target was planned, but it struck ${[...struck].join(', ')}.`;
    const [expected, actual] = ['one target', [...struck].join(', ')];
    return [{ violation: 'too-wide', detail, faultId: planned.id, fault: planned.fault, expected, actual }];
  });
  return [...stray, ...wide];
}
