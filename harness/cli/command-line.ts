import type { CommandUnknownOpts } from '@commander-js/extra-typings';
import { HarnessError, toHarnessError } from '../errors.ts';
import { type ExitCode, exitCodes, gravestExit } from '../model/exit-code.ts';
import { runCommandLine } from './run-command-line.ts';
import { complain, watchOutput } from './terminal/output.ts';
import { watchUncaught } from './terminal/uncaught.ts';

/**
 * Carries out the command line of this process, and ends the process: an error is printed as one line, and the exit
 * code says how it went.
 */
export function runProcess(program: CommandUnknownOpts): void {
  const output = watchOutput();
  watchUncaught();
  let ended = false;
  const end = (exit: ExitCode): void => {
    // What was written just now may turn out unwritten a turn later.
    setImmediate(() => {
      ended = true;
      if (output.failure !== null) complain(output.failure);
      process.exitCode = output.failure === null ? exit : gravestExit([exit, 'harness']);
    });
  };
  process.on('exit', (code) => {
    if (!ended) reportEarlyEnd(code);
  });
  // Not awaited at the top level: a promise that never settles would end in Node's own warning and exit code 13.
  void runCommandLine(process.argv.slice(2), program).then(end, (thrown: unknown) => {
    const error = toHarnessError(thrown);
    complain(error);
    end(error.exitCode);
  });
}

/** A process that ends before its work is done has proved nothing. */
function reportEarlyEnd(code: number): void {
  if (code === exitCodes.interrupted || code === exitCodes.harness) return;
  const sentence = `Expected to come to an end, but the process ended before with ${code}. Look at chaos.config.ts and what it imports.`;
  complain(new HarnessError('CHAOS_INTERNAL', sentence));
  process.exitCode = exitCodes.harness;
}
