import { type ExecFileException, execFile } from 'node:child_process';
import { access, constants } from 'node:fs/promises';
import { firstLine } from '../../errors.ts';
import type { ProgramSpec } from './server-spec.ts';

/** Whether a file can serve as the server's binary: with its version, or why not. */
export type Look =
  | { readonly found: true; readonly path: string; readonly version: string }
  | { readonly found: false; readonly why: string };

const versionLimitMs = 20_000;

/**
 * Runs a binary once for its version.
 *
 * @remarks A file that is there proves nothing: it may be half-written, of another platform or another version.
 */
export async function probeServer(spec: ProgramSpec, path: string, signal: AbortSignal): Promise<Look> {
  if (!(await isExecutable(path))) return { found: false, why: `no executable file at ${path}` };
  const { failure, output } = await run(path, spec.versionArguments, signal);
  signal.throwIfAborted();
  const seen = spec.readVersion(output);
  if (failure !== null) return { found: false, why: `${path} does not run (${failure})` };
  if (seen === null) return { found: false, why: `${path} does not print the version of a ${spec.title}` };
  if (!seen.fits) return { found: false, why: `${path} is of version ${seen.version}` };
  return { found: true, path, version: seen.version };
}

/** Whether this process may execute the file. */
export async function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}

async function run(
  path: string,
  args: readonly string[],
  signal: AbortSignal,
): Promise<{ readonly failure: string | null; readonly output: string }> {
  return new Promise((resolve) => {
    const options = { signal, timeout: versionLimitMs, killSignal: 'SIGKILL' as const };
    execFile(path, [...args], options, (error, stdout, stderr) => {
      const output = `${stdout}${stderr}`;
      resolve({ failure: error === null ? null : describe(error, output), output });
    });
  });
}

function describe(error: ExecFileException, output: string): string {
  if (error.killed === true) return `no answer within ${versionLimitMs} ms`;
  if (error.syscall !== undefined) return firstLine(error.message);
  return `${error.signal ?? `exit code ${error.code}`}: ${firstLine(output.trim()) || 'no output'}`;
}
