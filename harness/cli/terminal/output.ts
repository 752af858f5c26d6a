import { HarnessError } from '../../errors.ts';

/** Writes one line for the user to standard output. */
export function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** Writes an error as one line with its code to standard error. */
export function complain({ code, message }: { readonly code: string; readonly message: string }): void {
  process.stderr.write(`${code}: ${message.replaceAll(/\s+/g, ' ').trim()}\n`);
}

/** The state of standard output: null, or why it didn't take the text. */
export interface OutputWatch {
  readonly failure: HarnessError | null;
}

/**
 * Keeps an output that breaks from ending the process with a stack trace.
 *
 * @remarks A reader that has closed the pipe (`| head`) wants no more, which changes neither verdict nor exit code. An
 * output that can't be written to (a full disk) is a failure, reported at the end. A broken standard error is ignored:
 * there is no other place to report it.
 */
export function watchOutput(): OutputWatch {
  const watch: { failure: HarnessError | null } = { failure: null };
  process.stderr.on('error', () => undefined);
  process.stdout.on('error', (cause: NodeJS.ErrnoException) => {
    if (cause.code === 'EPIPE') return;
    const sentence = `Can't write to standard output: ${cause.message}. Make room, or send it elsewhere.`;
    watch.failure ??= new HarnessError('CHAOS_NOT_WRITABLE', sentence, { cause });
  });
  return watch;
}
