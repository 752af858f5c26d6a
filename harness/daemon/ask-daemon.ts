import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import { type ErrorCode, errorCodes, HarnessError, reasonOf } from '../errors.ts';
import { asTyped } from '../model/as-typed.ts';
import { isAlive } from '../processes/process-identity.ts';
import { answerSchemas, type DaemonAnswer, type DaemonRequest } from './daemon-api.ts';
import type { DaemonRecord } from './daemon-record.ts';

const codes = Object.keys(errorCodes) as [ErrorCode, ...ErrorCode[]];
const replySchema = z.discriminatedUnion('ok', [
  z.strictObject({ ok: z.literal(true), value: z.unknown() }),
  z.strictObject({ ok: z.literal(false), error: z.strictObject({ code: z.enum(codes), message: z.string() }) }),
]);

/** Longer than the daemon lets anything take, in milliseconds. */
const ANSWER_LIMIT_MS = 90_000;

/**
 * Asks the daemon of a stack.
 *
 * @throws HarnessError of the daemon; CHAOS_NO_STACK if it has died meanwhile; CHAOS_WAIT_TIMEOUT if it lives and
 * doesn't answer.
 */
export async function askDaemon<V extends DaemonRequest['verb']>(
  record: DaemonRecord,
  wish: Extract<DaemonRequest, { verb: V }>,
  limitMs = ANSWER_LIMIT_MS,
): Promise<DaemonAnswer<V>> {
  const startMs = performance.now();
  const said = await send(record.socket, JSON.stringify(wish), limitMs).catch((cause: unknown) => {
    throw noAnswer(record, { cause, tookMs: Math.round(performance.now() - startMs) });
  });
  const reply = replySchema.parse(JSON.parse(said));
  if (!reply.ok) throw new HarnessError(reply.error.code, reply.error.message);
  return answerSchemas[wish.verb].parse(reply.value) as DaemonAnswer<V>;
}

async function send(socketPath: string, body: string, limitMs: number): Promise<string> {
  const signal = AbortSignal.timeout(limitMs);
  return new Promise((resolve, reject) => {
    const asked = request({ socketPath, method: 'POST', path: '/', signal }, (response) => {
      text(response).then(resolve, reject);
    });
    asked.once('error', reject);
    asked.end(body);
  });
}

function noAnswer(record: DaemonRecord, seen: { readonly cause: unknown; readonly tookMs: number }): HarnessError {
  const { cause, tookMs } = seen;
  if (!isAlive(record)) {
    const sentence = asTyped(
      `The daemon of the stack of run ${record.runId} ended after ${tookMs} ms, before it had answered. Run: npm run stack -- up`,
    );
    return new HarnessError('CHAOS_NO_STACK', sentence, { cause });
  }
  const why = reasonOf(cause);
  const sentence = `The daemon of the stack does not answer: ${why}, after ${tookMs} ms. See reports/stack/${record.runId}/logs/daemon.log, or end process ${record.pid}.`;
  return new HarnessError('CHAOS_WAIT_TIMEOUT', sentence, { cause });
}
