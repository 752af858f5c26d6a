import type Docker from 'dockerode';
import { HarnessError } from '../../errors.ts';

/** The architecture of the engine's machine, as Node and npm call it. */
export type EngineArch = 'x64' | 'arm64';

/**
 * The architecture of the engine's machine.
 *
 * @throws HarnessError CHAOS_IMAGE_FAILED for an architecture without images.
 */
export async function engineArch(engine: Docker): Promise<EngineArch> {
  const { Arch, Os } = await engine.version();
  if (Os === 'linux' && Arch === 'amd64') return 'x64';
  if (Os === 'linux' && Arch === 'arm64') return 'arm64';
  const sentence = `The engine runs on ${Os} and ${Arch}, but the images are made for linux on amd64 or arm64. Use another engine.`;
  throw new HarnessError('CHAOS_IMAGE_FAILED', sentence);
}
