import { runCommandLine } from '../../../harness/cli/run-command-line.ts';
import { complain } from '../../../harness/cli/terminal/output.ts';
import { toHarnessError } from '../../../harness/errors.ts';
import type { Ended } from '../run-scenario.ts';

/** A command line, the folder that it is called in, and what is added to the environment. */
export interface CommandLine {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
}

/**
 * Carries out a command line in this process, for what is refused before anything is started.
 *
 * @remarks Takes over the working folder, the environment and both outputs meanwhile: one at a time.
 */
export async function runInProcess({ args, env, cwd }: CommandLine): Promise<Ended> {
  const before = { cwd: process.cwd(), env: { ...process.env } };
  const [stdout, stderr] = [takeOver(process.stdout), takeOver(process.stderr)];
  process.chdir(cwd);
  Object.assign(process.env, env);
  try {
    const exit = await runCommandLine(args).catch((thrown: unknown) => {
      const error = toHarnessError(thrown);
      complain(error);
      return error.exitCode;
    });
    return { exit, stdout: stdout.text(), stderr: stderr.text() };
  } finally {
    for (const name of Object.keys(process.env)) if (!(name in before.env)) delete process.env[name];
    Object.assign(process.env, before.env);
    process.chdir(before.cwd);
    process.exitCode = undefined;
    stdout.giveBack();
    stderr.giveBack();
  }
}

/** Keeps what is written to an output, until it is given back. */
function takeOver(output: NodeJS.WriteStream): { readonly text: () => string; readonly giveBack: () => void } {
  const write = output.write.bind(output);
  let text = '';
  output.write = (chunk: Uint8Array | string) => {
    text += typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString();
    return true;
  };
  return {
    text: () => text,
    giveBack: () => {
      output.write = write;
    },
  };
}
