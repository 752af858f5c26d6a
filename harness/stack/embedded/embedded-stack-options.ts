import type { StackOptions } from '../stack-options.ts';

/** The options of an embedded stack. */
export interface EmbeddedStackOptions extends StackOptions {
  /** Paths of the binaries. */
  readonly servers: {
    readonly temporal: string;
    readonly toxiproxy: string;
    /** Only with `monitoring`. */
    readonly prometheus?: string;
  };
}
