import { z } from 'zod';
import { HarnessError } from '../errors.ts';
import type { HostedSupabase } from '../model/hosted-supabase.ts';

type NamedSupabase = Pick<HostedSupabase, 'url' | 'key'>;

const urlSchema = z
  .url({ protocol: /^https?$/, error: 'it is not an http or https URL', abort: true })
  .refine((text) => new URL(text).password === '' && new URL(text).username === '', 'it has a user or a password in it')
  .refine((text) => !/[?#]/.test(text), 'it has a query or a fragment');
const keySchema = z
  .string('it is no text')
  .regex(/^[\x21-\x7e]+$/, 'it is not a key: it has blanks or other odd characters in it')
  .refine((key) => !isPublishable(key), 'it is the publishable key, which may read and do nothing here');

/** The words of a user for the parts of a hosted Supabase, and how to do without one. */
export interface SupabaseWords {
  readonly url: string;
  readonly key: string;
  readonly without: string;
}

const ofLibrary: SupabaseWords = { url: 'supabase.url', key: 'supabase.key', without: 'leave out supabase' };

/**
 * A hosted Supabase that a user names, its URL without a slash at its end.
 *
 * @throws HarnessError CHAOS_USAGE if a part of it is malformed. The sentence never contains the key.
 */
export function checkSupabase({ url, key }: NamedSupabase, words: SupabaseWords = ofLibrary): NamedSupabase {
  refuse(urlSchema.safeParse(url), words.url, words);
  refuse(keySchema.safeParse(key), words.key, words);
  return { url: url.replace(/\/+$/, ''), key };
}

/** A key for browsers: a new key by its name, an old key by the role in its token. */
function isPublishable(key: string): boolean {
  if (key.startsWith('sb_publishable_')) return true;
  const [, payload = ''] = key.split('.');
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString());
    return typeof claims === 'object' && claims !== null && 'role' in claims && claims.role === 'anon';
  } catch {
    return false; // It is not a token.
  }
}

function refuse(
  { error }: { readonly error?: z.ZodError | undefined },
  name: string,
  { without }: SupabaseWords,
): void {
  const issue = error?.issues[0];
  if (issue === undefined) return;
  const sentence = `${name} must be that of a hosted Supabase, but ${issue.message}.`;
  throw new HarnessError('CHAOS_USAGE', `${sentence} Correct it, or ${without}.`);
}
