import { count } from '../../harness/model/count.ts';
import { table } from '../docs/table.ts';
import { type GoodRun, repeatCommand } from './good-run.ts';
import { isAmiss, outcomes, type RunResult } from './run-result.ts';
import { type Conditions, countsOf, type FalseAlarms, type ReasonCount, type ScoreRow } from './score.ts';

/** A run in words: `worker-kill, seed 3, embedded, busy-fault`. */
export function describeRun({ scenario, seed, stack, setting }: GoodRun): string {
  return `${scenario}, seed ${seed}, ${stack}, ${setting}`;
}

/** One run in one line, with the first reason if it is amiss. */
export function renderResult(result: RunResult): string {
  const { outcome, tookMs, reasons } = result;
  const [first] = reasons;
  const why = first === undefined ? '' : ` · ${first.check}: ${first.summary}`;
  return `${isAmiss(result) ? '✗' : '✓'} ${describeRun(result)}: ${outcome} in ${(tookMs / 1000).toFixed(0)} s${why}`;
}

/** The score as Markdown: by system and setting, the goals, the reasons, and each run that is amiss. */
export function renderScore({ conditions, rows, goals, reasons, results }: FalseAlarms): string {
  const amiss = results.filter((result) => isAmiss(result));
  return [
    `${count(results.length, 'run')} of good systems. ${describeConditions(conditions)}`,
    '',
    table(['system', 'stack', 'setting', 'runs', ...outcomes], [...rows.map(scoreRow), totalRow(results)]),
    '',
    table(
      ['goal', 'wanted', 'reached', 'met'],
      goals.map(({ goal, wanted, reached, met }) => [goal, wanted, reached, met ? 'yes' : 'no']),
    ),
    '',
    '`no-fault`: nothing struck, so that nothing was put to the test; every check that is not about faults is valid.',
    '',
    '## Reasons',
    '',
    reasons.length === 0 ? 'None.' : table(['outcome', 'check', 'runs'], reasons.map(reasonRow)),
    '',
    '## Runs that are amiss',
    '',
    ...(amiss.length === 0 ? ['None.'] : amiss.flatMap((result) => renderAmiss(result, conditions))),
    '',
  ].join('\n');
}

function describeConditions({ cpu, cores, node, jobs, busy }: Conditions): string {
  const load = `in busy settings ${count(busy, 'process')} computed all the time`;
  return `${count(cores, 'core')} of ${cpu}, Node ${node}; ${jobs} at once; ${load}.`;
}

function scoreRow({ system, stack, setting, runs, counts }: ScoreRow): readonly string[] {
  return [system, stack, setting, String(runs), ...outcomes.map((outcome) => String(counts[outcome]))];
}

function reasonRow({ outcome, check, runs }: ReasonCount): readonly string[] {
  return [outcome, check, String(runs)];
}

function totalRow(results: readonly RunResult[]): readonly string[] {
  const counts = countsOf(results);
  return ['all', '', '', String(results.length), ...outcomes.map((outcome) => String(counts[outcome]))];
}

function renderAmiss(result: RunResult, { busy }: Conditions): readonly string[] {
  const { outcome, scenario, runId, reasons } = result;
  return [
    `- ${describeRun(result)}: **${outcome}**. Folder: \`reports/false-alarms/runs/${scenario}/${runId}\``,
    `  Repeat it: \`${repeatCommand(result, busy)}\``,
    ...reasons.map(({ check, summary }) => `  - ${check}: ${summary}`),
  ];
}
