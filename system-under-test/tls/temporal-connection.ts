import { loadClientConnectConfig } from '@temporalio/envconfig';
import type { NativeConnectionOptions } from '@temporalio/worker';
import { ConfigError, type Environment, type TemporalConfig } from '../config.ts';
import { expiredSince } from './pem-files.ts';

/** The part of a connection's options that is configured: its address, and how it is made safe. */
export type TemporalConnection = Pick<NativeConnectionOptions, 'tls' | 'apiKey' | 'metadata'> & {
  readonly address: string;
};

/**
 * Reads how Temporal is reached: by the standard variables and profiles of Temporal's clients.
 *
 * @remarks A profile of temporal.toml is read if TEMPORAL_CONFIG_FILE or TEMPORAL_PROFILE names one. TEMPORAL_HOST and
 * TEMPORAL_PORT are over its address. Certificates are read each time, so one that was replaced is used next.
 * @see https://docs.temporal.io/develop/environment-configuration
 * @throws ConfigError if the profile or a file can't be read.
 */
export function temporalConnection(config: TemporalConfig, environment: Environment = process.env): TemporalConnection {
  const given = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''),
  );
  const disableFile = given['TEMPORAL_CONFIG_FILE'] === undefined && given['TEMPORAL_PROFILE'] === undefined;
  const { address, tls, apiKey, metadata } = loaded(given as Record<string, string>, disableFile);
  const own = `${config.TEMPORAL_HOST}:${config.TEMPORAL_PORT}`;
  return {
    address: given['TEMPORAL_HOST'] === undefined && address !== undefined ? address : own,
    ...(tls === undefined ? {} : { tls }),
    ...(apiKey === undefined ? {} : { apiKey }),
    ...(metadata === undefined ? {} : { metadata }),
  };
}

function loaded(overrideEnvVars: Record<string, string>, disableFile: boolean): NativeConnectionOptions {
  try {
    return loadClientConnectConfig({ overrideEnvVars, disableFile }).connectionOptions;
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    const sentence = `Expected the standard variables of Temporal to be of use, but one is not: ${why}.`;
    throw new ConfigError(`${sentence} See system-under-test/.env.example.`, { cause });
  }
}

/** What to look at if Temporal doesn't answer, in one sentence. */
export function adviceOn({ TEMPORAL_TLS_CLIENT_CERT_PATH: cert }: TemporalConfig): string {
  const since = cert === undefined ? null : expiredSince(cert);
  if (since !== null) return `The certificate ${cert} expired at ${since.toISOString()}: replace it.`;
  const also = cert === undefined ? '' : ', and that both sides trust the same authority';
  return `Check TEMPORAL_HOST and TEMPORAL_PORT${also}.`;
}
