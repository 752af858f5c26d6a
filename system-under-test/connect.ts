import { setTimeout as delay } from 'node:timers/promises';
import { NativeConnection } from '@temporalio/worker';
import type { WorkerConfig } from './config.ts';
import type { Log } from './log.ts';

const firstPauseMs = 200;
const longestPauseMs = 2000;

/**
 * Connects to Temporal, again and again within the configured limit.
 *
 * @remarks The SDK tries once. Calls are sent uncompressed, so that they can be read and measured on their way.
 * @throws Error with the last failure as its cause once the limit is over; the signal's reason when it aborts.
 */
export async function connect(config: WorkerConfig, log: Log, signal: AbortSignal): Promise<NativeConnection> {
  const address = `${config.TEMPORAL_HOST}:${config.TEMPORAL_PORT}`;
  const startMs = performance.now();
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
    signal.throwIfAborted();
    try {
      return await NativeConnection.connect({ address, grpcCompression: { codec: 'none' } });
    } catch (error) {
      const tookMs = performance.now() - startMs;
      if (tookMs + pauseMs > config.TEMPORAL_CONNECT_LIMIT_MS) {
        const sentence = `Expected Temporal at ${address} to answer, but it did not within ${Math.round(tookMs)} ms.`;
        throw new Error(`${sentence} Check TEMPORAL_HOST and TEMPORAL_PORT.`, { cause: error });
      }
    }
    log('WARN', `Waiting for Temporal at ${address}.`);
    await delay(pauseMs, undefined, { signal });
  }
}
