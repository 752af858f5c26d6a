import { once } from 'node:events';
import type { LiveSystem } from '../../runner/run-context.ts';
import { monitoringLines } from './monitoring-lines.ts';
import { say } from './output.ts';

/**
 * Leaves a system up until Ctrl-C, with its addresses printed, and then takes it down.
 *
 * @remarks In the foreground: no process would ever remove a system without an owner.
 */
export async function keepUp({ stack, probes }: LiveSystem, signal: AbortSignal): Promise<void> {
  const { temporal, supabaseUrl, outsideWorldUrl, toxiproxyUrl } = stack.addresses;
  say('The system is left up. Ctrl-C takes it down.');
  say(`  Temporal       ${temporal}`);
  say(`  Supabase API   ${supabaseUrl}`);
  say(`  Outside world  ${outsideWorldUrl}`);
  say(`  Toxiproxy      ${toxiproxyUrl}`);
  for (const line of monitoringLines(stack.addresses.monitoring)) say(line);
  if (!signal.aborted) await once(signal, 'abort');
  await probes[Symbol.asyncDispose]();
  await stack[Symbol.asyncDispose]();
}
