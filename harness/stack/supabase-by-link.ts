import type { HostedSupabase } from '../model/hosted-supabase.ts';

/** The URL by which a worker finds Supabase behind its link; the path of a hosted one stays. */
export function supabaseByLink(listen: string, hosted: Pick<HostedSupabase, 'url'> | undefined): string {
  const path = hosted === undefined ? '' : new URL(hosted.url).pathname.replace(/\/$/, '');
  return `http://${listen}${path}`;
}
