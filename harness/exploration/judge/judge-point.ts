import { handOuts } from '../../checks/evidence/hand-outs.ts';
import { judgeCheck } from '../../checks/judge.ts';
import { unitRecoveries } from '../../checks/recovers-within-bound/unit-recovery.ts';
import type { Finding } from '../../model/check.ts';
import type { Evidence } from '../../model/evidence.ts';
import type { Harm, PointState } from '../../model/exploration.ts';
import type { FaultedWorkflow } from '../strike/point-task.ts';
import type { ExplorationBooks } from './books.ts';
import { type Outcome, outcomeOf, sameEndState, sameWork } from './outcome.ts';
import { type JudgingContext, pointEvidence } from './point-evidence.ts';
import { whyUnproved } from './proof.ts';

/** The checks by which every point is judged, beside the comparison with the references. */
export const pointChecks = [
  'every-workflow-completes',
  'side-effects-once',
  'checkpoints-match-history',
  'progress-resumed',
  'event-history-well-formed',
  'replays-deterministically',
  'recovers-within-bound',
] as const;

/** What one struck workflow amounts to. */
export interface JudgedPoint {
  readonly state: Extract<PointState, 'valid' | 'invalid' | 'unproved'>;
  readonly harms: readonly Harm[];
  readonly findings: readonly Finding[];
  /** Why the strike isn't proved to have fallen at the point; null where it is. */
  readonly unproved: string | null;
  readonly evidence: Evidence;
}

/**
 * Judges one struck workflow by the checks of a scenario, and by what its references came to.
 *
 * @remarks `invalid` over `unproved`: harm that was done is told of even where nothing proves at which point. `valid` needs
 * both, the proof and no finding that could not tell.
 */
export function judgePoint(
  context: JudgingContext,
  one: FaultedWorkflow,
  judged: { readonly books: ExplorationBooks; readonly references: readonly Outcome[] },
): JudgedPoint {
  const evidence = pointEvidence(context, one, judged.books);
  const checks = context.checks.filter((name) => applies(name, evidence));
  const findings = [...checks.map((name) => judgeCheck(name, evidence)), ...compared(context, one, judged)];
  const unproved = whyUnproved(one, evidence);
  const bad = findings.filter(({ verdict }) => verdict === 'invalid');
  const untold = findings.some(({ verdict }) => verdict === 'unknown');
  const state = bad.length > 0 ? 'invalid' : unproved !== null || untold ? 'unproved' : 'valid';
  return { state, harms: harmsOf(bad, one), findings, unproved, evidence };
}

/**
 * Whether a check has anything to say of a single workflow: where no work was in the victim's hands, or no attempt was
 * handed any progress, there is nothing to recover or resume. Of a whole run these are never left out.
 */
function applies(name: string, evidence: Evidence): boolean {
  const [job] = evidence.plan.workload;
  if (name === 'side-effects-once') return (job?.expect.effects.length ?? 0) > 0;
  if (name === 'checkpoints-match-history') return (job?.expect.checkpoints.length ?? 0) > 0;
  if (name === 'progress-resumed') {
    const rules = job?.expect.progress ?? [];
    return rules.length > 0 && handOuts(evidence.journal).some(({ details }) => details !== undefined);
  }
  if (name !== 'recovers-within-bound') return true;
  if (evidence.plan.schedule.length === 0) return false;
  return unitRecoveries(evidence).some(({ state }) => state !== 'untouched' && state !== 'not-needed');
}

/**
 * Whether nothing speaks against a point but that work came on later than its bound.
 *
 * @remarks The bound is made of what one workflow takes. Where a whole front recovers at the same instant on the same machine
 * it says nothing: such a point is run again among fewer, at last alone.
 */
export function isOnlyLate(findings: readonly Finding[]): boolean {
  const bad = findings.filter(({ verdict }) => verdict === 'invalid');
  const isLate = ({ check, exhibits }: Finding): boolean =>
    check === 'recovers-within-bound' && exhibits.every((exhibit) => stateOf(exhibit) !== 'never');
  return bad.length > 0 && bad.every(isLate);
}

function stateOf(exhibit: unknown): unknown {
  return (exhibit as { readonly state?: unknown } | null)?.state;
}

function compared(
  context: JudgingContext,
  one: FaultedWorkflow,
  { books, references }: { readonly books: ExplorationBooks; readonly references: readonly Outcome[] },
): readonly Finding[] {
  try {
    const outcome = outcomeOf(context, books, one.job.workflowId);
    return [sameEndState(outcome, references), sameWork(outcome, references)];
  } catch (error) {
    const summary = `It could not be compared with its references: ${error instanceof Error ? error.message : String(error)}`;
    return [{ check: 'work-done-as-without-fault', verdict: 'unknown', summary, exhibits: [] }];
  }
}

const lostWords = new Set(['lost', 'missing', 'no-row']);
const stuckChecks = new Set(['recovers-within-bound']);

function harmsOf(bad: readonly Finding[], { ended }: FaultedWorkflow): readonly Harm[] {
  const words = bad.flatMap(({ exhibits }) => exhibits.map((exhibit) => violationOf(exhibit)));
  const harms = new Set<Harm>();
  if (words.some((word) => lostWords.has(word))) harms.add('lost');
  if (words.includes('doubled') || words.includes('repeated')) harms.add('doubled');
  if (!ended || bad.some(({ check }) => stuckChecks.has(check))) harms.add('stuck');
  if (bad.length > 0 && harms.size === 0) harms.add('other');
  return [...harms];
}

function violationOf(exhibit: unknown): string {
  const violation = (exhibit as { readonly violation?: unknown } | null)?.violation;
  return typeof violation === 'string' ? violation : '';
}
