import { randomBytes } from 'node:crypto';

/** A new password; each run has another one. */
export function secret(): string {
  return randomBytes(24).toString('hex');
}

/** Both keys of a Supabase; each run has others. */
export function supabaseKeys(): { readonly publishable: string; readonly service: string } {
  return { publishable: `sb_publishable_${secret()}`, service: `sb_secret_${secret()}` };
}
