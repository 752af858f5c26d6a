import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { firstLine, HarnessError } from '../errors.ts';
import type { ChaosConfig } from '../model/config.ts';

const command = z.tuple([z.string().min(1)], z.string());
const callable = z.custom<(...args: never[]) => unknown>((value) => typeof value === 'function', 'expected a function');

const configSchema = z.strictObject({
  workers: z.strictObject({
    command,
    bundle: command.nullable(),
    env: callable,
    readyLimitMs: z.int().positive(),
    drainLimitMs: z.int().positive(),
  }),
  taskQueue: z.string().min(1),
  namespace: z.string().min(1),
  canary: callable,
  subjects: z.record(z.string(), z.strictObject({ checkpoints: z.boolean(), effects: z.boolean() })),
  books: z.strictObject({
    checkpoints: z.strictObject({ migrations: z.string(), table: z.string(), activityType: z.string() }).optional(),
  }),
  scenarios: z.array(z.looseObject({ name: z.string().min(1), subject: z.string(), plan: callable })).min(1),
  sabotages: z.record(
    z.string(),
    z.strictObject({ summary: z.string(), command: command.optional(), bundle: command.nullable().optional() }),
  ),
});

const fileNames = ['chaos.config.ts', 'chaos.config.js', 'chaos.config.mjs'];

/**
 * Loads the configuration of the project in a folder: its `config` export.
 *
 * @throws HarnessError CHAOS_BAD_CONFIG where there is none, it can't be loaded, or it isn't of its schema.
 */
export async function loadConfig(projectFolder: string): Promise<ChaosConfig> {
  const name = fileNames.find((candidate) => existsSync(join(projectFolder, candidate)));
  if (name === undefined) {
    throw badConfig(
      `a chaos.config.ts in ${projectFolder}`,
      'there is none',
      'Run this in the folder of your project.',
    );
  }
  const loaded = await importConfig(join(projectFolder, name));
  const parsed = configSchema.safeParse(loaded);
  if (parsed.success) return loaded as ChaosConfig;
  const issue = parsed.error.issues[0];
  const where = issue?.path.join('.');
  throw badConfig(
    `${name} to export a config`,
    `at ${where === '' ? 'its root' : where}: ${issue?.message}`,
    'Mend it.',
  );
}

async function importConfig(path: string): Promise<unknown> {
  try {
    const module = (await import(pathToFileURL(path).href)) as { readonly config?: unknown };
    return module.config;
  } catch (cause) {
    const why = firstLine(cause instanceof Error ? cause.message : String(cause));
    throw badConfig(`to load ${path}`, `got: ${why}`, 'Mend it.', cause);
  }
}

function badConfig(...[what, got, advice, cause]: readonly [string, string, string, unknown?]): HarnessError {
  return new HarnessError('CHAOS_BAD_CONFIG', `Expected ${what}, but ${got}. ${advice}`, { cause });
}
