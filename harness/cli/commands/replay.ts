import { resolve } from 'node:path';
import { Command, type CommandUnknownOpts } from '@commander-js/extra-typings';
import { asTyped } from '../../model/as-typed.ts';
import { exitCodes } from '../../model/exit-code.ts';
import { renderReplay } from '../../reporting/replay/render-replay.ts';
import { wantsColour } from '../../reporting/text/paint.ts';
import { exitCodeHelp } from '../options/exit-code-help.ts';
import type { FlagsOf } from '../options/flags-of.ts';
import { interruptibly } from '../terminal/interruptibly.ts';
import { say } from '../terminal/output.ts';

const notes = asTyped(`
Examples:
  npm run replay -- --histories reports/runs/worker-kill
  npm run replay -- --histories histories --bundle dist/workflow-bundle.js
  temporal workflow show --workflow-id order-7 --output json > histories/order-7.json
${exitCodeHelp}`);

type ReplayFlags = FlagsOf<typeof define>;

/** The verb `replay`: does a new build follow the event histories of the one before? */
export function replayCommand(): CommandUnknownOpts {
  return define().action(async (flags: ReplayFlags) => {
    const { codeToReplay } = await import('../../app/replay/code-to-replay.ts');
    const { findHistories } = await import('../../app/replay/find-histories.ts');
    const { replayHistories } = await import('../../app/replay/replay-histories.ts');
    const interrupted = (): string => 'The replay was interrupted, so nothing is proved. Call it again.';
    const report = await interruptibly(interrupted, async (signal) => {
      const found = await findHistories(resolve(flags.histories));
      return replayHistories(found, await codeToReplay(flags.bundle, process.cwd(), signal), { signal });
    });
    const look = { colour: wantsColour(process.stdout), cwd: process.cwd() };
    say(flags.json === true ? JSON.stringify(report, null, 2) : renderReplay(report, look));
    process.exitCode = exitCodes[report.verdict];
  });
}

function define() {
  return new Command('replay')
    .description('Replay stored event histories against a new build, before it is deployed. It writes nothing.')
    .requiredOption('--histories <folder>', 'run folders, or event histories that Temporal exported as JSON')
    .option(
      '--bundle <path>',
      'the workflow bundle of the build; by default the code that chaos.config.ts builds or replays with',
    )
    .option('--json', 'print the result as JSON')
    .addHelpText('after', notes)
    .allowExcessArguments(false);
}
