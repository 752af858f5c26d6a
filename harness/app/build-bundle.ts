import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { firstLine, HarnessError } from '../errors.ts';

/** A prebuilt workflow bundle. */
export interface Bundle {
  readonly path: string;
  /** SHA-256 of the file, in hexadecimal. */
  readonly hash: string;
}

const BUILD_LIMIT_MS = 60_000;

/**
 * Runs the configuration's bundle command, which prints one line: the bundle's path.
 *
 * @throws HarnessError CHAOS_BAD_CONFIG if the command fails or names no file.
 */
export async function buildBundle(
  command: readonly [string, ...string[]],
  projectFolder: string,
  signal: AbortSignal,
): Promise<Bundle> {
  const [program, ...args] = command;
  try {
    const file = program === 'node' ? process.execPath : program;
    const options = { cwd: projectFolder, signal, timeout: BUILD_LIMIT_MS };
    const { stdout } = await promisify(execFile)(file, args, options);
    const path = stdout.trim();
    const hash = createHash('sha256')
      .update(await readFile(path))
      .digest('hex');
    return { path, hash };
  } catch (cause) {
    signal.throwIfAborted();
    const stderr = cause instanceof Error && 'stderr' in cause ? String(cause.stderr).trim() : '';
    const why = firstLine(stderr === '' ? String(cause) : stderr);
    const sentence = `\`${command.join(' ')}\` must print the path of a bundle: ${why}. Run it by hand to see its output.`;
    throw new HarnessError('CHAOS_BAD_CONFIG', sentence, { cause });
  }
}
