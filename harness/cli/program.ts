import { Command, type CommandUnknownOpts } from '@commander-js/extra-typings';
import { asTyped } from '../model/as-typed.ts';
import type { BaseSource } from '../provision/images/base-source.ts';
import { harnessVersion } from '../version.ts';
import { checkConfigCommand } from './commands/check-config.ts';
import { clientCommand } from './commands/client.ts';
import { completionCommand } from './commands/completion.ts';
import { describeCommand } from './commands/describe.ts';
import { diffCommand } from './commands/diff.ts';
import { doctorCommand } from './commands/doctor.ts';
import { exploreCommand } from './commands/explore.ts';
import { faultsCommand } from './commands/faults.ts';
import { healCommand } from './commands/heal.ts';
import { imagesCommand } from './commands/images.ts';
import { initCommand } from './commands/init.ts';
import { injectCommand } from './commands/inject.ts';
import { judgeCommand } from './commands/judge.ts';
import { listCommand } from './commands/list.ts';
import { replayCommand } from './commands/replay.ts';
import { reportCommand } from './commands/report.ts';
import { scenarioCommand } from './commands/scenario.ts';
import { stackCommand } from './commands/stack.ts';

const examples = asTyped(`
Examples:
  npm run scenario worker-kill
  npm run explore ingestDocument
  npm run judge -- reports/runs/worker-kill/20260101-120000-s7-ab12
  npm run doctor`);

/**
 * The whole command line: every verb. Verbs throw their errors; one place prints them.
 *
 * @param parts - `offlineBases`: stand-ins for the official images, which the package does not have
 */
export function createProgram(parts: { readonly offlineBases?: BaseSource } = {}): CommandUnknownOpts {
  const program = new Command('chaos')
    .description('Chaos engineering for durable workflow systems: does a crash, anywhere, lose or repeat work?')
    .version(harnessVersion())
    .addHelpText('after', examples)
    .addCommand(initCommand())
    .addCommand(checkConfigCommand())
    .addCommand(listCommand())
    .addCommand(describeCommand())
    .addCommand(scenarioCommand())
    .addCommand(exploreCommand())
    .addCommand(judgeCommand())
    .addCommand(diffCommand())
    .addCommand(replayCommand())
    .addCommand(reportCommand())
    .addCommand(imagesCommand(parts.offlineBases))
    .addCommand(doctorCommand().addHelpText('after', asTyped('\nExample:\n  npm run doctor -- --install')));
  const byHand = [stackCommand(), injectCommand(), faultsCommand(), healCommand(), clientCommand()];
  for (const command of byHand) program.addCommand(command);
  program.addCommand(completionCommand(program));
  for (const command of [program, ...program.commands, ...program.commands.flatMap((one) => one.commands)]) {
    command
      .exitOverride()
      .configureOutput({ outputError: () => undefined })
      .showSuggestionAfterError();
  }
  return program;
}
