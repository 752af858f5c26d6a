import type { Finding } from '../../model/check.ts';
import type { Book, Evidence } from '../../model/evidence.ts';
import { entriesOf } from '../../model/journal.ts';
import { REPORT_SCHEMA, type Report } from '../../model/report.ts';
import type { Verdict } from '../../model/verdict.ts';

/** What a report is made of. */
export interface ReportParts {
  readonly runId: string;
  readonly stack: Report['stack'];
  readonly startedAt: string;
  readonly durationMs: number;
  readonly evidence: Evidence;
  readonly verdict: Verdict;
  readonly findings: readonly Finding[];
  readonly recovery: Report['recovery'];
  readonly phases: Report['phases'];
  readonly errors: Report['errors'];
  readonly notJudged: readonly string[];
  readonly interrupted: boolean;
}

/** Makes the report of a run: data from data. */
export function makeReport(parts: ReportParts): Report {
  const { plan, versions, landings } = parts.evidence;
  const { scenario, hypothesis, subject, seed, params, sabotage } = plan;
  const { runId, stack, startedAt, durationMs, verdict, recovery, phases, errors, interrupted } = parts;
  return {
    schema: REPORT_SCHEMA,
    runId,
    scenario,
    hypothesis,
    subject,
    seed,
    params,
    sabotage,
    stack,
    startedAt,
    durationMs,
    verdict,
    notJudged: [...parts.notJudged],
    findings: [...parts.findings],
    landings: [...landings],
    phases,
    errors,
    counts: countsOf(parts.evidence),
    recovery,
    versions,
    interrupted,
    reproduce: reproduceCommand(parts.evidence, parts.stack),
  };
}

/** The command that repeats a run of this plan, on the stack that it was run on; a hosted Supabase is for the user to name. */
function reproduceCommand({ plan, versions }: Evidence, stack: Report['stack']): string {
  const params = Object.entries(plan.params).map(([name, value]) => `--param ${name}=${JSON.stringify(value)}`);
  const sabotage = plan.sabotage === null ? [] : [`--sabotage ${plan.sabotage}`];
  const noFault = plan.schedule.length === 0 ? ['--no-fault'] : [];
  const hosted = versions.supabase === undefined ? '' : 'SUPABASE_URL=… SUPABASE_KEY=… ';
  const command = `${hosted}npm run scenario ${plan.scenario} -- --stack ${stack} --seed ${plan.seed}`;
  return [command, ...params, ...sabotage, ...noFault].join(' ');
}

function countsOf(evidence: Evidence): Report['counts'] {
  const effects = rowsOf(evidence.effects);
  const histories = rowsOf(evidence.eventHistories);
  return {
    workflows: histories.length,
    events: histories.reduce((sum, history) => sum + history.events.length, 0),
    checkpoints: rowsOf(evidence.checkpoints).length,
    effectsApplied: effects.filter((line) => line.outcome === 'applied').length,
    effectsDeduplicated: effects.filter((line) => line.outcome === 'deduplicated').length,
    calls: entriesOf(evidence.journal, 'call').length,
    replays: rowsOf(evidence.replays).length,
  };
}

function rowsOf<T>(book: Book<T>): readonly T[] {
  return book.state === 'collected' ? book.rows : [];
}
