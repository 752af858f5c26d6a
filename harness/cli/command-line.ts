import type { CommandUnknownOpts } from '@commander-js/extra-typings';
import { HarnessError, toHarnessError } from '../errors.ts';
import { type ExitCode, exitCodes, gravestExit } from '../model/exit-code.ts';
import { runCommandLine } from './run-command-line.ts';
import { complain, watchOutput } from './terminal/output.ts';
import { watchUncaught } from './terminal/uncaught.ts';

/** How long something that was left open may keep the process alive once its work is done, in milliseconds. */
const LINGER_MS = 5000;

/**
 * Runs the command line of this process and ends the process. It prints an error as one line; the exit code is the
 * result.
 *
 * @param lingerMs - how long the process may go on after its work, for what was left open
 */
export function runProcess(program: CommandUnknownOpts, lingerMs: number = LINGER_MS): void {
  const output = watchOutput();
  watchUncaught();
  let ended = false;
  const end = (exit: ExitCode): void => {
    // A write of just now may turn out to have failed one turn of the event loop later.
    setImmediate(() => {
      ended = true;
      if (output.failure !== null) complain(output.failure);
      process.exitCode = output.failure === null ? exit : gravestExit([exit, 'harness']);
      endAfter(lingerMs);
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

/** Ends the process though something is still open, such as a connection that never closes: no command may hang. */
function endAfter(lingerMs: number): void {
  const end = (): void => {
    const open = [...new Set(process.getActiveResourcesInfo())].join(', ');
    process.stderr.write(`Everything is done, but something was left open (${open}); the process ends now.\n`);
    process.exit();
  };
  setTimeout(end, lingerMs).unref();
}

/** A process that ends before its work is done has proved nothing. */
function reportEarlyEnd(code: number): void {
  if (code === exitCodes.interrupted || code === exitCodes.harness) return;
  const sentence = `The process ended with ${code} before its work was done. Look at chaos.config.ts and what it imports.`;
  complain(new HarnessError('CHAOS_INTERNAL', sentence));
  process.exitCode = exitCodes.harness;
}
