import { z } from 'zod';
import type { ReplayerConfig } from '../model/replayer-config.ts';
import { byName, fields } from './fields.ts';

/** Schema of a text that says something. */
export const text = z.string().min(1);
/** Schema of a program and its arguments. */
export const command = z.tuple([text], z.string()).readonly();
/** Schema of environment variables. */
export const environment: z.ZodType<Readonly<Record<string, string>>> = byName(z.string());

/** Schema of a program that replays event histories. */
export const replayer: z.ZodType<ReplayerConfig> = fields<ReplayerConfig>({
  command,
  code: z.tuple([text], text).readonly(),
  env: environment.optional(),
});
