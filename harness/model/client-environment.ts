import type { ClientAddresses } from './addresses.ts';
import type { ChaosConfig } from './config.ts';
import type { StackAddresses } from './stack.ts';
import type { ProgramTls, TlsAccess } from './tls.ts';

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
    services: addresses.services ?? {},
    taskQueue: config.taskQueue,
    namespace: config.namespace,
    ...(addresses.api === null ? {} : { api: addresses.api }),
    ...(addresses.tls === undefined ? {} : { tls: clientTls(addresses.tls) }),
    logFile,
  };
  // The shell may have what an existing Temporal is reached by; its client asks the gateway, which has it too.
  const plain = config.temporal === undefined || addresses.tls !== undefined ? {} : { TEMPORAL_TLS: 'false' };
  return config.client === undefined ? {} : { ...plain, ...config.client.env(told) };
}

function clientTls({ clientFiles, temporalName }: TlsAccess): ProgramTls {
  return { files: clientFiles, temporalName };
}
