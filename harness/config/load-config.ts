import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { HarnessError, reasonOf } from '../errors.ts';
import type { ChaosConfig } from '../model/config.ts';
import { checkConfig } from './check-config.ts';

const fileNames = ['chaos.config.ts', 'chaos.config.js', 'chaos.config.mjs'];

/**
 * Loads the configuration of the project in a folder: its `config` export.
 *
 * @throws HarnessError CHAOS_BAD_CONFIG if there is none, it can't be loaded, or it breaks its schema. The
 * configuration's functions throw it as well, if the user's code throws or returns another shape.
 */
export async function loadConfig(projectFolder: string): Promise<ChaosConfig> {
  const name = fileIn(projectFolder);
  if (name === undefined) {
    throw badConfig(`There is no chaos.config.ts in ${projectFolder}. Run this in the folder of your project.`);
  }
  const config = await importConfig(join(projectFolder, name));
  if (config === undefined) throw badConfig(`${name} does not export \`config\`. Add: export const config = …`);
  return checkConfig(config, name);
}

/**
 * The configuration that an option gives; without one, that of the project's folder.
 *
 * @throws HarnessError CHAOS_BAD_CONFIG as {@link loadConfig}
 */
export async function givenOrLoaded(options: {
  readonly config?: ChaosConfig;
  readonly projectFolder?: string;
}): Promise<ChaosConfig> {
  const { config, projectFolder = process.cwd() } = options;
  return config === undefined ? await loadConfig(projectFolder) : checkConfig(config);
}

/** Whether a folder has a chaos.config.ts, or the same in JavaScript. */
export function hasConfig(projectFolder: string): boolean {
  return fileIn(projectFolder) !== undefined;
}

function fileIn(projectFolder: string): string | undefined {
  return fileNames.find((candidate) => existsSync(join(projectFolder, candidate)));
}

async function importConfig(path: string): Promise<unknown> {
  try {
    const module = (await import(pathToFileURL(path).href)) as { readonly config?: unknown };
    return module.config;
  } catch (cause) {
    throw badConfig(`${path} could not be loaded: ${reasonOf(cause)}. Fix it, and try again.`, cause);
  }
}

function badConfig(sentence: string, cause?: unknown): HarnessError {
  return new HarnessError('CHAOS_BAD_CONFIG', sentence, { cause });
}
