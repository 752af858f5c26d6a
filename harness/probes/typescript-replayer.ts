import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { dirname, extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { SystemPayloads } from './payloads/open-payloads.ts';
import { replayableHistory } from './payloads/read-payloads.ts';
import type { ReplayerProgram } from './replayer.ts';

/** A workflow bundle, and what its payloads are read by. */
export interface ReplayedBundle {
  readonly path: string;
  /** SHA-256 of the file, in hexadecimal. */
  readonly hash: string;
  /** Decodes the payloads that the system encodes; left out: they are as Temporal's default converter writes them. */
  readonly payloads?: SystemPayloads | undefined;
}

/** The harness's own replayer, with the code of a workflow bundle. */
export function typescriptReplayer({ path, hash, payloads }: ReplayedBundle): ReplayerProgram {
  const main = fileURLToPath(new URL(`./replay-main${extname(import.meta.filename)}`, import.meta.url));
  const command = ['node', '--disable-warning=ExperimentalWarning', main, path] as const;
  return {
    command,
    folder: dirname(path),
    hash,
    hashNow: async () =>
      createHash('sha256')
        .update(await readFile(path))
        .digest('hex'),
    traced: [...command, '--trace'],
    // Its converter is in the bundle, and codecs stand outside of it.
    ...(payloads === undefined ? {} : { decode: (history) => replayableHistory(history, payloads) }),
  };
}
