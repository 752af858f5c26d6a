import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { clientConfig } from '../config.ts';
import { type Issued, makeCertificates } from '../testing/make-certificates.ts';
import { adviceOn, temporalConnection } from './temporal-connection.ts';

describe('TLS of the system', () => {
  let folder: string;
  let own: Issued;
  let another: Issued;
  const at = (name: string): string => join(folder, name);

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'system-tls-test-'));
    own = await makeCertificates(at('own'));
    another = await makeCertificates(at('another'));
    await writeFile(at('garbage.pem'), 'nothing of use');
  });
  after(async () => rm(folder, { recursive: true }));

  const temporal = (files: Issued): Record<string, string> => ({
    TEMPORAL_TLS: 'true',
    TEMPORAL_TLS_SERVER_CA_CERT_PATH: files.ca,
    TEMPORAL_TLS_CLIENT_CERT_PATH: files.cert,
    TEMPORAL_TLS_CLIENT_KEY_PATH: files.key,
    TEMPORAL_TLS_SERVER_NAME: 'gateway',
  });

  it('is none unless it is asked for', () => {
    expect(temporalConnection(clientConfig({}), {})).to.deep.equal({ address: '127.0.0.1:7233' });
  });

  it("takes Temporal's own variables", () => {
    const environment = temporal(own);
    const { address, tls } = temporalConnection(clientConfig(environment), environment);
    expect(address).to.equal('127.0.0.1:7233');
    expect(tls).to.have.property('serverNameOverride', 'gateway');
    expect(tls).to.have.nested.property('clientCertPair.crt').that.is.instanceOf(Uint8Array);
  });

  it('takes a profile of a temporal.toml, whose address TEMPORAL_HOST is over', async () => {
    const file = at('temporal.toml');
    await writeFile(file, `[profile.default]\naddress = "elsewhere:7000"\n[profile.default.tls]\nserver_name = "x"\n`);
    const environment = { TEMPORAL_CONFIG_FILE: file };
    const found = temporalConnection(clientConfig(environment), environment);
    expect(found.address).to.equal('elsewhere:7000');
    expect(found.tls).to.have.property('serverNameOverride', 'x');
    const both = { ...environment, TEMPORAL_HOST: 'here', TEMPORAL_PORT: '1' };
    expect(temporalConnection(clientConfig(both), both).address).to.equal('here:1');
  });

  it('says of a certificate that has ended when it did', async () => {
    const ended = temporal(await makeCertificates(at('ended'), -60_000));
    expect(adviceOn(clientConfig(ended))).to.match(/^The certificate \S+ expired at \d{4}-\S+Z: replace it\.$/);
    expect(adviceOn(clientConfig(temporal(own)))).to.include('that both sides trust the same authority');
    expect(adviceOn(clientConfig({}))).to.equal('Check TEMPORAL_HOST and TEMPORAL_PORT.');
  });

  it('refuses a profile that is not there in one sentence', () => {
    const environment = { TEMPORAL_CONFIG_FILE: at('none.toml'), TEMPORAL_PROFILE: 'production' };
    expect(() => temporalConnection(clientConfig(environment), environment))
      .to.throw(/^Expected the standard variables of Temporal to be of use, but one is not: [^\n]+\.env\.example\.$/)
      .with.property('name', 'ConfigError');
  });

  const bad: Readonly<Record<string, () => Record<string, string>>> = {
    'a file that is missing': () => ({ ...temporal(own), TEMPORAL_TLS_CLIENT_CERT_PATH: at('none.pem') }),
    'a file that is no certificate': () => ({ ...temporal(own), TEMPORAL_TLS_CLIENT_CERT_PATH: at('garbage.pem') }),
    'a key of another certificate': () => ({ ...temporal(own), TEMPORAL_TLS_CLIENT_KEY_PATH: another.key }),
    'a certificate without its key': () => ({ HTTPS_CA_PATH: own.ca, HTTPS_CLIENT_CERT_PATH: own.cert }),
    'a server without an authority of its clients': () => ({
      SERVER_TLS_CERT_PATH: own.cert,
      SERVER_TLS_KEY_PATH: own.key,
    }),
  };
  for (const [what, environment] of Object.entries(bad)) {
    it(`refuses ${what} in one sentence that names the variables`, () => {
      expect(() => clientConfig(environment()))
        .to.throw(/^Expected [A-Z_]+(_PATH)[^\n]*\.$/)
        .with.property('name', 'ConfigError');
    });
  }
});
