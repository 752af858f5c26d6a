import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ProvisionContext } from '../provision-context.ts';
import { runLogged } from '../run-logged.ts';
import { withProgress } from '../with-progress.ts';
import { releaseTarget, type ServerSpec } from './server-spec.ts';

const defaultBaseUrl = 'https://github.com';
/** From the request to the first byte of the answer, redirects included. */
const connectLimitMs = 5000;
/** Between two pieces of the body. */
const stallLimitMs = 30_000;

/** An archive of the official release and its pinned content. */
export interface Release {
  readonly url: string;
  readonly sha256: string;
}

/**
 * Where the official release for this platform is; null if there is none.
 *
 * @remarks CHAOS_DOWNLOAD_BASE_URL stands in for https://github.com, so that a mirror or a test can serve the files; the
 * checksums stay the same.
 */
export function releaseOf(spec: ServerSpec, env: ProvisionContext['env']): Release | null {
  const target = releaseTarget(process.platform, process.arch);
  const sha256 = target === null ? undefined : spec.sha256[target];
  if (target === null || sha256 === undefined) return null;
  const base = (env['CHAOS_DOWNLOAD_BASE_URL'] || defaultBaseUrl).replace(/\/+$/, '');
  return { url: `${base}/${spec.releasePath(target)}`, sha256 };
}

/**
 * Downloads the official release, checks it against its pinned SHA-256 and unpacks it.
 *
 * @param folder - an empty folder for archive and contents
 * @returns the path of the program; it has not been run yet.
 * @throws Error that says in one line how it failed; the signal's reason when it aborts.
 */
export async function downloadServer(context: ProvisionContext, folder: string): Promise<string> {
  const { spec, signal, env } = context;
  const release = releaseOf(spec, env);
  if (release === null) throw new Error(`no release is pinned for ${process.platform} ${process.arch}`);
  const archive = join(folder, 'release.tar.gz');
  const seen = await fetchTo(archive, release.url, context);
  if (seen !== release.sha256) throw new Error(`${release.url} has SHA-256 ${seen}, but ${release.sha256} is pinned`);
  const contents = join(folder, 'contents');
  await mkdir(contents);
  const args = ['-xzf', archive, '-C', contents];
  await runLogged({ command: 'tar', args, cwd: folder, env, logFile: join(folder, 'tar.log'), signal });
  return join(contents, spec.program);
}

/** Whether the release can be reached, or why not; nothing of it is downloaded. */
export async function releaseAnswers(release: Release, signal: AbortSignal): Promise<string | null> {
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(noAnswer()), connectLimitMs);
  try {
    const response = await fetch(release.url, { method: 'HEAD', signal: AbortSignal.any([signal, limit.signal]) });
    return response.ok ? null : `HTTP ${response.status}`;
  } catch (error) {
    signal.throwIfAborted();
    return rootReason(error);
  } finally {
    clearTimeout(timer);
  }
}

async function fetchTo(file: string, url: string, context: ProvisionContext): Promise<string> {
  const limit = new AbortController();
  let timer = setTimeout(() => limit.abort(noAnswer()), connectLimitMs);
  const signal = AbortSignal.any([context.signal, limit.signal]);
  const hash = createHash('sha256');
  let bytes = 0;
  const count = async function* (chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const chunk of chunks) {
      timer.refresh();
      bytes += chunk.length;
      hash.update(chunk);
      yield chunk;
    }
  };
  const work = async (): Promise<void> => {
    const response = await fetch(url, { signal });
    clearTimeout(timer);
    if (!response.ok || response.body === null) throw new Error(`HTTP ${response.status} from ${url}`);
    timer = setTimeout(() => limit.abort(new Error(`no data for ${stallLimitMs} ms from ${url}`)), stallLimitMs);
    await pipeline(Readable.fromWeb(response.body), count, createWriteStream(file), { signal });
  };
  try {
    const { title, version } = context.spec;
    const detail = (): string => `${(bytes / 1e6).toFixed(1)} MB`;
    await withProgress(`Downloading ${title} ${version}`, { progress: context.progress, detail }, work);
    return hash.digest('hex');
  } catch (error) {
    context.signal.throwIfAborted();
    throw new Error(`${url}: ${rootReason(limit.signal.aborted ? limit.signal.reason : error)}`, { cause: error });
  } finally {
    clearTimeout(timer);
  }
}

function noAnswer(): Error {
  return new Error(`no answer within ${connectLimitMs} ms`);
}

/** The innermost cause in one line: fetch itself only ever says "fetch failed". */
function rootReason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.cause instanceof Error) return rootReason(error.cause);
  const { code } = error as NodeJS.ErrnoException;
  return error.message || code || error.name;
}
