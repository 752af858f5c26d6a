import type Docker from 'dockerode';
import { askEngine } from '../../engine/ask-engine.ts';
import { HarnessError } from '../../errors.ts';
import { asTyped } from '../../model/as-typed.ts';
import { sourcesDigest } from './image-files.ts';
import { imageTag, type ServiceName, serviceNames } from './image-specs.ts';

/** How an image was made: from the official images, or from packages alone. */
export type MadeFrom = 'official' | 'offline';

/** Labels of an image: digest of its sources, how it was made, digest of its bases. */
export const imageLabels = {
  sources: 'durable-chaos.sources',
  made: 'durable-chaos.made',
  bases: 'durable-chaos.bases',
} as const;

/** One image as the engine has it. */
export interface ImageState {
  readonly service: ServiceName;
  readonly tag: string;
  /** `stale`: made of other sources than the present ones. */
  readonly state: 'current' | 'stale' | 'missing';
  readonly made: MadeFrom | null;
  /** Digest of the bases that it was built on; null for an image without that label. */
  readonly bases: string | null;
  readonly id: string | null;
  readonly sizeBytes: number;
}

/** Looks at the image of each of these services: is it there, and made of the present sources? */
export async function imageStates(
  engine: Docker,
  services: readonly ServiceName[] = serviceNames,
): Promise<readonly ImageState[]> {
  return Promise.all(services.map(async (service) => imageState(engine, service)));
}

/**
 * Makes sure that every image of these services is of the present sources.
 *
 * @throws HarnessError CHAOS_IMAGE_MISSING naming those that aren't.
 */
export async function assertImages(
  engine: Docker,
  services: readonly ServiceName[] = serviceNames,
): Promise<readonly ImageState[]> {
  const states = await imageStates(engine, services);
  const wanting = states.filter(({ state }) => state !== 'current');
  if (wanting.length === 0) return states;
  const list = wanting.map(({ tag, state }) => `${tag} is ${state}`).join(', ');
  throw new HarnessError(
    'CHAOS_IMAGE_MISSING',
    `Images do not match the present sources: ${list}. ` +
      asTyped('Run npm run images, or without access to an image registry: npm run images -- --offline'),
  );
}

/**
 * Makes sure that the stack's images are of the present sources, and that the workers' image is there.
 *
 * @param workerImage - any other image than ours is the user's responsibility: it must only be there
 * @returns how they were made: one way, or `mixed`
 * @throws HarnessError CHAOS_IMAGE_MISSING naming those that aren't.
 */
export async function assertStackImages(engine: Docker, workerImage: string): Promise<MadeFrom | 'mixed'> {
  const own = workerImage === imageTag('worker');
  const states = await assertImages(
    engine,
    serviceNames.filter((service) => own || service !== 'worker'),
  );
  if (!own && (await inspectImage(engine, workerImage)) === null) {
    const sentence = `The image ${workerImage} of workers.container in chaos.config.ts does not exist.`;
    throw new HarnessError('CHAOS_IMAGE_MISSING', `${sentence} Make it, or correct its name.`);
  }
  const [first, ...others] = new Set(states.flatMap(({ made }) => (made === null ? [] : [made])));
  return first === undefined || others.length > 0 ? 'mixed' : first;
}

/**
 * The engine's description of an image; null if there is none.
 *
 * @throws HarnessError CHAOS_FAULT_FAILED, CHAOS_ENGINE_LOST.
 */
export async function inspectImage(engine: Docker, tag: string): Promise<Docker.ImageInspectInfo | null> {
  return (await askEngine(`inspect the image ${tag}`, engine.getImage(tag).inspect(), { done: [404] })) ?? null;
}

async function imageState(engine: Docker, service: ServiceName): Promise<ImageState> {
  const tag = imageTag(service);
  const image = await inspectImage(engine, tag);
  if (image === null) return { service, tag, state: 'missing', made: null, bases: null, id: null, sizeBytes: 0 };
  const labels = image.Config.Labels ?? {};
  const made = labels[imageLabels.made];
  return {
    service,
    tag,
    state: labels[imageLabels.sources] === sourcesDigest(service) ? 'current' : 'stale',
    made: made === 'official' || made === 'offline' ? made : null,
    bases: labels[imageLabels.bases] ?? null,
    id: image.Id,
    sizeBytes: image.Size,
  };
}
