import { type Command, CommanderError } from 'commander';
import { HarnessError, toHarnessError } from '../errors.ts';
import { type ExitCode, exitCodes, gravestExit } from '../model/exit-code.ts';
import { refuseSwallowedFlags } from './options/swallowed-flags.ts';
import { createProgram } from './program.ts';
import { complain, watchOutput } from './terminal/output.ts';
import { watchUncaught } from './terminal/uncaught.ts';

const output = watchOutput();
watchUncaught();
let ended = false;
process.on('exit', tellOfEarlyEnd);

// Not awaited at the top level: a promise that never settles would end in Node's own warning and exit code 13.
void run(createProgram()).then(end, (thrown: unknown) => end(exitOf(thrown)));

async function run(program: Command): Promise<ExitCode> {
  const [verb, ...rest] = process.argv.slice(2);
  const command = program.commands.find((one) => one.name() === verb);
  if (command !== undefined) refuseSwallowed(command, rest);
  await program.parseAsync();
  return (process.exitCode ?? exitCodes.harness) as ExitCode;
}

function refuseSwallowed(command: Command, rest: readonly string[]): void {
  const options = [command, ...command.commands].flatMap((one) => one.options);
  const flags = options.map((option) => ({ name: option.long?.slice(2) ?? '', takesValue: option.required }));
  const operands = rest.filter((word) => !word.startsWith('-'));
  refuseSwallowedFlags({ verb: command.name(), operands }, flags, process.env);
}

function end(exit: ExitCode): void {
  // What was written just now may turn out unwritten a turn later.
  setImmediate(() => {
    ended = true;
    if (output.failure !== null) complain(output.failure);
    process.exitCode = output.failure === null ? exit : gravestExit([exit, 'harness']);
  });
}

/** Whatever ends this process before its work is done has proved nothing. */
function tellOfEarlyEnd(code: number): void {
  if (ended || code === exitCodes.interrupted || code === exitCodes.harness) return;
  const sentence = `Expected to come to an end, but the process ended before with ${code}. Look at chaos.config.ts and what it imports.`;
  complain(new HarnessError('CHAOS_INTERNAL', sentence));
  process.exitCode = exitCodes.harness;
}

function exitOf(thrown: unknown): ExitCode {
  if (thrown instanceof CommanderError) {
    // --help and --version end this way too, with code 0.
    if (thrown.exitCode === 0) return exitCodes.valid;
    complain(usage(thrown.message));
    return exitCodes.usage;
  }
  const error = toHarnessError(thrown);
  complain(error);
  return error.exitCode;
}

function usage(message: string): HarnessError {
  // Commander has printed the help by then, and says only that it has.
  if (message === '(outputHelp)') {
    return new HarnessError('CHAOS_USAGE', 'Expected one of the commands above, but got none of them. Choose one.');
  }
  const [first = '', hint = ''] = message.replace(/^error: /, '').split('\n');
  const advice = [hint.replace(/^\((.*)\)$/, '$1'), 'See --help.'].filter((part) => part !== '').join(' ');
  const sentence = `Expected a command line that is understood, but got: ${first.replace(/\.$/, '')}. ${advice}`;
  return new HarnessError('CHAOS_USAGE', sentence);
}
