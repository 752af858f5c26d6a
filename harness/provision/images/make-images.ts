import type Docker from 'dockerode';
import { HarnessError } from '../../errors.ts';
import type { ProvisionOptions } from '../provision-context.ts';
import { type BaseSource, basesDigest } from './base-source.ts';
import { buildImage, imageFailed, messageOf } from './build-image.ts';
import { contextFiles, sourcesDigest } from './image-files.ts';
import { type ImageSpec, imageSpecs, imageTag, type ServiceName } from './image-specs.ts';
import { type ImageState, imageLabels, imageStates } from './image-state.ts';
import { makePackageImage } from './package-image.ts';
import { withContext } from './stage-context.ts';
import { openWorkshop, type Workshop } from './workshop.ts';

/** Which images to make, and the source of their bases. */
export interface ImagesToMake {
  readonly services: readonly ServiceName[];
  readonly bases: BaseSource;
}

/** An image that is current, and how it became so. */
export interface MadeImage extends ImageState {
  readonly outcome: 'up to date' | 'built';
  readonly tookMs: number;
}

/**
 * Makes the images that are missing, stale, or built on other bases, one after another.
 *
 * @param options - `onMade` is called for each image as soon as it is there
 * @throws HarnessError CHAOS_IMAGE_FAILED naming the first image that could not be made; the signal's reason when it
 * aborts.
 */
export async function makeImages(
  engine: Docker,
  wanted: ImagesToMake,
  options: ProvisionOptions & { readonly onMade: (image: MadeImage) => void },
): Promise<readonly MadeImage[]> {
  const workshop = await openWorkshop(engine, options);
  const images: MadeImage[] = [];
  for (const service of wanted.services) {
    const image = await ensureImage(service, wanted.bases, workshop);
    options.onMade(image);
    images.push(image);
  }
  return images;
}

async function ensureImage(service: ServiceName, bases: BaseSource, workshop: Workshop): Promise<MadeImage> {
  const startMs = performance.now();
  const before = await stateOf(service, workshop);
  const digest = basesDigest(imageSpecs[service].bases, bases);
  const isFresh = before.state === 'current' && before.made === bases.made && before.bases === digest;
  if (!isFresh) await makeImage(service, bases, workshop);
  const after = isFresh ? before : await stateOf(service, workshop);
  if (after.state !== 'current') {
    throw imageFailed(after.tag, { startMs, why: `an image that is ${after.state}: its sources changed meanwhile` });
  }
  const tookMs = Math.round(performance.now() - startMs);
  return { ...after, outcome: isFresh ? 'up to date' : 'built', tookMs };
}

async function makeImage(service: ServiceName, bases: BaseSource, workshop: Workshop): Promise<void> {
  const startMs = performance.now();
  const tag = imageTag(service);
  const spec = imageSpecs[service];
  workshop.progress(`Making ${tag}`);
  const labels = {
    [imageLabels.sources]: sourcesDigest(service),
    [imageLabels.made]: bases.made,
    [imageLabels.bases]: basesDigest(spec.bases, bases),
  };
  try {
    const buildArguments = await buildArgumentsOf(spec, bases, workshop);
    await withContext({ files: contextFiles(spec), parts: [] }, workshop, async (context) =>
      buildImage({ tag, context, buildArguments, labels }, workshop),
    );
  } catch (error) {
    workshop.signal.throwIfAborted();
    if (error instanceof HarnessError) throw error;
    throw imageFailed(tag, { startMs, why: messageOf(error), cause: error });
  }
}

/** The images that the build arguments of a Dockerfile name. */
async function buildArgumentsOf(
  spec: ImageSpec,
  bases: BaseSource,
  workshop: Workshop,
): Promise<Readonly<Record<string, string>>> {
  if (spec.packages) return { PACKAGES: await makePackageImage(spec, bases, workshop) };
  const images: Record<string, string> = {};
  for (const base of spec.bases) images[base] = await bases.provide(base, workshop);
  return images;
}

async function stateOf(service: ServiceName, { engine }: Workshop): Promise<ImageState> {
  const [state] = await imageStates(engine, [service]);
  if (state === undefined) throw new TypeError(`Expected the state of ${service}.`);
  return state;
}
