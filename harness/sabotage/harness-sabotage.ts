import type { Fault } from '../model/fault.ts';
import type { Capability } from '../model/stacks.ts';
import type { RunParts } from '../runner/run-context.ts';

/** A deliberately broken harness: it shows that the harness's own checks can fail. */
export interface HarnessSabotage {
  readonly name: string;
  /** The defect, in one sentence. */
  readonly summary: string;
  /** The check that must catch it; `unknown` rather than `invalid` where the fault never landed. */
  readonly caughtBy: { readonly check: string; readonly verdict: 'invalid' | 'unknown' };
  /** The scenario under which it shows, unless it shows in all. */
  readonly shownBy?: string;
  /** The capability of the stack without which it breaks nothing; left out: none. */
  readonly needs?: Capability;
  apply(parts: RunParts): RunParts;
}

/** The same parts with every fault of the registry changed. */
export function withFaults(parts: RunParts, change: (fault: Fault) => Fault): RunParts {
  return {
    ...parts,
    findFault: (name) => {
      const fault = parts.findFault(name);
      return fault === undefined ? undefined : change(fault);
    },
  };
}
