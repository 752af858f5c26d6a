import type { WorkerVariant } from '../model/worker-variant.ts';
import type { SystemPayloads } from '../probes/payloads/open-payloads.ts';
import type { ReplayerProgram } from '../probes/replayer.ts';
import { typescriptReplayer } from '../probes/typescript-replayer.ts';
import type { Bundle } from './build-bundle.ts';
import { hashFiles } from './code-files.ts';

/** The part of a variant that says how its event histories are replayed. */
type Replayed = Pick<WorkerVariant, 'replayer'>;

/** Where its bundle was built, and what its payloads are read by. */
export interface BuiltVariant {
  readonly bundle: Bundle | null;
  readonly projectFolder: string;
  readonly payloads?: SystemPayloads | undefined;
}

/**
 * The program that replays the workflow code of a variant: its own, or the harness's with its bundle; null if it has
 * neither.
 *
 * @remarks Call it before its workers start: it takes the hash of the code that they will run.
 * @throws HarnessError CHAOS_BAD_CONFIG if the configuration names files that are missing
 */
export async function replayerProgram(
  { replayer }: Replayed,
  { bundle, projectFolder, payloads }: BuiltVariant,
): Promise<ReplayerProgram | null> {
  if (replayer === undefined) return bundle === null ? null : typescriptReplayer({ ...bundle, payloads });
  const { command, code, env } = replayer;
  const hashNow = (): Promise<string> => hashFiles(code, projectFolder);
  return { command, env, folder: projectFolder, hash: await hashNow(), hashNow };
}
