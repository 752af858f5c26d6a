import type { HostedSupabase } from '../model/hosted-supabase.ts';
import type { ProgramTls } from '../model/tls.ts';
import { schemeOf } from './stack-tls.ts';

/**
 * The URL by which a worker finds Supabase behind its link; the path of a hosted one stays.
 *
 * @param tls - how the worker speaks TLS; undefined: not at all
 */
export function supabaseByLink(
  listen: string,
  hosted: Pick<HostedSupabase, 'url'> | undefined,
  tls?: ProgramTls,
): string {
  const path = hosted === undefined ? '' : new URL(hosted.url).pathname.replace(/\/$/, '');
  return `${schemeOf(tls)}://${listen}${path}`;
}
