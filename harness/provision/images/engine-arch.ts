import type Docker from 'dockerode';
import { HarnessError } from '../../errors.ts';
import type { EngineArch } from './image-bases.ts';

/**
 * The architecture of the engine's machine.
 *
 * @throws HarnessError CHAOS_IMAGE_FAILED for one that our images are not made for.
 */
export async function engineArch(engine: Docker): Promise<EngineArch> {
  const { Arch, Os } = await engine.version();
  if (Os === 'linux' && Arch === 'amd64') return 'x64';
  if (Os === 'linux' && Arch === 'arm64') return 'arm64';
  const sentence = `Expected an engine for linux on amd64 or arm64, but it is ${Os} on ${Arch} after 0 ms. Use another engine.`;
  throw new HarnessError('CHAOS_IMAGE_FAILED', sentence);
}
