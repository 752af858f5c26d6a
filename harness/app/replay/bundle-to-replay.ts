import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { loadConfig } from '../../config/load-config.ts';
import { HarnessError, reasonOf } from '../../errors.ts';
import { type Bundle, buildBundle } from '../build-bundle.ts';

/** A bundle, with the module by which its payloads are read, if the configuration names one. */
export interface ReplayedBundle extends Bundle {
  readonly dataConverter?: string | undefined;
}

/**
 * The workflow bundle of a build: the given file, or else the one that chaos.config.ts of the project builds.
 *
 * @throws HarnessError CHAOS_BAD_BUNDLE if the file cannot be read, or there is neither.
 */
export async function bundleToReplay(
  given: string | undefined,
  projectFolder: string,
  signal: AbortSignal,
): Promise<ReplayedBundle> {
  if (given !== undefined) return readBundle(resolve(projectFolder, given));
  const { workers } = await loadConfig(projectFolder);
  if (workers.bundle !== null) {
    const bundle = await buildBundle(workers.bundle, projectFolder, signal);
    return { ...bundle, dataConverter: workers.dataConverter };
  }
  throw new HarnessError('CHAOS_BAD_BUNDLE', 'chaos.config.ts builds no workflow bundle. Give one by --bundle <path>.');
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
