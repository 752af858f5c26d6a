// The library below asks for this polyfill before all else.
import 'reflect-metadata';
import { KeyObject } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BasicConstraintsExtension, SubjectAlternativeNameExtension, X509CertificateGenerator } from '@peculiar/x509';

/** Paths of a certificate for this machine, its key, and the authority that signed it: itself. */
export interface Issued {
  readonly ca: string;
  readonly cert: string;
  readonly key: string;
}

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;

/**
 * Makes a certificate that has signed itself, in files of a new folder.
 *
 * @param lastsMs - how long it is valid, in milliseconds; one that has ended if it is negative
 */
export async function makeCertificates(folder: string, lastsMs = 3_600_000): Promise<Issued> {
  const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name: 'CN=localhost',
    keys,
    signingAlgorithm: algorithm,
    notBefore: new Date(Date.now() - 3_600_000),
    notAfter: new Date(Date.now() + lastsMs),
    extensions: [
      new BasicConstraintsExtension(true, undefined, true),
      new SubjectAlternativeNameExtension([
        { type: 'dns', value: 'localhost' },
        { type: 'ip', value: '127.0.0.1' },
      ]),
    ],
  });
  const pem = `${certificate.toString('pem')}\n`;
  const files = { ca: join(folder, 'ca.pem'), cert: join(folder, 'cert.pem'), key: join(folder, 'key.pem') };
  await mkdir(folder);
  await writeFile(files.ca, pem);
  await writeFile(files.cert, pem);
  await writeFile(files.key, KeyObject.from(keys.privateKey).export({ type: 'pkcs8', format: 'pem' }));
  return files;
}
