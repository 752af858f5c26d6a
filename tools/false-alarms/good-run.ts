import { z } from 'zod';
import { settingNames, settings } from './settings.ts';

/** Schema of a {@link GoodRun}. */
export const goodRunSchema = z.strictObject({
  scenario: z.string(),
  stack: z.enum(['embedded', 'docker']),
  seed: z.int().nonnegative(),
  setting: z.enum(settingNames),
});

/** One run of a good system. No check may accuse it. */
export type GoodRun = z.infer<typeof goodRunSchema>;

/**
 * The command that repeats a run.
 *
 * @param busy - how many processes compute in the busy settings
 */
export function repeatCommand({ scenario, stack, seed, setting }: GoodRun, busy: number): string {
  const load = settings[setting].busy ? ` --busy ${busy}` : '';
  return `npm run false-alarms -- --only ${scenario} --setting ${setting}${load} --stack ${stack} --seed ${seed} --runs 1`;
}
