import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { ProvisionContext } from './provision-context.ts';
import { runLogged } from './run-logged.ts';
import { goMinimum } from './server-spec.ts';
import { withProgress } from './with-progress.ts';

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

/**
 * Builds the server from the pinned Go module that comes with the harness.
 *
 * @remarks Its own folder holds go.mod and go.sum, so that the versions of everything in it are pinned and checked.
 * @param folder - where the program is put
 * @returns the path of the program; it has not been run yet.
 * @throws Error that says in one line how it failed; the signal's reason when it aborts.
 */
export async function buildServer(context: ProvisionContext, folder: string): Promise<string> {
  const { spec, signal, progress } = context;
  const go = await findGo(context.env, signal);
  if (!go.fits) throw new Error(go.why);
  const program = join(folder, spec.program);
  const { goModule, title, version } = spec;
  const stamp = `-X ${goModule.versionVariable}=${version}`;
  const flags = ['-mod=readonly', '-trimpath', '-buildvcs=false', '-ldflags', stamp];
  const run = {
    command: 'go',
    args: ['build', ...flags, '-o', program, goModule.package],
    cwd: join(packageRoot(), 'harness', 'provision', 'modules', goModule.folder),
    env: goEnvironment(context.env),
    logFile: `${context.cached}.build.log`,
    signal,
  };
  const what = `Building ${title} ${version} with Go ${go.version}`;
  await withProgress(what, { progress, hint: 'only once; some minutes on a cold cache' }, async () => {
    await runLogged(run);
  });
  return program;
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

function goEnvironment(env: ProvisionContext['env']): ProvisionContext['env'] {
  // A go.work above the checkout must not decide which versions are built, nor may Go exchange itself.
  return { ...env, GOWORK: 'off', GOTOOLCHAIN: 'local' };
}

/** The folder of the package, both of the sources and of the compiled harness below dist/. */
function packageRoot(): string {
  let folder = import.meta.dirname;
  while (!existsSync(join(folder, 'package.json'))) {
    const parent = dirname(folder);
    if (parent === folder) throw new Error(`Expected a package.json above ${import.meta.dirname}, but found none.`);
    folder = parent;
  }
  return folder;
}
