import { unjudgedJobs } from '../checks/every-workflow-completes/unjudged-jobs.ts';
import { unreadConnections } from '../checks/evidence/unread-connections.ts';
import { unreadPayloads } from '../checks/evidence/unread-payloads.ts';
import { judgeChecks } from '../checks/judge.ts';
import { type Recovery, recoveryOf } from '../checks/recovers-within-bound/recovers-within-bound.ts';
import { messageOf } from '../errors.ts';
import { landingsOf } from '../faults/landings.ts';
import { planAsStarted } from '../model/as-started.ts';
import type { Finding } from '../model/check.ts';
import type { Evidence } from '../model/evidence.ts';
import { mergeVerdicts, type Verdict } from '../model/verdict.ts';
import { builtInRegistry, type Registry } from './registry.ts';

/** The evidence of a run as it was collected; whether its faults landed is part of the judgement. */
export type CollectedEvidence = Omit<Evidence, 'landings'>;

/** What the evidence of a run proves; the same live and offline. */
export interface Judged {
  /** With the landings of its faults. */
  readonly evidence: Evidence;
  readonly verdict: Verdict;
  readonly findings: readonly Finding[];
  /** How long each unit of work took to recover, and how long it may; in milliseconds. */
  readonly recovery: readonly Omit<Recovery, 'terms'>[];
  /** What no check says of the plan's jobs, and what was relayed unread, one phrase each. */
  readonly notJudged: readonly string[];
}

/** The functions by which evidence is judged; a test may replace them. */
export interface Judges {
  readonly landingsOf: typeof landingsOf;
  readonly judgeChecks: typeof judgeChecks;
  readonly recoveryOf: typeof recoveryOf;
}

/**
 * Judges the evidence of a run: landings first, then the checks, then the recovery times. Pure and offline.
 *
 * @remarks Never throws: a lost report proves nothing. A computation that fails becomes an `unknown` finding; so does a
 * fault or a check that the registry lacks by its name.
 *
 * @example
 * const { evidence } = await readRunFolder('reports/runs/worker-kill/20260101-120000-s7-ab12');
 * const { verdict, findings } = judgeEvidence(evidence);
 */
export function judgeEvidence(
  found: CollectedEvidence,
  registry: Registry = builtInRegistry,
  judges: Judges = { landingsOf, judgeChecks, recoveryOf },
): Judged {
  const failures: Finding[] = [];
  const attempt = <T>(check: string, instead: T, compute: () => T): T => {
    try {
      return compute();
    } catch (error) {
      failures.push(failure(check, `The harness itself failed here: ${messageOf(error)}`));
      return instead;
    }
  };
  const plan = attempt('started-workflows-found', found.plan, () => planAsStarted(found.plan, found.journal));
  const collected = { ...found, plan };
  const landings = attempt('witnesses-found', [], () => judges.landingsOf(collected, registry.findFault));
  for (const { faultId, error } of landings) {
    if (error !== undefined) failures.push(failure('witnesses-found', `${faultId}: ${error}`));
  }
  const evidence: Evidence = { ...collected, landings };
  const judged = attempt('checks-judged', { verdict: 'unknown' as const, findings: [] }, () =>
    judges.judgeChecks(evidence, registry.findCheck),
  );
  const recovery = attempt('recovery-measured', [], () => judges.recoveryOf(evidence));
  const notJudged = attempt('jobs-counted', [], () => [
    ...unjudgedJobs(evidence),
    ...unreadConnections(evidence.journal),
    ...unreadPayloads(evidence.eventHistories.state === 'collected' ? evidence.eventHistories.rows : []),
  ]);
  return {
    evidence,
    verdict: mergeVerdicts([judged.verdict, ...failures.map((finding) => finding.verdict)]),
    findings: [...judged.findings, ...failures],
    recovery: recovery.map(({ terms: _terms, ...shown }) => shown),
    notJudged,
  };
}

function failure(check: string, summary: string): Finding {
  return { check, verdict: 'unknown', summary, exhibits: [] };
}
