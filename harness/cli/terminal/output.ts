import { HarnessError } from '../../errors.ts';

/** Writes one line for the user to standard output. */
export function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** Writes an error as one line with its code to standard error. */
export function complain({ code, message }: { readonly code: string; readonly message: string }): void {
  process.stderr.write(`${code}: ${message.replaceAll(/\s+/g, ' ').trim()}\n`);
}

/** What became of standard output: null, or why it didn't take what was written. */
export interface OutputWatch {
  readonly failure: HarnessError | null;
}

/**
 * Keeps an output that breaks from ending the process with a stack trace.
 *
 * @remarks A reader that has gone (`| head`) wanted no more, which changes neither verdict nor exit code; an output that
 * can't be written to (a full disk) is a failure, to be told of at the end. Where standard error breaks there is nobody
 * to tell.
 */
export function watchOutput(): OutputWatch {
  const watch: { failure: HarnessError | null } = { failure: null };
  process.stderr.on('error', () => undefined);
  process.stdout.on('error', (cause: NodeJS.ErrnoException) => {
    if (cause.code === 'EPIPE') return;
    const sentence = `Expected to write to standard output, but got: ${cause.message}. Make room, or send it elsewhere.`;
    watch.failure ??= new HarnessError('CHAOS_NOT_WRITABLE', sentence, { cause });
  });
  return watch;
}
