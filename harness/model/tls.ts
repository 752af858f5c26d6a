/** Paths of a certificate, its key, and the certificate of the authority that others are checked by; all in PEM. */
export interface TlsFiles {
  readonly ca: string;
  readonly cert: string;
  readonly key: string;
}

/** A certificate, its private key, and the certificate of the authority that both sides trust, as PEM. Secret. */
export interface TlsIdentity {
  readonly ca: string;
  readonly cert: string;
  readonly key: string;
}

/** How the harness itself, and clients of the system, reach the servers of a run by TLS. Secret: it has keys. */
export interface TlsAccess {
  /** The harness's own certificate. */
  readonly own: TlsIdentity;
  /** A `fetch` that shows it and trusts the run's authority alone. */
  readonly fetch: typeof fetch;
  /** The certificate of the system's clients. */
  readonly clientFiles: TlsFiles;
  /** The name in the certificate of Temporal's frontend; null: Temporal is reached without TLS. */
  readonly temporalName: string | null;
}

/** How a program of the system speaks TLS; the paths are as the program sees them. */
export interface ProgramTls {
  /** Its certificate, with which it serves and asks, and the authority of all others. */
  readonly files: TlsFiles;
  /** The name in the certificate of what it reaches as Temporal; null: that speaks no TLS. */
  readonly temporalName: string | null;
}

/** Which certificate is put in the place of another: one that is valid from now on, or one that was valid before. */
export type CertificateLife = 'valid' | 'expired';

/** The certificates of a run's workers. */
export interface Certificates {
  /** Puts a certificate with another key in the place of a component's; its processes read it when they next do. */
  replace(component: string, life: CertificateLife): Promise<void>;
  /** Reads a component's certificate back from its file and journals it as a `certificate` entry. */
  observe(component: string): Promise<void>;
}
