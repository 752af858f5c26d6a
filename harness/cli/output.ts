import type { HarnessError } from '../errors.ts';

/** Writes one line for the user to standard output. */
export function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** Writes an error as one line with its code to standard error. */
export function complain(error: HarnessError): void {
  process.stderr.write(`${error.code}: ${error.message.replaceAll('\n', ' ')}\n`);
}
