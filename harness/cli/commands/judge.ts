import { basename, resolve } from 'node:path';
import { Command } from 'commander';
import { judgeBooks } from '../../app/judge-books.ts';
import type { Report } from '../../model/report.ts';
import { mergeVerdicts } from '../../model/verdict.ts';
import { wantsColour } from '../../reporting/progress/live-line.ts';
import { makeReport } from '../../reporting/run/make-report.ts';
import { renderConsole } from '../../reporting/run/render-console.ts';
import { type RunFolder, readRunFolder } from '../../reporting/store/read-run-folder.ts';
import { exitCodeHelp } from '../options/exit-code-help.ts';
import { exitCodeOf } from '../terminal/exit-code.ts';
import { say } from '../terminal/output.ts';

/** The verb `judge`: judges a run folder again, offline, with the checks of this harness. */
export function judgeCommand(): Command {
  return new Command('judge')
    .description('Judge the evidence of an earlier run again, offline.')
    .argument('<run-folder>', 'reports/runs/<scenario>/<run-id>')
    .option('--json', 'print the report as JSON')
    .addHelpText(
      'after',
      `\nExample:\n  npm run judge -- reports/runs/worker-kill/20260101-120000-s7-ab12\n${exitCodeHelp}`,
    )
    .allowExcessArguments(false)
    .action(async (path: string, options: { readonly json?: true }) => {
      const folder = resolve(path);
      const report = judgeAgain(await readRunFolder(folder), basename(folder));
      const colour = wantsColour(process.stdout);
      say(options.json === true ? JSON.stringify(report, null, 2) : renderConsole(report, { colour, folder }));
      process.exitCode = exitCodeOf(report);
    });
}

/** Judges a run folder; what is missing from it can only make the verdict `unknown` or leave it `invalid`. */
export function judgeAgain(run: RunFolder, runId: string): Report {
  const { evidence, verdict, findings, recovery } = judgeBooks(run.evidence);
  const incomplete = run.incomplete.map((summary) => ({
    check: 'run-folder-complete',
    verdict: 'unknown' as const,
    summary,
    exhibits: [],
  }));
  const whole = [verdict, ...incomplete.map((finding) => finding.verdict)];
  const { report } = run;
  return makeReport({
    runId: report?.runId ?? runId,
    stack: report?.stack ?? 'embedded',
    startedAt: report?.startedAt ?? run.evidence.journal[0]?.time ?? new Date(0).toISOString(),
    durationMs: report?.durationMs ?? 0,
    evidence,
    verdict: mergeVerdicts(whole),
    findings: [...findings, ...incomplete],
    recovery: [...recovery],
    phases: report?.phases ?? [],
    errors: report?.errors ?? [],
    notJudged: report?.notJudged ?? [],
    interrupted: report?.interrupted ?? false,
  });
}
