import { type HarnessError, toHarnessError } from '../../errors.ts';
import { complain } from './output.ts';

type Handler = (error: HarnessError) => void;

function endAtOnce(error: HarnessError): void {
  complain(error);
  process.exit(error.exitCode);
}

let handle: Handler = endAtOnce;

/**
 * Turns an uncaught error into one line and exit code 70, instead of a stack trace and Node's exit code 1, which
 * here would say that the system under test broke a promise.
 */
export function watchUncaught(): void {
  const heed = (thrown: unknown): void => handle(toHarnessError(thrown));
  process.on('uncaughtException', heed);
  process.on('unhandledRejection', heed);
}

/** Gives uncaught errors to a listener that has something to undo first; ends when disposed. */
export function heedUncaught(handler: Handler): Disposable {
  handle = handler;
  return {
    [Symbol.dispose]: () => {
      handle = endAtOnce;
    },
  };
}
