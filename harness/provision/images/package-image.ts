import { join } from 'node:path';
import { packageRoot } from '../package-root.ts';
import { withProgress } from '../with-progress.ts';
import { type BaseSource, basesDigest } from './base-source.ts';
import { buildImage } from './build-image.ts';
import { packagesDigest } from './image-files.ts';
import { npmPackages } from './image-parts.ts';
import type { ImageSpec } from './image-specs.ts';
import { imageLabels, inspectImage } from './image-state.ts';
import { withContext } from './stage-context.ts';
import type { Workshop } from './workshop.ts';

/**
 * Makes the image with the npm packages of a service on Node, unless the engine has it for this lock file.
 *
 * @returns its tag
 * @throws HarnessError CHAOS_IMAGE_FAILED; Error that says in one line why packages could not be installed.
 */
export async function makePackageImage(spec: ImageSpec, bases: BaseSource, workshop: Workshop): Promise<string> {
  const tag = `durable-chaos/packages-${spec.folder}:${spec.version}`;
  const labels = {
    [imageLabels.sources]: packagesDigest(spec),
    [imageLabels.made]: bases.made,
    [imageLabels.bases]: basesDigest(spec.bases, bases),
  };
  const there = (await inspectImage(workshop.engine, tag))?.Config.Labels ?? {};
  if (Object.entries(labels).every(([name, value]) => there[name] === value)) return tag;
  const node = await bases.provide('NODE', workshop);
  const modules = await npmPackages(join(packageRoot(), 'docker', spec.folder), false, workshop);
  const files = [{ name: 'Dockerfile', path: join(packageRoot(), 'docker', 'support', 'packages.Dockerfile') }];
  const contents = { files, parts: [{ from: modules, name: 'node_modules' }] };
  await withProgress(`Making ${tag}`, workshop, async () =>
    withContext(contents, workshop, async (context) =>
      buildImage({ tag, context, buildArguments: { NODE: node }, labels }, workshop),
    ),
  );
  return tag;
}
