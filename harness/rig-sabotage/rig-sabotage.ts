import type { RunParts } from '../runner/run-context.ts';

/** A deliberately broken harness: it shows that the harness's own checks can fail. */
export interface RigSabotage {
  readonly name: string;
  /** What is broken, in one sentence. */
  readonly summary: string;
  /** The check that must catch it; `unknown` rather than `invalid` where the fault never landed. */
  readonly caughtBy: { readonly check: string; readonly verdict: 'invalid' | 'unknown' };
  apply(parts: RunParts): RunParts;
}
