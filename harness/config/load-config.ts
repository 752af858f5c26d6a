import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { HarnessError, reasonOf } from '../errors.ts';
import type { ChaosConfig } from '../model/config.ts';
import { configSchema } from './config-schema.ts';
import { guardConfig } from './guard-config.ts';

const fileNames = ['chaos.config.ts', 'chaos.config.js', 'chaos.config.mjs'];

/**
 * Loads the configuration of the project in a folder: its `config` export.
 *
 * @throws HarnessError CHAOS_BAD_CONFIG where there is none, it can't be loaded, or it isn't of its schema; the
 * configuration's own functions throw it as well, where what the user wrote throws or gives something else.
 */
export async function loadConfig(projectFolder: string): Promise<ChaosConfig> {
  const name = fileIn(projectFolder);
  if (name === undefined) {
    throw badConfig(`a chaos.config.ts in ${projectFolder}`, 'there is none. Run this in the folder of your project');
  }
  const config = await importConfig(join(projectFolder, name));
  if (config === undefined) throw badConfig(`${name} to export config`, 'it does not. Write: export const config = …');
  const parsed = configSchema.safeParse(config);
  // As it was written: the schema's copy would lose the types of the functions.
  if (parsed.success) return guardConfig(config as ChaosConfig);
  const issue = parsed.error.issues[0];
  const where = issue?.path.join('.') || 'its root';
  throw badConfig(`${name} to export a config`, `at ${where}: ${issue?.message}. Mend it`);
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
    const why = reasonOf(cause);
    throw badConfig(`to load ${path}`, `got: ${why}. Mend it`, cause);
  }
}

function badConfig(what: string, but: string, cause?: unknown): HarnessError {
  return new HarnessError('CHAOS_BAD_CONFIG', `Expected ${what}, but ${but}.`, { cause });
}
