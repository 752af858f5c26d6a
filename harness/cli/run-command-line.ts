import { CommanderError, type CommandUnknownOpts } from '@commander-js/extra-typings';
import { HarnessError, toHarnessError } from '../errors.ts';
import { type ExitCode, exitCodes } from '../model/exit-code.ts';
import { refuseSwallowedFlags } from './options/swallowed-flags.ts';
import { createProgram } from './program.ts';

/**
 * Runs a command line.
 *
 * @param args - without the program and its file
 * @param program - the verbs, or one command that has none
 * @returns the exit code
 * @throws HarnessError if it fails; this function does not print the error
 */
export async function runCommandLine(
  args: readonly string[],
  program: CommandUnknownOpts = createProgram(),
): Promise<ExitCode> {
  try {
    refuseSwallowed(program, args);
    await program.parseAsync(args, { from: 'user' });
  } catch (thrown) {
    if (!(thrown instanceof CommanderError)) throw toHarnessError(thrown);
    // --help and --version end this way too, with code 0.
    if (thrown.exitCode === 0) return exitCodes.valid;
    throw usage(thrown.message);
  }
  return (process.exitCode ?? exitCodes.harness) as ExitCode;
}

function refuseSwallowed(program: CommandUnknownOpts, args: readonly string[]): void {
  const verb = program.commands.find((one) => one.name() === args[0]);
  const command = verb ?? program;
  const options = [command, ...command.commands].flatMap((one) => one.options);
  const flags = options.map((option) => ({ name: option.long?.slice(2) ?? '', takesValue: option.required }));
  const operands = (verb === undefined ? args : args.slice(1)).filter((word) => !word.startsWith('-'));
  refuseSwallowedFlags({ verb: command.name(), operands }, flags, process.env);
}

function usage(message: string): HarnessError {
  // Commander has printed the help by then, and says only that it has.
  if (message === '(outputHelp)') {
    return new HarnessError('CHAOS_USAGE', 'No command was given. Choose one of the commands above.');
  }
  const [first = '', hint = ''] = message.replace(/^error: /, '').split('\n');
  const advice = [hint.replace(/^\((.*)\)$/, '$1'), 'See --help.'].filter((part) => part !== '').join(' ');
  const sentence = `The command line is not understood: ${first.replace(/\.$/, '')}. ${advice}`;
  return new HarnessError('CHAOS_USAGE', sentence);
}
