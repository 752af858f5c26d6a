import { toHarnessError } from '../../errors.ts';
import type { ProvisionContext } from '../provision-context.ts';
import { type FoundGo, findGo } from '../servers/build-go.ts';
import { releaseAnswers, releaseOf } from '../servers/download-server.ts';
import { findServerIn, lookForServer } from '../servers/find-server.ts';
import type { FoundServer } from '../servers/first-found.ts';
import { installServer } from '../servers/install-server.ts';
import { goMinimum } from '../servers/server-spec.ts';
import type { Diagnosis } from './diagnosis.ts';

/**
 * Says where a server's binary comes from, or would come from at the first run.
 *
 * @param install - whether to fetch or build a missing binary now; else nothing is downloaded or built
 */
export async function diagnoseServer(context: ProvisionContext, install: boolean): Promise<Diagnosis> {
  const part = context.spec.title;
  try {
    if (install) return healthy(part, await findServerIn(context, installServer));
    const { found, tried } = await lookForServer(context);
    if (found !== null) return healthy(part, found);
    return { part, where: null, version: null, ...(await firstRun(context, tried)) };
  } catch (error) {
    context.signal.throwIfAborted();
    const { code, message } = toHarnessError(error);
    return { part, healthy: false, where: null, version: null, note: code, advice: message };
  }
}

/** Says whether there is a Go to build the servers with, which matters only if they must be built. */
export function diagnoseGo(go: FoundGo, servers: readonly Diagnosis[]): Diagnosis {
  const needed = servers.some(({ where, note }) => where === null && note.includes('would build'));
  const note = go.fits
    ? ''
    : `${go.why}; ${needed ? 'needed' : 'not needed while the servers are found or downloaded'}`;
  const where = go.version === null ? null : 'PATH';
  return { part: 'Go', healthy: true, where, version: go.version, note, advice: null };
}

function healthy(part: string, found: FoundServer): Diagnosis {
  return { part, healthy: true, where: found.path, version: found.version, note: `from ${found.from}`, advice: null };
}

async function firstRun(
  context: ProvisionContext,
  tried: readonly string[],
): Promise<Pick<Diagnosis, 'healthy' | 'note' | 'advice'>> {
  const { spec, env, signal } = context;
  const release = releaseOf(spec, env);
  const refused = release === null ? 'no release for this platform' : await releaseAnswers(release, signal);
  if (release !== null && refused === null) {
    return { healthy: true, note: `the first run would download ${release.url}`, advice: toInstall };
  }
  const go = await findGo(env, signal);
  if (go.fits) {
    return {
      healthy: true,
      note: `the first run would build it with Go ${go.version} (some minutes)`,
      advice: toInstall,
    };
  }
  const note = [...tried, `download: ${refused}`, `build: ${go.why}`].join('; ');
  const advice = `Let the download through, or install Go ${goMinimum} or newer, or put its path into ${spec.environmentVariable}.`;
  return { healthy: false, note, advice };
}

const toInstall = 'Run the doctor with --install to get it now.';
