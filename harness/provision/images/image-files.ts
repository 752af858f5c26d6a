import { createHash, type Hash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { HarnessError } from '../../errors.ts';
import { packageRoot } from '../package-root.ts';
import { type BaseName, imageBases } from './image-bases.ts';
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
 * The digest of everything that an image is made of: its Dockerfile and files, the sources copied in, the lock file of
 * its packages, the versions of its bases.
 *
 * @remarks An image carries it as a label. A run refuses an image with another digest, so it never tests old sources.
 * The digest does not depend on the source of the bases: all sources supply the same versions.
 */
export function sourcesDigest(service: ServiceName): string {
  const spec = imageSpecs[service];
  const hash = createHash('sha256').update(`${service} ${spec.version}\n`);
  addBases(hash, spec.bases);
  if (spec.packages) hash.update(packagesDigest(spec));
  addFiles(hash, contextFiles(spec));
  return hash.digest('hex');
}

/** The digest of everything that the image with a service's npm packages is made of. */
export function packagesDigest(spec: ImageSpec): string {
  const hash = createHash('sha256');
  addBases(hash, spec.bases);
  const folder = join(packageRoot(), 'docker');
  const names = [`${spec.folder}/package.json`, `${spec.folder}/package-lock.json`, 'support/packages.Dockerfile'];
  addFiles(
    hash,
    names.map((name) => ({ name, path: join(folder, name) })),
  );
  return hash.digest('hex');
}

function addBases(hash: Hash, bases: readonly BaseName[]): void {
  for (const base of bases) hash.update(`${JSON.stringify(imageBases[base])}\n`);
}

/** Adds names, sizes, permission to run, and contents of files to a digest. */
export function addFiles(hash: Hash, files: readonly ContextFile[]): void {
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
    const sentence = `The sources of images are missing: there is no ${path}.`;
    throw new HarnessError('CHAOS_IMAGE_FAILED', `${sentence} Install the package again.`);
  }
  if (statSync(path).isFile()) return [{ name: source, path }];
  return filesBelow(path)
    .filter((name) => !/(^|\/)(testing|test-support)\/|\.(test|stack-test|docker-test)\.ts$/.test(name))
    .map((name) => ({ name: `${source}/${name}`, path: join(path, name) }));
}

/** The files below a folder by their paths in it, sorted; node_modules is left out. */
export function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .filter((name) => !name.split('/').includes('node_modules'))
    .toSorted();
}
