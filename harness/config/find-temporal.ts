import { readFileSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { createSecureContext } from 'node:tls';
import type { ClientConfigProfile, ClientConfigTLS, ConfigDataSource } from '@temporalio/envconfig';
import { HarnessError, reasonOf } from '../errors.ts';
import type { ChaosConfig } from '../model/config.ts';
import type { ExistingTemporalTls, NamedTemporal } from '../model/existing-temporal.ts';
import type { TemporalAccess } from '../model/temporal-access.ts';
import { addressSchema, apiKeySchema } from './temporal-schema.ts';

/** What an existing Temporal is looked for in. */
export interface Surroundings {
  /** The folder that paths of the configuration begin at. */
  readonly projectFolder: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * The existing Temporal that a configuration names; null if it names none.
 *
 * @remarks What `temporal` leaves out comes from Temporal's standard variables, and then from the profile.
 * @throws HarnessError CHAOS_BAD_CONFIG if there is no address, or a part of it can't be read. The sentence never contains
 * a key.
 */
export async function findTemporal(
  { temporal: asked, namespace }: Pick<ChaosConfig, 'temporal' | 'namespace'>,
  around: Surroundings,
): Promise<NamedTemporal | null> {
  if (asked === undefined) return null;
  const profile = await profileOf(asked, around);
  const address = checked(asked.address ?? profile.address, addressSchema, 'address');
  if (address === undefined) {
    const sentence =
      'chaos.config.ts: `temporal` names no address. Set `temporal.address`, TEMPORAL_ADDRESS or a profile';
    throw new HarnessError(
      'CHAOS_BAD_CONFIG',
      `${sentence}, or leave out \`temporal\` to have each run start its own.`,
    );
  }
  const apiKey = checked(asked.apiKey ?? profile.apiKey, apiKeySchema, 'apiKey') ?? null;
  return {
    address,
    namespace: asked.namespace ?? profile.namespace ?? namespace,
    tls: tlsOf(configuredTls(asked.tls) ?? profileTls(profile.tls) ?? apiKey !== null, { address, ...around }),
    apiKey,
    metadata: profile.grpcMeta ?? {},
    leaveWorkflows: asked.leaveWorkflows ?? false,
  };
}

/** Loaded only now: most configurations name no Temporal. */
async function profileOf({ profile }: TemporalAccess, { env }: Surroundings): Promise<ClientConfigProfile> {
  const { loadClientConfigProfile } = await import('@temporalio/envconfig');
  // Set and empty is how a shell or a CI job unsets a variable.
  const given = Object.entries(env).filter((entry): entry is [string, string] => (entry[1] ?? '') !== '');
  const named = profile === undefined ? {} : { profile };
  try {
    return loadClientConfigProfile({ ...named, overrideEnvVars: Object.fromEntries(given) });
  } catch (error) {
    // Without it as the cause: the parser quotes the lines around, which may have the key, and test runners show causes.
    throw badTemporal('`temporal`', `the profile can't be read: ${reasonOf(error)}`);
  }
}

function checked(
  value: string | undefined,
  schema: typeof addressSchema,
  name: 'address' | 'apiKey',
): string | undefined {
  const [issue] = value === undefined ? [] : (schema.safeParse(value).error?.issues ?? []);
  if (issue === undefined) return value;
  throw badTemporal(`\`temporal.${name}\``, `${issue.message}, also in the variables and in the profile`);
}

interface At extends Surroundings {
  readonly address: string;
}

/** The parts of TLS that a user names: where each is, and the name in the server's certificate. */
interface NamedTls {
  readonly sources: Readonly<Record<'ca' | 'cert' | 'key', ConfigDataSource | undefined>>;
  readonly serverName: string | undefined;
}

function tlsOf(asked: boolean | NamedTls, at: At): ExistingTemporalTls | null {
  if (asked === false) return null;
  const name = at.address.slice(0, at.address.lastIndexOf(':')).replaceAll(/^\[|\]$/g, '');
  if (asked === true) return { name };
  const pems = Object.entries(asked.sources).flatMap(([what, source]) =>
    source === undefined ? [] : [[what, pemOf(what, source, at)]],
  );
  const tls = Object.fromEntries(pems) as Omit<ExistingTemporalTls, 'name'>;
  try {
    createSecureContext(tls);
  } catch (cause) {
    throw badTemporal('`temporal.tls`', `these are no certificate and key of each other: ${reasonOf(cause)}`, cause);
  }
  return { name: asked.serverName ?? name, ...tls };
}

function configuredTls(tls: TemporalAccess['tls']): boolean | NamedTls | undefined {
  if (tls === undefined || typeof tls === 'boolean') return tls;
  const { ca, cert, key, serverName } = tls;
  const at = (path: string | undefined): ConfigDataSource | undefined => (path === undefined ? path : { path });
  return { sources: { ca: at(ca), cert: at(cert), key: at(key) }, serverName };
}

function profileTls(tls: ClientConfigTLS | undefined): boolean | NamedTls | undefined {
  if (tls === undefined) return undefined;
  const { disabled, serverCACert: ca, clientCert: cert, clientKey: key, serverName } = tls;
  return disabled === true ? false : { sources: { ca, cert, key }, serverName };
}

function pemOf(what: string, source: ConfigDataSource, { projectFolder }: At): string {
  if ('data' in source) return typeof source.data === 'string' ? source.data : Buffer.from(source.data).toString();
  const path = isAbsolute(source.path) ? source.path : join(projectFolder, source.path);
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw badTemporal(`\`temporal.tls.${what}\``, `the file can't be read: ${reasonOf(cause)}`, cause);
  }
}

function badTemporal(where: string, what: string, cause?: unknown): HarnessError {
  return new HarnessError('CHAOS_BAD_CONFIG', `chaos.config.ts: ${where}: ${what}. Correct it.`, { cause });
}
