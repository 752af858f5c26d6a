import type { ChaosConfig, ClientAddresses } from '../model/config.ts';
import type { StackAddresses } from '../model/stack.ts';

/**
 * The environment of a client of the system, as the configuration makes it from the servers' own addresses.
 *
 * @param logFile - where clients may write what they do
 */
export function clientEnvironment(
  config: ChaosConfig,
  addresses: StackAddresses,
  logFile: string,
): Readonly<Record<string, string>> {
  const at = addresses.temporal.lastIndexOf(':');
  const told: ClientAddresses = {
    temporalHost: addresses.temporal.slice(0, at),
    temporalPort: Number(addresses.temporal.slice(at + 1)),
    supabaseUrl: addresses.supabaseUrl,
    supabaseKey: addresses.supabaseKey,
    outsideWorldUrl: addresses.outsideWorldUrl,
    taskQueue: config.taskQueue,
    namespace: config.namespace,
    ...(addresses.api === null ? {} : { api: addresses.api }),
    logFile,
  };
  return config.client?.env(told) ?? {};
}

/**
 * An environment as the text of an .env file.
 *
 * @remarks Quoted, so that a blank or a # in a value stays what it is; Node's reader takes everything between quotes.
 */
export function envText(env: Readonly<Record<string, string>>): string {
  const lines = Object.entries(env).map(([name, value]) => `${name}=${quoted(value)}`);
  return ['# The stack that is up, for its clients. This file holds a key: keep it secret.', ...lines, ''].join('\n');
}

function quoted(value: string): string {
  if (/^[\w./:@%+-]*$/.test(value)) return value;
  const quote = ["'", '"', '`'].find((mark) => !value.includes(mark)) ?? "'";
  return `${quote}${value}${quote}`;
}
