import { existsSync, readFileSync } from 'node:fs';
import { copyFile, mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { imageBases } from '../../harness/provision/images/image-bases.ts';
import { cachedPart } from '../../harness/provision/images/image-parts.ts';
import type { Workshop } from '../../harness/provision/images/workshop.ts';
import { runLogged } from '../../harness/provision/run-logged.ts';
import { buildGo, goEnvironment } from '../../harness/provision/servers/build-go.ts';
import { goFolder, standInDigest } from './stand-in-files.ts';
import type { GoExtra, GoSource, StandIn } from './stand-in-specs.ts';

/**
 * Builds the root folder of a stand-in from a Go module: a static program, stripped, for the engine's platform.
 *
 * @returns the folder, which is in the cache
 * @throws Error that says in one line how it failed; the signal's reason when it aborts.
 */
export async function goRoot(base: StandIn, from: GoSource, workshop: Workshop): Promise<string> {
  const { build, extra = [] } = from;
  const { version } = imageBases[base];
  const name = build.path.split('/').at(-1) ?? build.path;
  const moduleFolder = goFolder(build);
  const part = `go-${name}-${version}-${workshop.arch}-${standInDigest(base).slice(0, 12)}`;
  return cachedPart(part, workshop, async (partial) => {
    const output = join(partial, build.path);
    await mkdir(dirname(output), { recursive: true });
    const goBuild = {
      what: `${name} ${version}`,
      moduleFolder,
      package: build.package,
      linkerFlags: `-s -w ${build.linkerFlags ?? ''}`.trim(),
      output,
      logFile: join(workshop.cache, `${part}.log`),
      target: { CGO_ENABLED: '0', GOOS: 'linux', GOARCH: workshop.arch === 'x64' ? 'amd64' : 'arm64' },
    };
    await buildGo(goBuild, workshop);
    for (const file of extra) await copyExtra(file, { moduleFolder, partial, workshop });
  });
}

/** Copies a file of a module's sources from the folder where Go keeps them after a build. */
async function copyExtra(
  { module, file, path }: GoExtra,
  at: { readonly moduleFolder: string; readonly partial: string; readonly workshop: Workshop },
): Promise<void> {
  const { workshop, partial } = at;
  const logFile = join(partial, 'go-list.log');
  const run = {
    command: 'go',
    args: ['list', '-mod=readonly', '-m', '-f', '{{.Dir}}', module],
    cwd: at.moduleFolder,
    env: goEnvironment(workshop.env),
    logFile,
    signal: workshop.signal,
  };
  await runLogged(run);
  const source = join(readFileSync(logFile, 'utf8').trim(), file);
  if (!existsSync(source)) throw new Error(`${module} has no ${file}`);
  await mkdir(dirname(join(partial, path)), { recursive: true });
  await copyFile(source, join(partial, path));
}
