import { mkdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type Docker from 'dockerode';
import { HarnessError } from '../../errors.ts';
import { cacheFolder, type ProvisionContext, type ProvisionOptions } from '../provision-context.ts';
import { type EngineArch, engineArch } from './engine-arch.ts';

/** The tools of everything that makes images. */
export interface Workshop extends ProvisionOptions {
  readonly engine: Docker;
  readonly arch: EngineArch;
  readonly env: ProvisionContext['env'];
  /** Folder for parts of images that can be made again: programs, packages, the base's files. */
  readonly cache: string;
}

/** The workshop of this process, at this engine. */
export async function openWorkshop(engine: Docker, options: ProvisionOptions): Promise<Workshop> {
  const cache = join(cacheFolder(process.env, process.platform, homedir()), 'image-parts');
  await mkdir(cache, { recursive: true }).catch((cause: Error) => {
    const sentence = `The cache at ${cache} can't be written to: ${cause.message}. Free some space, or set XDG_CACHE_HOME.`;
    throw new HarnessError('CHAOS_NOT_WRITABLE', sentence, { cause });
  });
  const { signal, progress } = options;
  return { engine, arch: await engineArch(engine), env: process.env, cache, signal, progress };
}
