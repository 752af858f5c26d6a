import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { HarnessError } from '../../errors.ts';
import { packageRoot } from '../package-root.ts';
import { type BaseSpec, imageBases } from './image-bases.ts';
import { type ImageSpec, imageSpecs, type ServiceName } from './image-specs.ts';

/** A file that goes into the context of a build. */
export interface ContextFile {
  readonly name: string;
  readonly path: string;
}

/** The script that is every server's health check; the worker has none. */
const healthcheck = 'healthcheck.sh';

/** All files of the project that a service's image is built from, npm packages left out, by name in the context. */
export function contextFiles(spec: ImageSpec): readonly ContextFile[] {
  const folder = join(packageRoot(), 'docker', spec.folder);
  const own = filesBelow(folder).map((name) => ({ name, path: join(folder, name) }));
  const support = join(packageRoot(), 'docker', 'support', healthcheck);
  const uses = readFileSync(join(folder, 'Dockerfile'), 'utf8').includes(healthcheck);
  const sources = spec.sources.flatMap((source) => sourceFiles(source));
  const all = [...own, ...(uses ? [{ name: healthcheck, path: support }] : []), ...sources];
  return all.toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/**
 * The digest of everything that an image is made of: its Dockerfile and files, the sources copied in, the lock files of
 * packages and Go modules, the versions of its bases.
 *
 * @remarks An image carries it as a label, so that code that has changed since is never what is tested. Both ways of
 * making an image have the same digest: they differ in where the same versions come from.
 */
export function sourcesDigest(service: ServiceName): string {
  const spec = imageSpecs[service];
  const hash = createHash('sha256').update(`${service} ${spec.version}\n`);
  for (const base of spec.bases) addBase(hash, imageBases[base]);
  if (spec.packages) hash.update(packagesDigest(spec));
  addFiles(hash, contextFiles(spec));
  return hash.digest('hex');
}

/** The digest of everything that the image with a service's npm packages is made of. */
export function packagesDigest(spec: ImageSpec): string {
  const hash = createHash('sha256');
  for (const base of spec.bases) addBase(hash, imageBases[base]);
  const folder = join(packageRoot(), 'docker');
  const names = [`${spec.folder}/package.json`, `${spec.folder}/package-lock.json`, 'support/packages.Dockerfile'];
  addFiles(
    hash,
    names.map((name) => ({ name, path: join(folder, name) })),
  );
  return hash.digest('hex');
}

/** The digest of everything that a base's stand-in is made of. */
export function standInDigest(base: BaseSpec): string {
  const hash = createHash('sha256');
  addBase(hash, base);
  return hash.digest('hex');
}

/** The folder below docker/stand-ins that belongs to a base; null where it needs none. */
export function standInFolder(base: BaseSpec): string | null {
  return base.from.kind === 'npm' ? join(packageRoot(), 'docker', 'stand-ins', base.from.folder) : null;
}

/** The folder of a pinned Go module. */
export function goModuleFolder(module: string): string {
  return join(packageRoot(), 'harness', 'provision', 'modules', module);
}

function addBase(hash: ReturnType<typeof createHash>, base: BaseSpec): void {
  hash.update(`${JSON.stringify(base)}\n`);
  const standIn = base.from.kind === 'go' ? goModuleFolder(base.from.build.module) : standInFolder(base);
  if (standIn !== null)
    addFiles(
      hash,
      filesBelow(standIn).map((name) => ({ name, path: join(standIn, name) })),
    );
}

function addFiles(hash: ReturnType<typeof createHash>, files: readonly ContextFile[]): void {
  for (const { name, path } of files) {
    const content = readFileSync(path);
    const runs = (statSync(path).mode & 0o100) === 0 ? '' : ' runs';
    hash.update(`${name} ${content.length}${runs}\n`).update(content);
  }
}

/** Sources, that is without tests and what only tests need. */
function sourceFiles(source: string): readonly ContextFile[] {
  const path = join(packageRoot(), source);
  if (!existsSync(path)) {
    const sentence = `Expected sources of images at ${path}, but there are none after 0 ms: an installed package is compiled.`;
    throw new HarnessError('CHAOS_IMAGE_FAILED', `${sentence} Make and use images in a checkout.`);
  }
  if (statSync(path).isFile()) return [{ name: source, path }];
  return filesBelow(path)
    .filter((name) => !/(^|\/)(testing|test-support)\/|\.(test|stack-test|docker-test)\.ts$/.test(name))
    .map((name) => ({ name: `${source}/${name}`, path: join(path, name) }));
}

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .filter((name) => !name.split('/').includes('node_modules'))
    .toSorted();
}
