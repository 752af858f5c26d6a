import { setTimeout as delay } from 'node:timers/promises';
import { NativeConnection } from '@temporalio/worker';
import type { WorkerConfig } from './config.ts';
import type { Log } from './log.ts';
import { adviceOn, temporalConnection } from './tls/temporal-connection.ts';

const firstPauseMs = 200;
const longestPauseMs = 2000;

/**
 * Connects to Temporal, again and again within the configured limit.
 *
 * @remarks The SDK tries once. A certificate that was replaced meanwhile is used by the next try. Calls are sent uncompressed, so that they can be read and measured on their way.
 * @throws Error with the last failure as its cause once the limit is over; the signal's reason when it aborts.
 */
export async function connect(config: WorkerConfig, log: Log, signal: AbortSignal): Promise<NativeConnection> {
  const { address } = temporalConnection(config);
  const startMs = performance.now();
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
    signal.throwIfAborted();
    try {
      return await NativeConnection.connect({ ...temporalConnection(config), grpcCompression: { codec: 'none' } });
    } catch (error) {
      const tookMs = performance.now() - startMs;
      if (tookMs + pauseMs > config.TEMPORAL_CONNECT_LIMIT_MS) {
        const sentence = `Expected Temporal at ${address} to answer, but it did not within ${Math.round(tookMs)} ms.`;
        throw new Error(`${sentence} ${adviceOn(config)}`, { cause: error });
      }
    }
    log('WARN', `Waiting for Temporal at ${address}.`);
    await delay(pauseMs, undefined, { signal });
  }
}
