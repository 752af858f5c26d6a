import type { WorkerAddresses } from './addresses.ts';
import type { ChaosConfig } from './config.ts';
import type { FleetConfig } from './fleet-config.ts';

/**
 * The environment of one worker: Temporal's standard variables, and those of the configuration over them.
 *
 * @param config - `workers`: those of the configuration, or one of its further fleets
 * @remarks If the user's profile names an existing Temporal that speaks TLS, the worker may read it too, but speaks none with
 * the gateway.
 * @see {@link https://docs.temporal.io/develop/environment-configuration | Environment configuration}
 */
export function workerEnvironment(
  { workers, temporal }: Pick<ChaosConfig, 'temporal'> & { readonly workers: Pick<FleetConfig, 'command' | 'env'> },
  addresses: WorkerAddresses,
): Readonly<Record<string, string>> {
  const plain = temporal === undefined ? {} : { TEMPORAL_TLS: 'false' };
  return { ...plain, ...standardVariables(addresses), ...workers.env?.(addresses) };
}

/** Temporal's standard variables for a program of the system. */
export function standardVariables({
  temporalHost,
  temporalPort,
  namespace,
  tls,
}: Pick<WorkerAddresses, 'temporalHost' | 'temporalPort' | 'namespace' | 'tls'>): Record<string, string> {
  const place = { TEMPORAL_ADDRESS: `${temporalHost}:${temporalPort}`, TEMPORAL_NAMESPACE: namespace };
  if (tls === undefined || tls.temporalName === null) return place;
  return {
    ...place,
    TEMPORAL_TLS: 'true',
    TEMPORAL_TLS_SERVER_CA_CERT_PATH: tls.files.ca,
    TEMPORAL_TLS_CLIENT_CERT_PATH: tls.files.cert,
    TEMPORAL_TLS_CLIENT_KEY_PATH: tls.files.key,
    TEMPORAL_TLS_SERVER_NAME: tls.temporalName,
  };
}
