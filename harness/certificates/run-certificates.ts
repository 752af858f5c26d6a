import { X509Certificate } from 'node:crypto';
import { chmodSync, chownSync, mkdirSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { HarnessError, messageOf } from '../errors.ts';
import type { Journal } from '../model/journal.ts';
import type { CertificateLife, Certificates, TlsAccess, TlsFiles, TlsIdentity } from '../model/tls.ts';
import { Authority } from './authority.ts';
import { certificatesFolder, filesIn } from './certificate-files.ts';
import { fetchWith } from './fetch-with.ts';

/** The certificates of a run, and where their files are. */
export interface RunCertificatesOptions {
  /** The run's folder, which is gone after the run. */
  readonly folder: string;
  readonly runId: string;
  readonly journal: Journal;
  /** The names and addresses by which clients reach servers, beside their own names. */
  readonly hosts: readonly string[];
}

/** The certificate authority of a run, and the certificates that it has signed. */
export class RunCertificates implements Certificates {
  readonly #authority: Authority;
  readonly #options: RunCertificatesOptions;
  readonly #groups = new Map<string, number | null>();

  private constructor(authority: Authority, options: RunCertificatesOptions) {
    this.#authority = authority;
    this.#options = options;
  }

  /**
   * Makes the authority of a run and the folder of its certificates, of mode 700.
   *
   * @throws HarnessError CHAOS_NOT_WRITABLE.
   */
  static async create(options: RunCertificatesOptions): Promise<RunCertificates> {
    const authority = await Authority.create(`durable-chaos run ${options.runId}`);
    const certificates = new RunCertificates(authority, options);
    writable(certificates.#root, () => mkdirSync(certificates.#root, { mode: 0o700 }));
    return certificates;
  }

  get #root(): string {
    return certificatesFolder(this.#options);
  }

  /** The folder of a component's files. */
  folderOf(component: string): string {
    return join(this.#root, component);
  }

  /**
   * Signs a certificate and keeps it in memory.
   *
   * @param host - one more name or address by which it is reached
   */
  async identity(
    name: string,
    { life = 'valid', host }: { readonly life?: CertificateLife; readonly host?: string } = {},
  ): Promise<TlsIdentity> {
    const hosts = [...this.#options.hosts, ...(host === undefined ? [] : [host])];
    return this.#authority.issue({ name, hosts }, life);
  }

  /**
   * Signs a certificate and writes it to the component's folder.
   *
   * @param group - of the container's user, which may read the files; null: only this process's user may
   */
  async issue(component: string, group: number | null = null): Promise<TlsFiles> {
    const folder = this.folderOf(component);
    writable(folder, () => mkdirSync(folder, { mode: 0o700 }));
    this.#groups.set(component, group);
    await this.replace(component, 'valid');
    if (group !== null) writable(folder, () => give(folder, group, 0o750));
    return filesIn(folder);
  }

  async replace(component: string, life: CertificateLife): Promise<void> {
    const { hosts } = this.#options;
    const identity = await this.#authority.issue({ name: component, hosts }, life);
    const files = filesIn(this.folderOf(component));
    this.#write(component, files.ca, identity.ca);
    this.#write(component, files.key, identity.key);
    this.#write(component, files.cert, identity.cert);
  }

  async observe(component: string): Promise<void> {
    const pem = await readFile(filesIn(this.folderOf(component)).cert, 'utf8');
    const { serialNumber: serial, validFromDate, validToDate } = new X509Certificate(pem);
    const span = { validFrom: validFromDate.toISOString(), validTo: validToDate.toISOString() };
    this.#options.journal.write({ kind: 'certificate', component, serial: serial.toLowerCase(), ...span });
  }

  /** How the harness and the system's clients reach the servers. */
  async access(temporalName: string | null): Promise<TlsAccess> {
    const own = await this.identity('harness');
    const clientFiles = await this.issue('client');
    return { own, clientFiles, temporalName, fetch: fetchWith(own) };
  }

  /**
   * Written under another name first: a program that reads it meanwhile never gets a half.
   *
   * @remarks At once, because a fault waits for it: each step that is waited for would take a busy harness long.
   */
  #write(component: string, path: string, text: string): void {
    const made = `${path}.new`;
    const group = this.#groups.get(component) ?? null;
    writable(path, () => {
      writeFileSync(made, text, { mode: 0o600 });
      if (group !== null) give(made, group, 0o640);
      renameSync(made, path);
    });
  }
}

function give(path: string, group: number, mode: number): void {
  const { uid, gid } = statSync(path);
  if (gid !== group) chownSync(path, uid, group);
  chmodSync(path, mode);
}

function writable(path: string, write: () => void): void {
  try {
    write();
  } catch (cause) {
    const sentence = `Can't write the certificate ${path}: ${messageOf(cause)}.`;
    const advice = 'Free some space there, or set TMPDIR to a writable folder.';
    throw new HarnessError('CHAOS_NOT_WRITABLE', `${sentence} ${advice}`, { cause });
  }
}
