import Docker from 'dockerode';
import { firstLine, HarnessError } from '../../errors.ts';
import { orAborted } from '../../wait.ts';
import type { EngineArch } from './image-bases.ts';

const answerLimitMs = 5000;

/**
 * Connects to the container engine that DOCKER_HOST names, or to the one of this machine.
 *
 * @throws HarnessError CHAOS_ENGINE_MISSING where none answers, or it may not be asked.
 */
export async function connectEngine(signal: AbortSignal): Promise<Docker> {
  const startMs = performance.now();
  try {
    await orAborted(new Docker({ timeout: answerLimitMs }).ping(), signal);
    return new Docker();
  } catch (cause) {
    signal.throwIfAborted();
    const tookMs = Math.round(performance.now() - startMs);
    const { why, advice } = reasonOf(cause);
    const sentence = `Expected a container engine to answer, but ${why} after ${tookMs} ms. ${advice}`;
    throw new HarnessError('CHAOS_ENGINE_MISSING', sentence, { cause });
  }
}

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

function reasonOf(cause: unknown): { readonly why: string; readonly advice: string } {
  const { code, message } = cause as NodeJS.ErrnoException;
  if (code === 'EACCES' || code === 'EPERM') {
    return {
      why: 'its socket may not be used',
      advice: 'Join the group that owns the socket (docker), or become root.',
    };
  }
  if (code === 'ENOENT' || code === 'ECONNREFUSED') {
    return { why: `there is none (${code})`, advice: 'Start the engine, or set DOCKER_HOST to where it is.' };
  }
  return { why: `got: ${firstLine(message ?? String(cause))}`, advice: 'Look at the engine, or set DOCKER_HOST.' };
}
