import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { dirname, extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ReplayerProgram } from './replayer.ts';

/** A workflow bundle, and the module by which its payloads are read. */
export interface ReplayedBundle {
  readonly path: string;
  /** SHA-256 of the file, in hexadecimal. */
  readonly hash: string;
  /** The path of a module that exports the `dataConverter` of the system; by default Temporal's reads the payloads. */
  readonly dataConverter?: string | undefined;
}

/** The harness's own replayer, with the code of a workflow bundle. */
export function typescriptReplayer({ path, hash, dataConverter }: ReplayedBundle): ReplayerProgram {
  const main = fileURLToPath(new URL(`./replay-main${extname(import.meta.filename)}`, import.meta.url));
  const converter = dataConverter === undefined ? [] : ['--data-converter', dataConverter];
  const command = ['node', '--disable-warning=ExperimentalWarning', main, path, ...converter] as const;
  return {
    command,
    folder: dirname(path),
    hash,
    hashNow: async () =>
      createHash('sha256')
        .update(await readFile(path))
        .digest('hex'),
    traced: [...command, '--trace'],
  };
}
