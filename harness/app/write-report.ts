import type { writeReport as write } from '../reporting/store/write-run-folder.ts';

/**
 * Writes the result of a run into its folder: as data, as text and, if there is evidence, as a timeline.
 *
 * @remarks What draws the timeline is loaded late: any chaos.config.ts imports this package.
 * @throws HarnessError CHAOS_NOT_WRITABLE
 */
export const writeReport: typeof write = async (...args) => {
  const { writeReport: now } = await import('../reporting/store/write-run-folder.ts');
  return now(...args);
};
