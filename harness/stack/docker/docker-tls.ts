import { join } from 'node:path';
import { filesIn } from '../../certificates/certificate-files.ts';
import type { ProgramTls } from '../../model/tls.ts';
import type { RunContext } from '../run-context.ts';
import { GATEWAY, openTls, type StackTls } from '../stack-tls.ts';

/** The group of the images' user, which no user of this machine need have. */
const ONLY_IN_CONTAINERS = 10_001;
/** Where a container finds its certificate. */
const FOLDER = '/run/certificates';
/** The files of a certificate, as a container sees them. */
export const filesInContainer = filesIn(FOLDER);

const SERVERS = ['temporal', 'temporal-schema', 'supabase', 'outside-world', 'postgresql', 'supabase-db'];

/** The file that goes over docker/compose.yaml with TLS. */
export function tlsOverlay(composeFile: string): string {
  return join(composeFile, '..', 'compose.tls.yaml');
}

/**
 * The group that reads the containers' certificates. Every container's user is given it, and no user of this machine can
 * enter the folder above them.
 */
export function certificatesGroup(): number {
  const own = process.getgid?.() ?? 0;
  return own === 0 ? ONLY_IN_CONTAINERS : own;
}

/**
 * Makes the authority of a run and the certificates of its servers, if the stack is to speak TLS.
 *
 * @throws HarnessError CHAOS_NOT_WRITABLE.
 */
export async function openDockerTls(wanted: boolean | undefined, context: RunContext): Promise<StackTls | null> {
  const tls = await openTls(wanted, context, 'temporal');
  for (const name of SERVERS) await tls?.certificates.issue(name, certificatesGroup());
  return tls;
}

/** How a program of the system speaks TLS in a container, and the mount that brings its certificate. */
export interface ContainerTls {
  readonly speaks: { readonly tls?: ProgramTls };
  /** Its part of the container's service: a mount, and the group that may read it. */
  readonly mounted: { readonly volumes: readonly object[]; readonly group_add?: readonly string[] };
}

/** Makes a certificate for a program of the system in a container. */
export async function containerTls(tls: StackTls | null, component: string): Promise<ContainerTls> {
  if (tls === null) return { speaks: {}, mounted: { volumes: [] } };
  await tls.certificates.issue(component, certificatesGroup());
  const source = tls.certificates.folderOf(component);
  return {
    speaks: { tls: { files: filesInContainer, temporalName: GATEWAY } },
    mounted: {
      volumes: [{ type: 'bind', source, target: FOLDER, read_only: true }],
      group_add: [String(certificatesGroup())],
    },
  };
}
