import type Docker from 'dockerode';
import { HarnessError } from '../../errors.ts';
import type { ProvisionOptions } from '../provision-context.ts';
import { assertDone, buildImage, imageFailed, messageOf } from './build-image.ts';
import { type BaseName, imageBases } from './image-bases.ts';
import { contextFiles, sourcesDigest } from './image-files.ts';
import { type ImageSpec, imageSpecs, imageTag, type ServiceName } from './image-specs.ts';
import { type ImageState, imageLabels, imageStates, inspectImage, type MadeFrom } from './image-state.ts';
import { makePackageImage } from './package-image.ts';
import { withContext } from './stage-context.ts';
import { makeStandIn } from './stand-ins.ts';
import { openWorkshop, type Workshop } from './workshop.ts';

/** What to make, and of what. */
export interface ImagesToMake {
  readonly services: readonly ServiceName[];
  readonly made: MadeFrom;
}

/** An image after it was seen to. */
export interface MadeImage extends ImageState {
  readonly outcome: 'up to date' | 'built';
  readonly tookMs: number;
}

/**
 * Makes the images that are missing, stale, or were made in another way, one after another.
 *
 * @param onMade - told of each image as soon as it is there
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
    const image = await seeTo(service, wanted.made, workshop);
    options.onMade(image);
    images.push(image);
  }
  return images;
}

async function seeTo(service: ServiceName, made: MadeFrom, workshop: Workshop): Promise<MadeImage> {
  const startMs = performance.now();
  const before = await stateOf(service, workshop);
  const isFresh = before.state === 'current' && before.made === made;
  if (!isFresh) await makeImage(service, made, workshop);
  const after = isFresh ? before : await stateOf(service, workshop);
  if (after.state !== 'current') {
    throw imageFailed(after.tag, { startMs, why: `an image that is ${after.state}: its sources changed meanwhile` });
  }
  const tookMs = Math.round(performance.now() - startMs);
  return { ...after, outcome: isFresh ? 'up to date' : 'built', tookMs };
}

async function makeImage(service: ServiceName, made: MadeFrom, workshop: Workshop): Promise<void> {
  const startMs = performance.now();
  const tag = imageTag(service);
  const spec = imageSpecs[service];
  workshop.progress(`Making ${tag}`);
  try {
    const labels = { [imageLabels.sources]: sourcesDigest(service), [imageLabels.made]: made };
    const buildArguments = await basesOf(spec, made, workshop);
    await withContext({ files: contextFiles(spec), parts: [] }, workshop, async (context) =>
      buildImage({ tag, context, buildArguments, labels }, workshop),
    );
  } catch (error) {
    workshop.signal.throwIfAborted();
    if (error instanceof HarnessError) throw error;
    throw imageFailed(tag, { startMs, why: messageOf(error), cause: error });
  }
}

/** The images behind the build arguments of a Dockerfile. */
async function basesOf(spec: ImageSpec, made: MadeFrom, workshop: Workshop): Promise<Record<string, string>> {
  const images: Record<string, string> = {};
  for (const name of spec.bases) images[name] = await baseImage(name, made, workshop);
  if (!spec.packages) return images;
  const { NODE: node } = images;
  if (node === undefined) throw new TypeError(`Expected the image of ${spec.service} to stand on Node.`);
  return { PACKAGES: await makePackageImage(spec, { made, node }, workshop) };
}

/** The official image behind a base, pulled where it is missing, or its stand-in. */
async function baseImage(name: BaseName, made: MadeFrom, workshop: Workshop): Promise<string> {
  const base = imageBases[name];
  if (made === 'offline') return makeStandIn(base, workshop);
  const { engine, progress } = workshop;
  if ((await inspectImage(engine, base.official)) === null) {
    progress(`Pulling ${base.official}`);
    await assertDone(base.official, performance.now(), async () => engine.pull(base.official));
  }
  return base.official;
}

async function stateOf(service: ServiceName, { engine }: Workshop): Promise<ImageState> {
  const [state] = await imageStates(engine, [service]);
  if (state === undefined) throw new TypeError(`Expected the state of ${service}.`);
  return state;
}
