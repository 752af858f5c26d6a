import { existsSync, readFileSync } from 'node:fs';
import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { runLogged } from '../run-logged.ts';
import { buildGo, goEnvironment } from '../servers/build-go.ts';
import { withProgress } from '../with-progress.ts';
import { buildImage } from './build-image.ts';
import { importDebian } from './debian-base.ts';
import { type BaseSpec, type GoExtra, imageBases } from './image-bases.ts';
import { goModuleFolder, standInDigest, standInFolder } from './image-files.ts';
import { cachedPart, npmPackages } from './image-parts.ts';
import { imageLabels, inspectImage } from './image-state.ts';
import { type ContextContents, withContext } from './stage-context.ts';
import type { Workshop } from './workshop.ts';

/**
 * Makes an image that stands in for an official one, where it isn't there as the present sources have it.
 *
 * @returns its tag
 * @throws HarnessError CHAOS_IMAGE_FAILED; Error that says in one line why a part of it could not be made.
 */
export async function makeStandIn(base: BaseSpec, workshop: Workshop): Promise<string> {
  const digest = standInDigest(base);
  const there = await inspectImage(workshop.engine, base.standIn);
  if (there?.Config.Labels?.[imageLabels.sources] === digest) return base.standIn;
  const labels = { [imageLabels.sources]: digest, [imageLabels.made]: 'offline' };
  if (base.from.kind === 'debootstrap') {
    await importDebian({ tag: base.standIn, suite: base.from.suite, labels }, workshop);
    return base.standIn;
  }
  const debian = base.from.kind === 'go' ? null : await makeStandIn(imageBases.DEBIAN, workshop);
  const buildArguments: Record<string, string> = debian === null ? {} : { DEBIAN: debian };
  const contents = await contentsOf(base, workshop);
  await withProgress(`Making ${base.standIn}`, workshop, async () =>
    withContext(contents, workshop, async (context) => {
      if (debian === null) await writeFile(join(context, 'Dockerfile'), 'FROM scratch\nCOPY root /\n');
      await buildImage({ tag: base.standIn, context, buildArguments, labels }, workshop);
    }),
  );
  return base.standIn;
}

async function contentsOf(base: BaseSpec, workshop: Workshop): Promise<ContextContents> {
  const { from } = base;
  const folder = standInFolder(base);
  if (from.kind === 'npm' && folder !== null) {
    const modules = await npmPackages(folder, true, workshop);
    const files = [{ name: 'Dockerfile', path: join(folder, 'Dockerfile') }];
    return { files, parts: [{ from: join(modules, from.pick(workshop.arch)), name: from.as }] };
  }
  return { files: [], parts: [{ from: await goPrograms(base, workshop), name: 'root' }] };
}

/** The folder that becomes the root of the stand-in: static programs, stripped, for the engine's platform. */
async function goPrograms(base: BaseSpec, workshop: Workshop): Promise<string> {
  const { from } = base;
  if (from.kind !== 'go') throw new TypeError(`Expected ${base.standIn} to be made from a Go module.`);
  const { build, extra = [] } = from;
  const name = build.path.split('/').at(-1) ?? build.path;
  const part = `go-${name}-${base.version}-${workshop.arch}-${standInDigest(base).slice(0, 12)}`;
  return cachedPart(part, workshop, async (partial) => {
    const output = join(partial, build.path);
    await mkdir(dirname(output), { recursive: true });
    const goBuild = {
      what: `${name} ${base.version}`,
      module: build.module,
      package: build.package,
      linkerFlags: `-s -w ${build.linkerFlags ?? ''}`.trim(),
      output,
      logFile: join(workshop.cache, `${part}.log`),
      target: { CGO_ENABLED: '0', GOOS: 'linux', GOARCH: workshop.arch === 'x64' ? 'amd64' : 'arm64' },
    };
    await buildGo(goBuild, workshop);
    for (const file of extra) await copyExtra(file, { pinned: build.module, partial, workshop });
  });
}

/** A file of a module's own sources, from where Go keeps them after it was built. */
async function copyExtra(
  { module, file, path }: GoExtra,
  at: { readonly pinned: string; readonly partial: string; readonly workshop: Workshop },
): Promise<void> {
  const { workshop, partial } = at;
  const logFile = join(partial, 'go-list.log');
  const run = {
    command: 'go',
    args: ['list', '-mod=readonly', '-m', '-f', '{{.Dir}}', module],
    cwd: goModuleFolder(at.pinned),
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
