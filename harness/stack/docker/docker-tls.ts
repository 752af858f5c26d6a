import { join } from 'node:path';
import { filesIn } from '../../certificates/certificate-files.ts';
import type { Reader } from '../../certificates/run-certificates.ts';
import { HarnessError } from '../../errors.ts';
import type { ProgramTls } from '../../model/tls.ts';
import type { RunContext } from '../run-context.ts';
import { GATEWAY, openTls, type StackTls } from '../stack-tls.ts';

/** Where a container finds its certificate. */
const FOLDER = '/run/certificates';
/** The files of a certificate, as a container sees them. */
export const filesInContainer = filesIn(FOLDER);

/** The user of every image but PostgreSQL's. */
const USER = { uid: 10_001, gid: 10_001 } as const;
const SERVERS = ['temporal', 'temporal-schema', 'supabase', 'outside-world'];
const DATABASES = ['postgresql', 'supabase-db'];

/** The file that goes over docker/compose.yaml with TLS. */
export function tlsOverlay(composeFile: string): string {
  return join(composeFile, '..', 'compose.tls.yaml');
}

/** The user that reads a container's certificate. Docker Desktop shares files with every user. */
export function readerOf(component: string): Reader | null {
  if (process.platform === 'darwin') return null;
  return DATABASES.includes(component) ? { ...USER, byGroup: true } : USER;
}

/**
 * Makes the authority of a run and the certificates of its servers, if the stack is to speak TLS.
 *
 * @throws HarnessError CHAOS_STACK_LACKS if files can't be given to the containers' users; CHAOS_NOT_WRITABLE.
 */
export async function openDockerTls(wanted: boolean | undefined, context: RunContext): Promise<StackTls | null> {
  if (wanted === true && process.platform !== 'darwin' && process.getuid?.() !== 0) {
    const sentence = 'With --tls, only root can give each container a key that no other user can read.';
    throw new HarnessError('CHAOS_STACK_LACKS', `${sentence} Run it as root, or use --stack embedded.`);
  }
  const tls = await openTls(wanted, context, 'temporal');
  for (const name of [...SERVERS, ...DATABASES]) await tls?.certificates.issue(name, readerOf(name));
  return tls;
}

/** How a program of the system speaks TLS in a container, and the mount that brings its certificate. */
export interface ContainerTls {
  readonly speaks: { readonly tls?: ProgramTls };
  readonly volumes: readonly object[];
}

/** Makes a certificate for a program of the system in a container. */
export async function containerTls(tls: StackTls | null, component: string): Promise<ContainerTls> {
  if (tls === null) return { speaks: {}, volumes: [] };
  await tls.certificates.issue(component, readerOf(component));
  const source = tls.certificates.folderOf(component);
  return {
    speaks: { tls: { files: filesInContainer, temporalName: GATEWAY } },
    volumes: [{ type: 'bind', source, target: FOLDER, read_only: true }],
  };
}
