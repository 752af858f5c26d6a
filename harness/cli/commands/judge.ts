import { basename, resolve } from 'node:path';
import { Command, type CommandUnknownOpts } from '@commander-js/extra-typings';
import { configuredRegistry } from '../../app/configured-registry.ts';
import { judgeEvidence } from '../../app/judge-evidence.ts';
import { builtInRegistry, checksOfAnyRun, type Registry } from '../../app/registry.ts';
import { asTyped } from '../../model/as-typed.ts';
import type { Plan } from '../../model/plan.ts';
import type { Report } from '../../model/report.ts';
import { mergeVerdicts } from '../../model/verdict.ts';
import { makeReport } from '../../reporting/run/make-report.ts';
import { renderConsole } from '../../reporting/run/render-console.ts';
import { docsFrom } from '../../reporting/store/docs-from.ts';
import { type RunFolder, readRunFolder } from '../../reporting/store/read-run-folder.ts';
import { wantsColour } from '../../reporting/text/paint.ts';
import { exitCodeHelp } from '../options/exit-code-help.ts';
import { exitCodeOf } from '../terminal/exit-code.ts';
import { say } from '../terminal/output.ts';

/** The verb `judge`: judges a run folder again, offline, with the checks of this harness. */
export function judgeCommand(): CommandUnknownOpts {
  return new Command('judge')
    .description('Judge the evidence of an earlier run or exploration again, offline. It writes nothing.')
    .argument('<run-folder>', 'the folder of a run, reports/runs/<scenario>/<run-id>, or of an exploration')
    .option('--json', 'print the report as JSON')
    .addHelpText(
      'after',
      asTyped(`\nExample:\n  npm run judge -- reports/runs/worker-kill/20260101-120000-s7-ab12\n${exitCodeHelp}`),
    )
    .allowExcessArguments(false)
    .action(async (path: string, options: { readonly json?: true }) => {
      const folder = resolve(path);
      // Loaded late: the other verbs start without it.
      const { isExplorationFolder } = await import('../../app/judge-exploration.ts');
      if (isExplorationFolder(folder)) return await judgeExploration(folder, options);
      const run = await readRunFolder(folder);
      const report = judgeAgain(run, basename(folder), await registryFor(run.plan));
      const colour = wantsColour(process.stdout);
      say(
        options.json === true
          ? JSON.stringify(report, null, 2)
          : renderConsole(report, { colour, folder, docsAt: docsFrom(process.cwd()) }),
      );
      process.exitCode = exitCodeOf(report);
    });
}

async function judgeExploration(folder: string, options: { readonly json?: true }): Promise<void> {
  const { judgeExplorationFolder } = await import('../../app/judge-exploration.ts');
  const { renderExplorationConsole } = await import('../../reporting/exploration/render-exploration-console.ts');
  const { renderExplorationJson } = await import('../../reporting/exploration/render-exploration-json.ts');
  const exploration = await judgeExplorationFolder(folder);
  const shown = { colour: wantsColour(process.stdout), places: [], folder, docsAt: docsFrom(process.cwd()) };
  say(options.json === true ? renderExplorationJson(exploration, null) : renderExplorationConsole(exploration, shown));
  process.exitCode = exitCodeOf(exploration);
}

/** The faults and checks of a plan; chaos.config.ts of the working folder is loaded only for those that are not ours. */
export async function registryFor({ schedule, checks }: Plan): Promise<Registry> {
  const { findFault, findCheck } = builtInRegistry;
  const isKnown =
    schedule.every(({ fault }) => findFault(fault) !== undefined) && checks.every((name) => findCheck(name));
  return isKnown ? builtInRegistry : await configuredRegistry(process.cwd());
}

/** Judges a run folder; a part that is missing from it can only make the verdict `unknown` or leave it `invalid`. */
export function judgeAgain(run: RunFolder, runId: string, registry: Registry = builtInRegistry): Report {
  const judged = judgeEvidence(run.evidence, registry);
  const incomplete = run.incomplete.map((summary) => ({
    check: 'run-folder-complete',
    verdict: 'unknown' as const,
    summary,
    exhibits: [],
  }));
  const { report } = run;
  const record = {
    runId: report?.runId ?? runId,
    stack: report?.stack ?? ('embedded' as const),
    startedAt: report?.startedAt ?? run.evidence.journal[0]?.time ?? new Date(0).toISOString(),
    durationMs: report?.durationMs ?? 0,
    phases: report?.phases ?? [],
    errors: report?.errors ?? [],
    interrupted: report?.interrupted ?? false,
    judgeable: report === null ? null : { checks: checksOfAnyRun(registry), booksNotKept: booksNotKept(report) },
  };
  return makeReport(record, {
    ...judged,
    verdict: mergeVerdicts([judged.verdict, ...incomplete.map((finding) => finding.verdict)]),
    findings: [...judged.findings, ...incomplete],
  });
}

/** The books that the run's own report says its subject does not keep. */
function booksNotKept({ notJudged }: Report): readonly string[] {
  return ['checkpoints', 'effects'].filter((book) => notJudged.includes(`book: ${book}`));
}
