import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { loadConfig } from '../../config/load-config.ts';
import { HarnessError, reasonOf } from '../../errors.ts';
import type { ReplayerProgram } from '../../probes/replayer.ts';
import { type ReplayedBundle, typescriptReplayer } from '../../probes/typescript-replayer.ts';
import { type Bundle, buildBundle } from '../build-bundle.ts';
import { replayerProgram } from '../replayer-programs.ts';
import { systemPayloads } from '../system-payloads.ts';

/** The workflow code of a build, and what replays it. */
export interface CodeToReplay {
  readonly program: ReplayerProgram;
  /** The path of the bundle, or the command of a replayer. */
  readonly name: string;
  readonly kind: 'bundle' | 'replayer';
}

/**
 * The workflow code of a build: the given bundle, or else what chaos.config.ts of the project builds or replays with.
 *
 * @throws HarnessError CHAOS_BAD_BUNDLE if the file cannot be read, or there is none of them; CHAOS_BAD_CONFIG if the
 * configuration names files that are missing; CHAOS_CODEC_SERVER if its codec server does not answer.
 */
export async function codeToReplay(
  given: string | undefined,
  projectFolder: string,
  signal: AbortSignal,
): Promise<CodeToReplay> {
  if (given !== undefined) return bundleToReplay(await readBundle(resolve(projectFolder, given)));
  const config = await loadConfig(projectFolder);
  const { workers } = config;
  if (workers.bundle !== null) {
    const payloads = await systemPayloads(config, { projectFolder });
    const bundle = await buildBundle(workers.bundle, projectFolder, signal);
    return bundleToReplay({ ...bundle, payloads });
  }
  const program = await replayerProgram(workers, { bundle: null, projectFolder });
  if (program !== null) return { program, name: program.command.join(' '), kind: 'replayer' };
  const sentence = 'chaos.config.ts builds no workflow bundle and names no replayer.';
  throw new HarnessError('CHAOS_BAD_BUNDLE', `${sentence} Give one by --bundle <path>, or set workers.replayer.`);
}

/** A bundle as code to replay. */
export function bundleToReplay(bundle: ReplayedBundle): CodeToReplay {
  return { program: typescriptReplayer(bundle), name: bundle.path, kind: 'bundle' };
}

async function readBundle(path: string): Promise<Bundle> {
  try {
    const hash = createHash('sha256').update(await readFile(path));
    return { path, hash: hash.digest('hex') };
  } catch (cause) {
    const sentence = `The workflow bundle ${path} cannot be read: ${reasonOf(cause)}. Build it first.`;
    throw new HarnessError('CHAOS_BAD_BUNDLE', sentence, { cause });
  }
}
