import type { ChaosConfig } from './config.ts';

/** The folder of the migrations of a configuration; undefined: there are none. */
export function migrationsOf({ books }: Pick<ChaosConfig, 'books'>): string | undefined {
  return books.migrations ?? books.checkpoints?.migrations;
}
