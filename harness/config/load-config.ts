import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { HarnessError, reasonOf } from '../errors.ts';
import type { ChaosConfig } from '../model/config.ts';
import { checkConfig } from './check-config.ts';

const fileNames = ['chaos.config.ts', 'chaos.config.mts', 'chaos.config.js', 'chaos.config.mjs'];

/**
 * Loads the configuration of the project in a folder: its `config` export.
 *
 * @throws HarnessError CHAOS_BAD_CONFIG if there is none, it can't be loaded, or it breaks its schema. The
 * configuration's functions throw it as well, if the user's code throws or returns another shape.
 */
export async function loadConfig(projectFolder: string): Promise<ChaosConfig> {
  const name = configFileIn(projectFolder);
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

/** Whether a folder has a chaos.config.ts, or the same as an ES module or in JavaScript. */
export function hasConfig(projectFolder: string): boolean {
  return configFileIn(projectFolder) !== undefined;
}

/** The name of the configuration in a folder; undefined if there is none. */
export function configFileIn(projectFolder: string): string | undefined {
  return fileNames.find((candidate) => existsSync(join(projectFolder, candidate)));
}

async function importConfig(path: string): Promise<unknown> {
  try {
    const module = await withoutTypelessWarning(() => import(pathToFileURL(path).href));
    return (module as { readonly config?: unknown }).config;
  } catch (cause) {
    throw badConfig(`${path} could not be loaded: ${reasonOf(cause)}. ${adviceOn(cause)}`, cause);
  }
}

/**
 * Loads a module without Node's warning that the package does not say which kind of modules it has. Its advice, to set
 * `"type": "module"`, would break a CommonJS system.
 */
async function withoutTypelessWarning(load: () => Promise<unknown>): Promise<unknown> {
  const warn = process.emitWarning.bind(process) as (...args: readonly unknown[]) => void;
  process.emitWarning = (...args: readonly unknown[]): void => {
    if (!isTypeless(args[1])) warn(...args);
  };
  try {
    return await load();
  } finally {
    process.emitWarning = warn;
  }
}

function isTypeless(options: unknown): boolean {
  const code = typeof options === 'object' && options !== null && 'code' in options ? options.code : null;
  return code === 'MODULE_TYPELESS_PACKAGE_JSON';
}

/** A CommonJS package takes `import` in files named `.mts` and `.mjs` only. */
function adviceOn(cause: unknown): string {
  const isCommonJs = cause instanceof SyntaxError && /outside a module|Unexpected token 'export'/.test(cause.message);
  return isCommonJs
    ? 'Your package is CommonJS: name it chaos.config.mts, and the files that it imports .mts too.'
    : 'Fix it, and try again.';
}

function badConfig(sentence: string, cause?: unknown): HarnessError {
  return new HarnessError('CHAOS_BAD_CONFIG', sentence, { cause });
}
