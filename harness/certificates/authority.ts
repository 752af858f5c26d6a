// The library below asks for this polyfill before all else.
import 'reflect-metadata';
import { KeyObject, randomBytes, type webcrypto } from 'node:crypto';
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  type X509Certificate,
  X509CertificateGenerator,
} from '@peculiar/x509';
import type { CertificateLife, TlsIdentity } from '../model/tls.ts';

/** How long the certificates of a run are valid, in milliseconds: all of them, so a stack stays up no longer by TLS. */
export const LIFE_MS = 8 * 3_600_000;
/** They are valid from a little before they are made: clocks of containers differ from the machine's. */
const EARLIER_MS = 60_000;
/** How long ago an expired certificate ended. */
const EXPIRED_MS = 30_000;

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;

/** The subject of a certificate. */
export interface Subject {
  readonly name: string;
  /** The other names by which clients reach it: host names and addresses. */
  readonly hosts: readonly string[];
}

/** A certificate authority. Its key is in memory only, and gone with the process. */
export class Authority {
  readonly #certificate: X509Certificate;
  readonly #keys: webcrypto.CryptoKeyPair;

  private constructor(certificate: X509Certificate, keys: webcrypto.CryptoKeyPair) {
    this.#certificate = certificate;
    this.#keys = keys;
  }

  /** Makes an authority with a new key. */
  static async create(name: string): Promise<Authority> {
    const keys = await newKeys();
    const certificate = await X509CertificateGenerator.createSelfSigned({
      ...spanOf('valid'),
      name: `CN=${name}`,
      serialNumber: newSerial(),
      keys,
      signingAlgorithm: algorithm,
      extensions: [
        new BasicConstraintsExtension(true, 0, true),
        new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
        await SubjectKeyIdentifierExtension.create(keys.publicKey),
      ],
    });
    return new Authority(certificate, keys);
  }

  /** Its certificate, as PEM. */
  get certificate(): string {
    return pemOf(this.#certificate);
  }

  /** Signs a certificate for a new key: one that its subject may show as a server and as a client. */
  async issue({ name, hosts }: Subject, life: CertificateLife = 'valid'): Promise<TlsIdentity> {
    const keys = await newKeys();
    const names = [name, ...hosts].map((host) => ({ type: isAddress(host) ? 'ip' : 'dns', value: host }) as const);
    const certificate = await X509CertificateGenerator.create({
      ...spanOf(life),
      subject: `CN=${name}`,
      issuer: this.#certificate.subject,
      serialNumber: newSerial(),
      publicKey: keys.publicKey,
      signingKey: this.#keys.privateKey,
      signingAlgorithm: algorithm,
      extensions: [
        new BasicConstraintsExtension(false, undefined, true),
        new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
        new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth, ExtendedKeyUsage.clientAuth]),
        new SubjectAlternativeNameExtension(names),
        await AuthorityKeyIdentifierExtension.create(this.#keys.publicKey),
        await SubjectKeyIdentifierExtension.create(keys.publicKey),
      ],
    });
    const key = KeyObject.from(keys.privateKey).export({ type: 'pkcs8', format: 'pem' }).toString();
    return { ca: this.certificate, cert: pemOf(certificate), key };
  }
}

async function newKeys(): Promise<webcrypto.CryptoKeyPair> {
  return crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
}

/** Positive and without leading zeros, so that every reader writes it alike. */
function newSerial(): string {
  return `7${randomBytes(16).toString('hex').slice(1)}`;
}

function spanOf(life: CertificateLife): { readonly notBefore: Date; readonly notAfter: Date } {
  const nowMs = Date.now();
  const endMs = life === 'valid' ? nowMs + LIFE_MS : nowMs - EXPIRED_MS;
  return { notBefore: new Date(Math.min(nowMs, endMs) - EARLIER_MS), notAfter: new Date(endMs) };
}

function isAddress(host: string): boolean {
  return /^[\d.]+$/.test(host);
}

function pemOf(certificate: X509Certificate): string {
  return `${certificate.toString('pem')}\n`;
}
