import type { RunCertificates } from '../certificates/run-certificates.ts';
import type { GatewayTls } from '../gateway/temporal-upstream.ts';
import type { ProgramTls, TlsAccess, TlsIdentity } from '../model/tls.ts';
import type { RunContext } from './run-context.ts';

/** How a stack speaks TLS: who signs, and how the gateway and the harness itself show who they are. */
export interface StackTls {
  readonly certificates: RunCertificates;
  readonly access: TlsAccess;
  readonly gateway: GatewayTls;
}

/** The name in the gateway's certificate. */
export const GATEWAY = 'gateway';
/** The names by which clients reach what is behind Toxiproxy, or is published on this machine. */
const HOSTS = ['toxiproxy', 'toxiproxy-api', 'localhost', '127.0.0.1'];

/**
 * Makes the certificate authority of a run, if its stack is to speak TLS.
 *
 * @param temporalName - the name in the certificate of Temporal's frontend; null: it speaks no TLS
 * @throws HarnessError CHAOS_NOT_WRITABLE.
 */
export async function openTls(
  wanted: boolean | undefined,
  { folder, runId, journal }: Pick<RunContext, 'folder' | 'runId' | 'journal'>,
  temporalName: string | null,
): Promise<StackTls | null> {
  if (wanted !== true) return null;
  // Only now: its libraries take a third of a second to load.
  const { RunCertificates } = await import('../certificates/run-certificates.ts');
  const certificates = await RunCertificates.create({ folder, runId, journal, hosts: HOSTS });
  const identity = await certificates.identity(GATEWAY);
  return { certificates, access: await certificates.access(temporalName), gateway: { identity, temporalName } };
}

/** Makes a certificate for a program of the system on this machine, as a part of what it is told. */
export async function programTls(tls: StackTls | null, component: string): Promise<{ readonly tls?: ProgramTls }> {
  if (tls === null) return {};
  return { tls: { files: await tls.certificates.issue(component), temporalName: GATEWAY } };
}

/** The part of an observation that reads a program's certificate back. */
export function certificateLook(tls: StackTls | null, component: string): { readonly look?: () => Promise<void> } {
  return tls === null ? {} : { look: async () => tls.certificates.observe(component) };
}

/** The scheme of URLs of services. */
export function schemeOf(tls: unknown): 'http' | 'https' {
  return tls === undefined || tls === null ? 'http' : 'https';
}

/** The options by which a driver of PostgreSQL speaks TLS; empty: it doesn't. */
export function postgresTls(
  tls: Pick<StackTls, 'access'> | null,
  name: string,
): { readonly ssl?: TlsIdentity & { readonly servername: string } } {
  return tls === null ? {} : { ssl: { ...tls.access.own, servername: name } };
}
