import type { Report } from '../../model/report.ts';
import type { RunRow } from '../../model/summary.ts';
import { describeVerdict } from '../run/describe-report.ts';

/** How the process that made a report ended. */
export interface RunEnd {
  readonly exit: number;
  readonly durationMs: number;
}

type RunUnit = NonNullable<RunRow['recovery']>['longest'];

/** One row of a summary, from the report of a run. Pure. */
export function summariseReport(report: Report, { exit, durationMs }: RunEnd): RunRow {
  const { scenario, hypothesis, runId, verdict, interrupted, reproduce } = report;
  return {
    state: 'run',
    scenario,
    hypothesis,
    runId,
    folder: `reports/runs/${scenario}/${runId}`,
    verdict,
    exit,
    interrupted,
    durationMs,
    recovery: recoveryOf(report),
    landings: report.landings.map(({ faultId, fault, landed, witnesses }) => {
      const causes = witnesses.filter((witness) => witness.sort === 'cause').length;
      return { faultId, fault, landed, causes, effects: witnesses.length - causes };
    }),
    meaning: describeVerdict(report),
    why: whyNoSuccess(report),
    reproduce,
  };
}

/** The recovery of a run: its slowest unit of work, and the one that came nearest to its bound; null if none had to. */
export function recoveryOf({ recovery }: Report): RunRow['recovery'] {
  const longest = recovery.toSorted((a, b) => b.recoveryTimeMs - a.recoveryTimeMs)[0];
  const tightest = recovery.toSorted((a, b) => b.recoveryTimeMs / b.boundMs - a.recoveryTimeMs / a.boundMs)[0];
  if (longest === undefined || tightest === undefined) return null;
  return { units: recovery.length, longest: unitOf(longest), tightest: unitOf(tightest) };
}

/** The terms of a bound stay in the report of their run. */
function unitOf({ unit, recoveryTimeMs, boundMs }: Report['recovery'][number]): RunUnit {
  return { unit, recoveryTimeMs, boundMs };
}

/** In the order of the exit codes: violations, errors of the harness, unknown results. */
function whyNoSuccess({ verdict, findings, errors, interrupted }: Report): string | null {
  const violated = findings.filter((finding) => finding.verdict === 'invalid');
  const open = findings.filter((finding) => finding.verdict === 'unknown');
  const [finding] = [...violated, ...(errors.length > 0 ? [] : open)];
  const [error] = errors;
  if (verdict === 'invalid' && finding !== undefined) return `${finding.check}: ${finding.summary}`;
  if (interrupted) return 'interrupted; faults were healed first';
  if (error !== undefined) return `${error.code}: ${error.message}`;
  if (verdict === 'valid') return null;
  return finding === undefined ? 'no check was run' : `${finding.check}: ${finding.summary}`;
}
