import { Command } from 'commander';
import { clientCommand } from './client.ts';
import { doctorCommand } from './doctor.ts';
import { exploreCommand } from './explore.ts';
import { harnessVersion } from './harness-version.ts';
import { healCommand } from './heal.ts';
import { imagesCommand } from './images.ts';
import { injectCommand } from './inject.ts';
import { judgeCommand } from './judge.ts';
import { reportCommand } from './report.ts';
import { scenarioCommand } from './scenario.ts';
import { stackCommand } from './stack.ts';

const examples = `
Examples:
  npm run scenario worker-kill
  npm run explore ingestDocument
  npm run judge -- reports/runs/worker-kill/20260101-120000-s7-ab12
  npm run doctor`;

/** The whole command line: every verb, whose errors are thrown for the one place that prints them. */
export function createProgram(): Command {
  const program = new Command('chaos')
    .description('Chaos engineering for durable workflow systems: does a crash, anywhere, lose or repeat work?')
    .version(harnessVersion())
    .addHelpText('after', examples)
    .addCommand(scenarioCommand())
    .addCommand(exploreCommand())
    .addCommand(judgeCommand())
    .addCommand(reportCommand())
    .addCommand(imagesCommand())
    .addCommand(doctorCommand().addHelpText('after', '\nExample:\n  npm run doctor -- --install'));
  program.addCommand(stackCommand()).addCommand(injectCommand()).addCommand(healCommand()).addCommand(clientCommand());
  for (const command of [program, ...program.commands, ...program.commands.flatMap((one) => one.commands)]) {
    command
      .exitOverride()
      .configureOutput({ outputError: () => undefined })
      .showSuggestionAfterError();
  }
  return program;
}
