/** The client doesn't do what it is asked for; its message says why in a sentence. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError';
}
