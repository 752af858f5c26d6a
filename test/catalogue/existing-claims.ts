import type { Tiered } from './tier.ts';

/** What is shown on a Temporal of others. */
export interface ExistingClaim extends Tiered {
  readonly what: string;
  readonly sabotage: null;
}

/** All of it, by a name for the tests. */
export const existingClaims = {
  valid: { tier: 'test', what: 'worker-kill is valid on it, and leaves it as it was', sabotage: null },
  explored: { tier: 'ci', what: 'a workflow is explored on it', sabotage: null },
} as const satisfies Readonly<Record<string, ExistingClaim>>;
