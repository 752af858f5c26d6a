import { readdir } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { z } from 'zod';
import { firstLine, HarnessError } from '../../errors.ts';
import { replacingImage } from './replacing-image.ts';
import type { Workshop } from './workshop.ts';

/** An image to be built from a folder. */
export interface ImageBuild {
  readonly tag: string;
  /** Folder with the Dockerfile and all files that it copies. */
  readonly context: string;
  readonly buildArguments: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
}

/** A line of the engine's answer to a build or an import. */
const lineSchema = z.looseObject({
  stream: z.string().optional(),
  status: z.string().optional(),
  error: z.string().optional(),
});

/**
 * Builds an image with the engine's classic builder, which every engine has.
 *
 * @remarks Steps have no network: all that goes in is in the context or in a base.
 * @throws HarnessError CHAOS_IMAGE_FAILED with the last line of the build.
 */
export async function buildImage(build: ImageBuild, { engine, signal }: Workshop): Promise<void> {
  const startMs = performance.now();
  const context = { context: build.context, src: await readdir(build.context) };
  const options = {
    t: build.tag,
    buildargs: build.buildArguments,
    labels: build.labels,
    networkmode: 'none',
    rm: true,
    forcerm: true,
    abortSignal: signal,
  };
  await replacingImage(engine, build.tag, async () =>
    assertDone(build.tag, startMs, async () => engine.buildImage(context, options)),
  );
  signal.throwIfAborted();
}

/**
 * Reads the engine's progress of an image to its end.
 *
 * @throws HarnessError CHAOS_IMAGE_FAILED with the engine's error and the last line before it.
 */
export async function assertDone(
  tag: string,
  startMs: number,
  ask: () => Promise<NodeJS.ReadableStream>,
): Promise<void> {
  let last = 'no output';
  try {
    const lines = createInterface({ input: Readable.from(await ask()), crlfDelay: Number.POSITIVE_INFINITY });
    for await (const text of lines) {
      if (text.trim() === '') continue;
      const line = lineSchema.parse(JSON.parse(text));
      if (line.error !== undefined) throw new Error(line.error);
      last = (line.stream ?? line.status ?? '').trim() || last;
    }
  } catch (cause) {
    throw imageFailed(tag, { startMs, why: `${messageOf(cause)} (last line: ${last})`, cause });
  }
}

/** The error that an image could not be made. */
export function imageFailed(
  tag: string,
  { startMs, why, cause }: { readonly startMs: number; readonly why: string; readonly cause?: unknown },
): HarnessError {
  const tookMs = Math.round(performance.now() - startMs);
  const sentence = `The image ${tag} could not be made: ${firstLine(why)}, after ${tookMs} ms. `;
  const advice = 'Fix that (no image registry: add --offline) and run it again; finished images are kept.';
  return new HarnessError('CHAOS_IMAGE_FAILED', sentence + advice, { cause });
}

/** The message of anything thrown, on one line. */
export function messageOf(thrown: unknown): string {
  return (thrown instanceof Error ? thrown.message : String(thrown)).trim().replaceAll(/\s*\n\s*/g, ' ');
}
