import { formatDuration } from '../model/duration.ts';

/** How often a line is printed while an operation takes long, in milliseconds. */
const everyMs = 10_000;

/**
 * Prints what is being done, at its start and then every 10 s with the time elapsed, until it is done.
 *
 * @param says - `hint` is added to the first line; `detail` to each later one, such as how much has arrived
 */
export async function withProgress<T>(
  what: string,
  says: { readonly progress: (line: string) => void; readonly hint?: string; readonly detail?: () => string },
  work: () => Promise<T>,
): Promise<T> {
  const startMs = performance.now();
  const say = (): void => {
    const elapsed = formatDuration(performance.now() - startMs);
    const detail = says.detail?.() ?? '';
    says.progress(`${what} … ${detail === '' ? elapsed : `${detail}, ${elapsed}`}`);
  };
  says.progress(says.hint === undefined ? what : `${what} (${says.hint})`);
  const timer = setInterval(say, everyMs);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}
