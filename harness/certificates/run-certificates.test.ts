import { X509Certificate } from 'node:crypto';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { type EntryOf, entriesOf, type Journal, type JournalEntry } from '../model/journal.ts';
import { filesIn } from './certificate-files.ts';
import { RunCertificates } from './run-certificates.ts';

describe('the certificates of a run', () => {
  let folder: string;
  let written: JournalEntry[];
  let certificates: RunCertificates;
  const modeOf = async (path: string): Promise<number> => (await stat(path)).mode & 0o777;
  const readBack = async (component: string): Promise<EntryOf<'certificate'> | undefined> => {
    await certificates.observe(component);
    return entriesOf(written, 'certificate').at(-1);
  };

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'certificates-test-'));
    written = [];
    const journal = { write: (entry: JournalEntry) => void written.push(entry) } as unknown as Journal;
    certificates = await RunCertificates.create({ folder, runId: 'r', journal, hosts: ['localhost', '127.0.0.1'] });
  });
  afterEach(async () => rm(folder, { recursive: true }));

  it('keeps each key in a file of mode 600, in a folder of mode 700, and that of the authority in none', async () => {
    const { key, cert, ca } = await certificates.issue('worker-1');
    expect(await Promise.all([key, cert, ca].map(modeOf))).to.deep.equal([0o600, 0o600, 0o600]);
    const own = certificates.folderOf('worker-1');
    expect(await Promise.all([own, join(own, '..')].map(modeOf))).to.deep.equal([0o700, 0o700]);
    const issuer = new X509Certificate(await readFile(ca));
    expect(issuer.ca).to.equal(true);
    expect(new X509Certificate(await readFile(cert)).verify(issuer.publicKey)).to.equal(true);
    const texts = await Promise.all([cert, ca].map(async (path) => readFile(path, 'utf8')));
    expect(texts.join('')).not.to.include('PRIVATE');
  });

  it('names whom it is for, and the names by which it is reached', async () => {
    const { cert } = await certificates.identity('temporal');
    const read = new X509Certificate(cert);
    expect([read.checkHost('temporal'), read.checkHost('localhost'), read.checkIP('127.0.0.1')]).to.deep.equal([
      'temporal',
      'localhost',
      '127.0.0.1',
    ]);
    expect(read.checkHost('supabase')).to.equal(undefined);
  });

  it('puts another certificate with another key in its place, and reads back which one is there', async () => {
    const { key } = await certificates.issue('worker-1');
    const first = await readBack('worker-1');
    const firstKey = await readFile(key, 'utf8');
    await certificates.replace('worker-1', 'valid');
    const second = await readBack('worker-1');
    expect(second?.serial).to.be.a('string').and.not.equal(first?.serial);
    expect(await readFile(key, 'utf8')).not.to.equal(firstKey);
    expect(await modeOf(key)).to.equal(0o600);
    expect(Date.parse(second?.validTo ?? '')).to.be.greaterThan(Date.now());
  });

  it('makes one that ended before it was made, and one that is valid again', async () => {
    await certificates.issue('worker-1');
    await certificates.replace('worker-1', 'expired');
    const expired = await readBack('worker-1');
    expect(Date.parse(expired?.validTo ?? '')).to.be.lessThan(Date.now());
    expect(Date.parse(expired?.validFrom ?? '')).to.be.lessThan(Date.parse(expired?.validTo ?? ''));
    await certificates.replace('worker-1', 'valid');
    expect(Date.parse((await readBack('worker-1'))?.validTo ?? '')).to.be.greaterThan(Date.now());
  });

  it('says in one sentence where it cannot write', async () => {
    await rm(join(folder, 'certificates'), { recursive: true });
    const error = await certificates.issue('worker-1').catch((thrown: unknown) => thrown);
    expect(error).to.have.property('code', 'CHAOS_NOT_WRITABLE');
    expect(filesIn('/x').key).to.equal('/x/key.pem');
  });
});
