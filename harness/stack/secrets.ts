import { randomBytes } from 'node:crypto';

/** A password, made anew for each run. */
export function secret(): string {
  return randomBytes(24).toString('hex');
}

/** Both keys of a Supabase, made anew for each run. */
export function supabaseKeys(): { readonly publishable: string; readonly service: string } {
  return { publishable: `sb_publishable_${secret()}`, service: `sb_secret_${secret()}` };
}
