/**
 * The process that keeps a stack up: it starts it, holds its gateway, answers `stack`, `inject` and `heal`, and takes it
 * down. `stack up` starts it and hears its progress over IPC; once ready, it is independent of `stack up`.
 */
import { join } from 'node:path';
import { z } from 'zod';
import { type OnTemporal, onTemporal } from '../../app/on-temporal.ts';
import { hostedFor } from '../../app/own-plan.ts';
import { provisionStack } from '../../app/provision-stack.ts';
import { registryOf } from '../../app/registry.ts';
import { fleetVariants, variantsOf, versionVariants } from '../../app/system-versions.ts';
import { loadConfig } from '../../config/load-config.ts';
import { daemonPlaces } from '../../daemon/daemon-record.ts';
import { runDaemon } from '../../daemon/run-daemon.ts';
import { HarnessError, toHarnessError, wasInterrupted } from '../../errors.ts';
import { describeTemporal } from '../../model/existing-temporal.ts';
import { exitCodes } from '../../model/exit-code.ts';
import { type HostedSupabase, markOf } from '../../model/hosted-supabase.ts';
import { HarnessMetrics } from '../../monitoring/harness-metrics.ts';
import { openJournal } from '../../runner/open-journal.ts';
import { watchStalls } from '../../runner/watch-stalls.ts';
import { orAborted } from '../../wait.ts';
import { type Interruption, listenForInterruption } from '../terminal/interruption.ts';
import { complain } from '../terminal/output.ts';
import { watchUncaught } from '../terminal/uncaught.ts';
import { hostedSupabase } from '../validate/hosted-supabase.ts';
import { resolveInjection } from '../validate/resolve-injection.ts';
import type { DaemonMessage } from './daemon-messages.ts';

const errandSchema = z.strictObject({
  runId: z.string(),
  stack: z.enum(['embedded', 'docker']),
  workers: z.int().positive(),
  api: z.boolean(),
  monitoring: z.boolean(),
  tls: z.boolean(),
});

/** How many entries of the journal are kept in memory: more than a status needs. */
const REMEMBERED = 5000;

watchUncaught();
using interruption = listenForInterruption({ orphans: false });
const orphaned = new AbortController();
const abandon = (): void => {
  orphaned.abort(new HarnessError('CHAOS_INTERRUPTED', '`stack up` ended before the stack was up. Call it again.'));
};
process.once('disconnect', abandon);
if (!process.connected) abandon();

try {
  await keep(interruption);
} catch (thrown) {
  const error = toHarnessError(thrown);
  complain(error);
  tell({ failed: { code: error.code, message: error.message } });
  process.exitCode = error.exitCode;
}
// Nothing may keep this process alive for longer than there is a stack.
process.off('disconnect', abandon);
if (process.connected) process.disconnect();

async function keep({ signal }: Interruption): Promise<void> {
  const { runId, stack: name, workers, tls, ...parts } = errandSchema.parse(JSON.parse(process.argv[2] ?? ''));
  const projectFolder = process.cwd();
  const places = daemonPlaces(projectFolder);
  const system = await configured(runId, projectFolder);
  const { config } = system;
  const metrics = new HarnessMetrics();
  const journal = metrics.watch(openJournal(join(places.folder, runId, 'journal.ndjson'), REMEMBERED));
  watchStalls(journal);
  const stop = AbortSignal.any([signal, journal.broken]);
  const logsFolder = join(places.folder, runId, 'logs');
  const progress = (line: string): void => tell({ progress: line });
  const { variant } = variantsOf(config, { sabotage: null });
  const variants = { variant, versions: versionVariants(config), fleets: fleetVariants(config) };
  const scope = { runId, stack: name, tls, workers, projectFolder, logsFolder, journal, ...system, ...variants };
  const wanted = { ...scope, ...(parts.monitoring ? { monitoring: metrics } : {}) };
  const start = AbortSignal.any([stop, orphaned.signal]);
  const api = parts.api && config.api !== undefined ? { api: config.api.command } : {};
  const { stack } = await provisionStack({ ...wanted, ...api, progress, withUi: true }, start);
  try {
    const resolve = (wish: Parameters<typeof resolveInjection>[1]) => resolveInjection(stack, wish, registryOf(config));
    const kept = await runDaemon({ runId, stack, config, journal, places, since: new Date().toISOString(), resolve });
    process.off('disconnect', abandon);
    tell({ ready: true });
    await orAborted(kept.ended, stop).catch(async () => kept.down());
  } finally {
    await stack[Symbol.asyncDispose]();
    journal.close();
  }
  if (journal.broken.aborted) throw journal.broken.reason;
  // A signal is one of the ordinary ways to end a stack.
  if (signal.aborted && !wasInterrupted(signal)) throw signal.reason;
  process.exitCode = exitCodes.valid;
}

/** The configuration as this stack carries it out, and its servers that exist already. */
async function configured(
  runId: string,
  projectFolder: string,
): Promise<OnTemporal & { readonly hosted?: HostedSupabase }> {
  const own = await onTemporal(await loadConfig(projectFolder), { projectFolder, runId });
  if (own.temporal !== undefined) tell({ progress: `existing Temporal at ${describeTemporal(own.temporal)}` });
  const named = hostedSupabase(process.env, projectFolder);
  return named === null ? own : { ...own, hosted: hostedFor(own.config, [], { named, mark: markOf(runId) }) };
}

function tell(news: DaemonMessage): void {
  // `stack up` may have ended meanwhile; the disconnection says so, and whether it matters.
  if (process.connected) process.send?.(news, undefined, undefined, () => undefined);
}
