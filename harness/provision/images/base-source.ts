import { createHash } from 'node:crypto';
import { assertDone } from './build-image.ts';
import { type BaseName, imageBases } from './image-bases.ts';
import { inspectImage, type MadeFrom } from './image-state.ts';
import type { Workshop } from './workshop.ts';

/** Supplies the base images: the official ones, or images that stand in for them. */
export interface BaseSource {
  /** Written on every image that is built on these bases. */
  readonly made: MadeFrom;
  /** The bases that it can't supply. */
  readonly lacks: readonly BaseName[];
  /** Identifies the content of a base. If it changes, the images on that base are built again. */
  readonly identify: (base: BaseName) => string;
  /**
   * Puts a base image on the engine, unless it is there.
   *
   * @returns its tag
   * @throws HarnessError CHAOS_IMAGE_FAILED; Error that says in one line why it could not be made.
   */
  readonly provide: (base: BaseName, workshop: Workshop) => Promise<string>;
}

/** The official images, pulled from their registries. */
export const officialBases: BaseSource = {
  made: 'official',
  lacks: [],
  identify: (base) => imageBases[base].official,
  provide: async (base, { engine, progress }) => {
    const { official } = imageBases[base];
    if ((await inspectImage(engine, official)) === null) {
      progress(`Pulling ${official}`);
      await assertDone(official, performance.now(), async () => engine.pull(official));
    }
    return official;
  },
};

/** The digest of the bases that an image is built on; a label of the image. */
export function basesDigest(bases: readonly BaseName[], source: BaseSource): string {
  const hash = createHash('sha256');
  for (const base of bases) hash.update(`${base} ${source.identify(base)}\n`);
  return hash.digest('hex');
}
