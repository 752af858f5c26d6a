import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BaseSource } from '../../harness/provision/images/base-source.ts';
import { buildImage } from '../../harness/provision/images/build-image.ts';
import { imageBases } from '../../harness/provision/images/image-bases.ts';
import { npmPackages } from '../../harness/provision/images/image-parts.ts';
import { imageLabels, inspectImage } from '../../harness/provision/images/image-state.ts';
import { type ContextContents, withContext } from '../../harness/provision/images/stage-context.ts';
import type { Workshop } from '../../harness/provision/images/workshop.ts';
import { withProgress } from '../../harness/provision/with-progress.ts';
import { debRoot } from './deb-stand-in.ts';
import { importDebian } from './debian-base.ts';
import { goRoot } from './go-stand-in.ts';
import { npmFolder, standInDigest } from './stand-in-files.ts';
import {
  type DebSource,
  type GoSource,
  isStandIn,
  type NpmSource,
  type StandIn,
  standInSpecs,
} from './stand-in-specs.ts';

/** Stand-ins for the official images, made from packages, so that no image registry is needed. */
export const offlineBases: BaseSource = {
  made: 'offline',
  // Grafana is in no distribution and no package registry.
  lacks: ['GRAFANA'],
  identify: (base) => (isStandIn(base) ? standInDigest(base) : 'none'),
  provide: async (base, workshop) => {
    if (isStandIn(base)) return makeStandIn(base, workshop);
    throw new Error(`nothing stands in for ${imageBases[base].official}; leave out --offline to pull it`);
  },
};

/** Makes the stand-in for a base, unless the engine has it as the present sources describe it. */
async function makeStandIn(base: StandIn, workshop: Workshop): Promise<string> {
  const { standIn: tag, from } = standInSpecs[base];
  const labels = { [imageLabels.sources]: standInDigest(base), [imageLabels.made]: 'offline' };
  const existing = (await inspectImage(workshop.engine, tag))?.Config.Labels ?? {};
  if (existing[imageLabels.sources] === labels[imageLabels.sources]) return tag;
  if (from.kind === 'debootstrap') {
    await importDebian({ tag, suite: from.suite, labels }, workshop);
    return tag;
  }
  const buildArguments = from.kind === 'npm' ? { DEBIAN: await makeStandIn('DEBIAN', workshop) } : {};
  const contents = from.kind === 'npm' ? await npmContents(from, workshop) : await rootContents(base, from, workshop);
  await withProgress(`Making ${tag}`, workshop, async () =>
    withContext(contents, workshop, async (context) => {
      if (from.kind !== 'npm') await writeFile(join(context, 'Dockerfile'), 'FROM scratch\nCOPY root /\n');
      await buildImage({ tag, context, buildArguments, labels }, workshop);
    }),
  );
  return tag;
}

async function rootContents(base: StandIn, from: DebSource | GoSource, workshop: Workshop): Promise<ContextContents> {
  const root = from.kind === 'deb' ? await debRoot(base, from, workshop) : await goRoot(base, from, workshop);
  return { files: [], parts: [{ from: root, name: 'root' }] };
}

async function npmContents(from: NpmSource, workshop: Workshop): Promise<ContextContents> {
  const folder = npmFolder(from);
  const modules = await npmPackages(folder, true, workshop);
  return {
    files: [{ name: 'Dockerfile', path: join(folder, 'Dockerfile') }],
    parts: [{ from: join(modules, from.pick(workshop.arch)), name: from.as }],
  };
}
