import { join } from 'node:path';
import type { TlsFiles } from '../model/tls.ts';

/** The folder of a run's certificates, with one folder for each component. */
export function certificatesFolder({ folder }: { readonly folder: string }): string {
  return join(folder, 'certificates');
}

/** The files of a component's certificate, by their names in its folder. */
export function filesIn(folder: string): TlsFiles {
  return { ca: join(folder, 'ca.pem'), cert: join(folder, 'cert.pem'), key: join(folder, 'key.pem') };
}
