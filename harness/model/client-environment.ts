import type { ClientAddresses } from './addresses.ts';
import type { ChaosConfig } from './config.ts';
import type { StackAddresses } from './stack.ts';
import type { ProgramTls, TlsAccess } from './tls.ts';
import { standardVariables } from './worker-environment.ts';

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
  if (config.client === undefined) return {};
  return { ...plainOf(config, addresses), ...config.client.env(toldOf(config, addresses, logFile)) };
}

/** The environment of a command that starts workflows: Temporal's standard variables, and those of a client over them. */
export function commandEnvironment(
  config: ChaosConfig,
  addresses: StackAddresses,
  logFile: string,
): Readonly<Record<string, string>> {
  const told = toldOf(config, addresses, logFile);
  return { ...plainOf(config, addresses), ...standardVariables(told), ...config.client?.env(told) };
}

/** The shell may have what an existing Temporal is reached by; its client asks the gateway, which has it too. */
function plainOf({ temporal }: ChaosConfig, { tls }: StackAddresses): Readonly<Record<string, string>> {
  return temporal === undefined || tls !== undefined ? {} : { TEMPORAL_TLS: 'false' };
}

function toldOf(config: ChaosConfig, addresses: StackAddresses, logFile: string): ClientAddresses {
  const at = addresses.temporal.lastIndexOf(':');
  return {
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
}

function clientTls({ clientFiles, temporalName }: TlsAccess): ProgramTls {
  return { files: clientFiles, temporalName };
}
