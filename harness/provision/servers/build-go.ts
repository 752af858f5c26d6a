import { execFile } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageRoot } from '../package-root.ts';
import type { ProvisionContext } from '../provision-context.ts';
import { runLogged } from '../run-logged.ts';
import { withProgress } from '../with-progress.ts';
import { goMinimum } from './server-spec.ts';

/** The Go on the PATH, and whether it can build the servers. */
export type FoundGo =
  | { readonly fits: true; readonly version: string }
  | { readonly fits: false; readonly version: string | null; readonly why: string };

/** Asks the Go on the PATH for its version. */
export async function findGo(env: ProvisionContext['env'], signal: AbortSignal): Promise<FoundGo> {
  const output = await new Promise<string>((resolve) => {
    // Outside of any module, so that Go answers with its own version and fetches no other toolchain.
    const options = { cwd: tmpdir(), env: goEnvironment(env), signal, timeout: 20_000 };
    execFile('go', ['version'], options, (error, stdout) => resolve(error === null ? stdout : ''));
  });
  signal.throwIfAborted();
  const version = /^go version go(\S+)/.exec(output)?.[1] ?? null;
  if (version === null) {
    return { fits: false, version, why: `no Go on the PATH, and building needs Go ${goMinimum} or newer` };
  }
  if (isOlder(version, goMinimum)) {
    return { fits: false, version, why: `Go is ${version}, but building needs ${goMinimum} or newer` };
  }
  return { fits: true, version };
}

/** A program to build from a pinned Go module. */
export interface GoBuild {
  /** The program's name for people: title and version. */
  readonly what: string;
  /** Folder of the Go module: its go.mod and go.sum pin and check the versions of everything in the program. */
  readonly moduleFolder: string;
  readonly package: string;
  readonly linkerFlags: string;
  /** Path of the program that is made. */
  readonly output: string;
  readonly logFile: string;
  /** More variables than ours: which platform to build for. */
  readonly target?: Readonly<Record<string, string>>;
}

/**
 * Builds a program from a pinned Go module.
 *
 * @throws Error that says in one line how it failed; the signal's reason when it aborts.
 */
export async function buildGo(
  build: GoBuild,
  context: Pick<ProvisionContext, 'env' | 'signal' | 'progress'>,
): Promise<void> {
  const { signal, progress } = context;
  const go = await findGo(context.env, signal);
  if (!go.fits) throw new Error(go.why);
  const flags = ['-mod=readonly', '-trimpath', '-buildvcs=false', '-ldflags', build.linkerFlags];
  const run = {
    command: 'go',
    args: ['build', ...flags, '-o', build.output, build.package],
    cwd: build.moduleFolder,
    env: { ...goEnvironment(context.env), ...build.target },
    logFile: build.logFile,
    signal,
  };
  const hint = 'only once; some minutes on a cold cache';
  await withProgress(`Building ${build.what} with Go ${go.version}`, { progress, hint }, async () => {
    await runLogged(run);
  });
}

/** The folder of a pinned Go module that comes with the harness. */
export function goModuleFolder(module: string): string {
  return join(packageRoot(), 'harness', 'provision', 'modules', module);
}

/** Whether one Go version, such as `1.26` or `1.27rc1`, is older than another. */
export function isOlder(version: string, minimum: string): boolean {
  const numbers = (text: string): readonly number[] => (text.match(/\d+/g) ?? []).map(Number);
  const wanted = numbers(minimum);
  const seen = numbers(version);
  for (const [index, number] of wanted.entries()) {
    const other = seen[index] ?? 0;
    if (other !== number) return other < number;
  }
  return false;
}

/** The environment to run Go in. */
export function goEnvironment(env: ProvisionContext['env']): ProvisionContext['env'] {
  // A go.work above the checkout must not decide which versions are built, nor may Go replace itself.
  return { ...env, GOWORK: 'off', GOTOOLCHAIN: 'local' };
}
