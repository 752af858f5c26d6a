import { Context } from '@temporalio/activity';
import type { Json } from '../../activities/canonical-json.ts';

/** The activities without a request to any service. */
export type ReadActivities = {
  /** Takes its time, in milliseconds, unless it is cancelled. */
  wait(input: { readonly ms: number }): Promise<string>;
  /** Reads one page. */
  readPage(input: { readonly page: number }): Promise<{ readonly page: number; readonly words: number }>;
  /** Reads a picture, whose bytes are no text. */
  readScan(): Promise<Uint8Array>;
  /** Counts the bytes of a picture. */
  weigh(scan: Uint8Array): Promise<number>;
  /** Reads values that languages write in different ways: keys like numbers, whole floats, and large numbers. */
  readFigures(): Promise<Json>;
};

export function readActivities(): ReadActivities {
  return {
    async wait({ ms }) {
      await Context.current().sleep(ms);
      return 'waited';
    },
    readPage: async ({ page }) => ({ page, words: 100 * page }),
    readScan: async () => Uint8Array.of(0, 255, 128, 10),
    weigh: async (scan) => scan.length,
    readFigures: async () => ({ '10': 1, '9': 1.0, large: 2 ** 60, small: 1e-7, ä: null }),
  };
}
