#!/usr/bin/env node
import { Command, CommanderError } from 'commander';
import { HarnessError, toHarnessError } from '../errors.ts';
import { exitCodes } from '../model/verdict.ts';
import { doctorCommand } from './doctor.ts';
import { harnessVersion } from './harness-version.ts';
import { judgeCommand } from './judge.ts';
import { complain } from './output.ts';
import { reportCommand } from './report.ts';
import { scenarioCommand } from './scenario.ts';

const program = new Command('chaos')
  .description('Chaos engineering for durable workflow systems: does a crash, anywhere, lose or repeat work?')
  .version(harnessVersion())
  .addCommand(scenarioCommand())
  .addCommand(judgeCommand())
  .addCommand(reportCommand())
  .addCommand(doctorCommand());

for (const command of [program, ...program.commands]) {
  command
    .exitOverride()
    .configureOutput({ outputError: () => undefined })
    .showSuggestionAfterError();
}

try {
  await program.parseAsync();
} catch (thrown) {
  process.exitCode = exitOf(thrown);
}

function exitOf(thrown: unknown): number {
  if (thrown instanceof CommanderError) {
    // --help and --version end this way too, with code 0.
    if (thrown.exitCode === 0) return 0;
    const why = thrown.message.replace(/^error: /, '');
    if (why !== '(outputHelp)') complain(usage(why));
    return exitCodes.usage;
  }
  const error = toHarnessError(thrown);
  complain(error);
  return error.exitCode;
}

function usage(why: string): HarnessError {
  const [first = why, hint = ''] = why.split('\n');
  return new HarnessError(
    'CHAOS_USAGE',
    `Expected a command line that is understood, but: ${first}. ${hint} See --help.`,
  );
}
