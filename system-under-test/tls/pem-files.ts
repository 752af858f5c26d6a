import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createSecureContext } from 'node:tls';

/** Paths of a certificate, its key, and the authority that the other side is checked by. */
export interface PemFiles {
  readonly ca: string;
  readonly cert: string;
  readonly key: string;
}

/** The contents of the files, as they are now. */
export function readPem({ ca, cert, key }: PemFiles): PemFiles {
  return { ca: readFileSync(ca, 'utf8'), cert: readFileSync(cert, 'utf8'), key: readFileSync(key, 'utf8') };
}

/** Why the files can't be used together; null if they can. Says nothing of when the certificate is valid. */
export function whyUnusable(files: PemFiles): string | null {
  try {
    createSecureContext(readPem(files));
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** When a certificate's validity ended, if it has; null if it hasn't, or the file can't be read. */
export function expiredSince(cert: string): Date | null {
  try {
    const { validToDate } = new X509Certificate(readFileSync(cert, 'utf8'));
    return validToDate.getTime() < Date.now() ? validToDate : null;
  } catch {
    return null;
  }
}
