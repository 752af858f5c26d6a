import type { Tiered } from './tier.ts';

/** What is shown on a hosted Supabase. */
export interface HostedClaim extends Tiered {
  readonly what: string;
  readonly sabotage: string | null;
}

/** All of it, by a name for the tests. */
export const hostedClaims = {
  valid: { tier: 'test', what: 'worker-kill is valid on it, and leaves it as it was', sabotage: null },
  linkFault: { tier: 'full', what: 'a fault of the link to it strikes', sabotage: null },
  lost: { tier: 'full', what: 'a checkpoint that is lost is found', sabotage: 'checkpoint-lost' },
  unreadable: { tier: 'ci', what: 'a book that can not be read proves nothing', sabotage: null },
} as const satisfies Readonly<Record<string, HostedClaim>>;
