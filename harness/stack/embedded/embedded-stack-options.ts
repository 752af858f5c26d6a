import type { StackOptions } from '../stack-options.ts';

/** What an embedded stack is started with. */
export interface EmbeddedStackOptions extends StackOptions {
  /** Paths of the binaries. */
  readonly servers: { readonly temporal: string; readonly toxiproxy: string };
}
