import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { imageBases } from '../../harness/provision/images/image-bases.ts';
import { addFiles, filesBelow } from '../../harness/provision/images/image-files.ts';
import { goModuleFolder } from '../../harness/provision/servers/build-go.ts';
import { type GoProgram, type NpmSource, type StandIn, standInSpecs } from './stand-in-specs.ts';

/** The folder with the Dockerfile, package.json and lock file of a stand-in. */
export function npmFolder({ folder }: NpmSource): string {
  return join(import.meta.dirname, 'stand-ins', folder);
}

/** The folder of a pinned Go module: one of ours, or one that comes with the harness. */
export function goFolder({ module }: GoProgram): string {
  const own = join(import.meta.dirname, 'modules', module);
  return existsSync(own) ? own : goModuleFolder(module);
}

/** The digest of everything that a stand-in is made of, including the Debian below it. */
export function standInDigest(base: StandIn): string {
  const spec = standInSpecs[base];
  const hash = createHash('sha256').update(`${JSON.stringify({ ...imageBases[base], ...spec })}\n`);
  const { from } = spec;
  if (from.kind === 'debootstrap' || from.kind === 'deb') return hash.digest('hex');
  const folder = from.kind === 'npm' ? npmFolder(from) : goFolder(from.build);
  addFiles(
    hash,
    filesBelow(folder).map((name) => ({ name, path: join(folder, name) })),
  );
  if (from.kind === 'npm') hash.update(standInDigest('DEBIAN'));
  return hash.digest('hex');
}
