import { join } from 'node:path';
import { packageRoot } from '../package-root.ts';
import { withProgress } from '../with-progress.ts';
import { buildImage } from './build-image.ts';
import { packagesDigest } from './image-files.ts';
import { npmPackages } from './image-parts.ts';
import type { ImageSpec } from './image-specs.ts';
import { imageLabels, inspectImage, type MadeFrom } from './image-state.ts';
import { withContext } from './stage-context.ts';
import type { Workshop } from './workshop.ts';

/** What an image of packages stands on. */
export interface PackageBase {
  readonly made: MadeFrom;
  /** The image with Node in it. */
  readonly node: string;
}

/**
 * Makes the image with the npm packages of a service where it isn't there as its lock file has it.
 *
 * @returns its tag
 * @throws HarnessError CHAOS_IMAGE_FAILED; Error that says in one line why packages could not be installed.
 */
export async function makePackageImage(spec: ImageSpec, base: PackageBase, workshop: Workshop): Promise<string> {
  const tag = `durable-chaos/packages-${spec.folder}:${spec.version}`;
  const labels = { [imageLabels.sources]: packagesDigest(spec), [imageLabels.made]: base.made };
  const there = (await inspectImage(workshop.engine, tag))?.Config.Labels ?? {};
  if (Object.entries(labels).every(([name, value]) => there[name] === value)) return tag;
  const modules = await npmPackages(join(packageRoot(), 'docker', spec.folder), false, workshop);
  const files = [{ name: 'Dockerfile', path: join(packageRoot(), 'docker', 'support', 'packages.Dockerfile') }];
  const contents = { files, parts: [{ from: modules, name: 'node_modules' }] };
  await withProgress(`Making ${tag}`, workshop, async () =>
    withContext(contents, workshop, async (context) =>
      buildImage({ tag, context, buildArguments: { NODE: base.node }, labels }, workshop),
    ),
  );
  return tag;
}
