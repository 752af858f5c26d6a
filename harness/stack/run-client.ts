import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { firstLine, HarnessError } from '../errors.ts';
import { clientEnvironment } from '../model/client-environment.ts';
import type { StackAddresses } from '../model/stack.ts';
import { waitFor } from '../wait.ts';
import { logFileOf } from './logs.ts';
import type { StackOptions } from './stack-options.ts';

/** How long it is tried again, in milliseconds. */
const LIMIT_MS = 20_000;
const AGAIN_MS = 250;

/**
 * Runs the system's client, again and again within a limit until it ends with 0.
 *
 * @remarks A server knows a build a moment after its first poll, so a client that deploys it may come too early.
 * @throws HarnessError CHAOS_BAD_CONFIG if the configuration names no client; CHAOS_FAULT_FAILED with what it said.
 */
export async function runClient(
  {
    config,
    projectFolder,
    logsFolder,
    signal,
    limitMs = LIMIT_MS,
  }: Pick<StackOptions, 'config' | 'projectFolder' | 'logsFolder' | 'signal'> & { readonly limitMs?: number },
  addresses: StackAddresses,
  words: readonly string[],
): Promise<void> {
  if (config.client === undefined) {
    throw new HarnessError('CHAOS_BAD_CONFIG', 'chaos.config.ts names no client to deploy with. Set `client`.');
  }
  const [program, ...args] = config.client.command;
  const file = program === 'node' ? process.execPath : program;
  const { PATH, HOME } = process.env;
  const env = { PATH, HOME, ...clientEnvironment(config, addresses, logFileOf(logsFolder, 'client.1')) };
  const options = { cwd: projectFolder, env, signal, timeout: limitMs };
  let said = 'nothing';
  const attempt = async (): Promise<true | undefined> => {
    try {
      await promisify(execFile)(file, [...args, ...words], options);
      return true;
    } catch (error) {
      signal.throwIfAborted();
      said = firstLine(error instanceof Error && 'stderr' in error ? String(error.stderr) : String(error));
      return undefined;
    }
  };
  const what = `\`client ${words.join(' ')}\` to succeed`;
  await waitFor(attempt, { what, limitMs, signal, everyMs: AGAIN_MS }).catch((cause: unknown) => {
    signal.throwIfAborted();
    const sentence = `Expected ${what}, but it said: ${said}. Run it by hand on a stack that stays up.`;
    throw new HarnessError('CHAOS_FAULT_FAILED', sentence, { cause });
  });
}
