import { basename, resolve } from 'node:path';
import { Command, type CommandUnknownOpts } from '@commander-js/extra-typings';
import { HarnessError } from '../../errors.ts';
import { asTyped } from '../../model/as-typed.ts';
import { exitCodes } from '../../model/exit-code.ts';
import { type ComparedRun, diffRuns } from '../../reporting/diff/diff-runs.ts';
import { renderRunDiff } from '../../reporting/diff/render-run-diff.ts';
import { readRunFolder } from '../../reporting/store/read-run-folder.ts';
import { wantsColour } from '../../reporting/text/paint.ts';
import { say } from '../terminal/output.ts';

const examples = asTyped(`
Example:
  npm run chaos -- diff reports/runs/worker-kill/20260101-120000-s7-ab12 reports/runs/worker-kill/20260102-120000-s7-cd34`);

/** The verb `diff`: two runs side by side, offline. */
export function diffCommand(): CommandUnknownOpts {
  return new Command('diff')
    .description('Show two runs side by side, offline: verdict, checks, recovery, counts, plan; what differs first.')
    .argument('<first>', 'the folder of a run, reports/runs/<scenario>/<run-id>')
    .argument('<second>', 'the folder of another one')
    .option('--json', 'print JSON')
    .addHelpText('after', examples)
    .allowExcessArguments(false)
    .action(async (first: string, second: string, flags: { readonly json?: true }) => {
      const diff = diffRuns(await readCompared(first), await readCompared(second));
      const colour = wantsColour(process.stdout);
      say(flags.json === true ? JSON.stringify(diff, null, 2) : renderRunDiff(diff, { colour }).trimEnd());
      process.exitCode = exitCodes.valid;
    });
}

/**
 * A whole run with the report that was written, and another with what its folder still proves.
 *
 * @throws HarnessError CHAOS_BAD_RUN_FOLDER if it is none; CHAOS_USAGE if it is that of an exploration.
 */
async function readCompared(path: string): Promise<ComparedRun> {
  const folder = resolve(path);
  // Loaded late: the other verbs start without it.
  const { isExplorationFolder } = await import('../../app/judge-exploration.ts');
  if (isExplorationFolder(folder)) throw exploration(path);
  const run = await readRunFolder(folder);
  const { plan, report: written, incomplete } = run;
  const runId = written?.runId ?? basename(folder);
  if (written !== null && incomplete.length === 0) return { runId, plan, report: written, incomplete };
  const { judgeAgain, registryFor } = await import('./judge.ts');
  return { runId, plan, report: judgeAgain(run, runId, await registryFor(plan)), incomplete };
}

function exploration(path: string): HarnessError {
  const sentence = `${path} is the folder of an exploration, not of a run.`;
  return new HarnessError('CHAOS_USAGE', asTyped(`${sentence} Run: npm run explore -- <workflow> --diff ${path}`));
}
