import { mkdir } from 'node:fs/promises';
import { relative } from 'node:path';
import { type AskedStack, chooseStack } from '../../app/choose-stack.ts';
import { describeSupabase, refuseWithoutTls } from '../../app/own-plan.ts';
import { newStackId } from '../../app/run-id.ts';
import { loadConfig } from '../../config/load-config.ts';
import { askDaemon } from '../../daemon/ask-daemon.ts';
import type { StackStatus } from '../../daemon/daemon-api.ts';
import { daemonPlaces, findRecord } from '../../daemon/daemon-record.ts';
import { HarnessError } from '../../errors.ts';
import { asTyped } from '../../model/as-typed.ts';
import type { ChaosConfig } from '../../model/config.ts';
import { count } from '../../model/count.ts';
import { exitCodes } from '../../model/exit-code.ts';
import { fleetOf } from '../../model/fleets.ts';
import { withFolderLock } from '../../processes/folder-lock.ts';
import { retainRuns } from '../../reporting/store/retain-runs.ts';
import { interruptibly } from '../terminal/interruptibly.ts';
import { monitoringLines } from '../terminal/monitoring-lines.ts';
import { say } from '../terminal/output.ts';
import { hostedSupabase } from '../validate/hosted-supabase.ts';
import { clearDead, type DaemonErrand, notWritable, startDaemon } from './start-daemon.ts';

/** The options of a stack that stays up. */
export interface UpFlags {
  readonly stack: AskedStack;
  /** How many workers a stack has by default. */
  readonly workers?: number;
  /** The system's API too. */
  readonly api?: true;
  /** Whether Prometheus scrapes it. */
  readonly monitoring?: true;
  /** Whether it speaks TLS. */
  readonly tls?: true;
}

/** Longer than any start takes: a first one may have to build the servers. */
const LOCK_LIMIT_MS = 1_800_000;
const USUAL_WORKERS = 2;
/** How many folders of journals and logs are kept. */
const KEPT_RUNS = 20;

/** Brings a stack up and leaves it, or says that one is up; prints where everything is. */
export async function bringUp(flags: UpFlags): Promise<void> {
  const supabase = hostedSupabase(process.env, process.cwd());
  refuseWithoutTls(supabase, flags.tls === true);
  const places = daemonPlaces(process.cwd());
  await mkdir(places.folder, { recursive: true }).catch((cause: unknown) => {
    throw notWritable(places.folder, cause);
  });
  const note = (line: string): void => void process.stderr.write(`  ${line}\n`);
  const interrupted = (tookMs: number): string =>
    `Bringing the stack up was interrupted after ${tookMs} ms. Everything started is gone; call it again.`;
  const status = await interruptibly(interrupted, async (signal) => {
    const lock = {
      path: places.lock,
      signal,
      limitMs: LOCK_LIMIT_MS,
      onWait: ({ pid }: { readonly pid: number }) => note(`Process ${pid} is bringing it up; waiting for that.`),
    };
    return withFolderLock(lock, async () => {
      const found = await findRecord(places);
      if (found.state === 'up') {
        say('A stack is up already.');
        return askDaemon(found.record, { verb: 'status' });
      }
      const config = await loadConfig(process.cwd());
      if (flags.api === true) refuseWithoutApi(config);
      const stack = await chooseStack(flags.stack, config);
      await clearDead(places);
      const runId = newStackId();
      note(`${stack.name} stack (${stack.reason})${describeSupabase(supabase)} · run ${runId}`);
      const errand = { runId, stack: stack.name, ...partsOf(flags) };
      const record = await startDaemon(errand, places, { signal, progress: note });
      await retainRuns(places.folder, KEPT_RUNS, runId);
      return askDaemon(record, { verb: 'status' });
    });
  });
  for (const line of describeUp(status)) say(line);
  refuseOther(status, flags);
  process.exitCode = exitCodes.valid;
}

function partsOf(flags: UpFlags): Omit<DaemonErrand, 'runId' | 'stack'> {
  const { workers = USUAL_WORKERS, api, monitoring, tls } = flags;
  return { workers, api: api === true, monitoring: monitoring === true, tls: tls === true };
}

/** Where everything of a stack is, and how to use it. */
export function describeUp({ stack, runId, addresses, components, envFile }: StackStatus): readonly string[] {
  const { temporal, temporalUi, supabaseUrl, outsideWorldUrl, toxiproxyUrl, apiUrl } = addresses;
  const workers = components.filter(({ role }) => role === 'worker').map(({ name }) => name);
  return [
    `The ${stack} stack is up (run ${runId}) with ${workers.join(', ')}.`,
    `  Temporal       ${temporal}`,
    ...(temporalUi === null ? [] : [`  Temporal UI    ${temporalUi}`]),
    `  Supabase API   ${supabaseUrl}`,
    `  Outside world  ${outsideWorldUrl}`,
    `  Toxiproxy      ${toxiproxyUrl}`,
    ...(apiUrl === null ? [] : [`  API            ${apiUrl}`]),
    ...monitoringLines(addresses.monitoring),
    `  Environment    ${relative(process.cwd(), envFile)} (with ${apiUrl === null ? 'the key of Supabase' : 'the key of Supabase and the token of the API'})`,
    asTyped('See it: npm run stack -- status. Take it down: npm run stack -- down'),
  ];
}

/**
 * Refuses a stack that is up and lacks what was asked for.
 *
 * @throws HarnessError CHAOS_USAGE
 */
export function refuseOther(
  { stack, components, addresses }: Pick<StackStatus, 'stack' | 'components' | 'addresses'>,
  flags: UpFlags,
): void {
  const workers = components.filter(({ name, role }) => role === 'worker' && fleetOf(name) === null).length;
  const asked = [
    ...(flags.stack === 'auto' || flags.stack === stack ? [] : [`--stack ${flags.stack}`]),
    ...(flags.api === true && addresses.apiUrl === null ? ['--api'] : []),
    ...(flags.workers === undefined || flags.workers === workers ? [] : [`--workers ${flags.workers}`]),
    ...(flags.tls === undefined || addresses.outsideWorldUrl.startsWith('https:') ? [] : ['--tls']),
    ...(flags.monitoring === undefined || addresses.monitoring !== undefined ? [] : ['--monitoring']),
  ];
  if (asked.length === 0) return;
  const is = `the ${stack} stack with ${count(workers, 'worker')} is up and was left as it is`;
  throw new HarnessError('CHAOS_USAGE', asTyped(`Asked for ${asked.join(' ')}, but ${is}. Run: npm run stack -- down`));
}

function refuseWithoutApi({ api }: ChaosConfig): void {
  if (api !== undefined) return;
  throw new HarnessError('CHAOS_BAD_CONFIG', 'chaos.config.ts names no API. Set `api`, or leave out --api.');
}

/** @throws HarnessError CHAOS_USAGE if it is not a number of workers that a stack can have. */
export function parseWorkers(text: string): number {
  const value = Number(text);
  if (/^\d+$/.test(text.trim()) && value >= 1 && value <= MOST_WORKERS) return value;
  const sentence = `Give a whole number from 1 to ${MOST_WORKERS} after --workers, not "${text}". Example: --workers 2`;
  throw new HarnessError('CHAOS_USAGE', sentence);
}

const MOST_WORKERS = 50;
