/**
 * Waits for parts of a start. If one fails, the others are told to give up, and have done so before this rejects.
 *
 * @param stop - the controller of the signal that all of them heed
 */
export async function allOrNone(parts: readonly Promise<unknown>[], stop: AbortController): Promise<void> {
  await Promise.all(parts).catch(async (error: unknown) => {
    stop.abort(error);
    await Promise.allSettled(parts);
    throw error;
  });
}
