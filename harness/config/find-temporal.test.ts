import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { expect } from 'chai';
import { Authority } from '../certificates/authority.ts';
import type { NamedTemporal } from '../model/existing-temporal.ts';
import type { TemporalAccess } from '../model/temporal-access.ts';
import type { TlsIdentity } from '../model/tls.ts';
import { findTemporal } from './find-temporal.ts';

const key = 'the-key-of-a-user';

describe('the existing Temporal of a configuration', () => {
  let folder: string;
  let identity: TlsIdentity;
  const find = async (temporal: TemporalAccess | undefined, env = {}): Promise<NamedTemporal | null> =>
    findTemporal(
      { namespace: 'default', ...(temporal === undefined ? {} : { temporal }) },
      // No profile of the user who runs the tests.
      { projectFolder: folder, env: { TEMPORAL_CONFIG_FILE: join(folder, 'temporal.toml'), ...env } },
    );
  const refusal = async (temporal: TemporalAccess, env = {}): Promise<string> => {
    const error: unknown = await find(temporal, env).catch((thrown: unknown) => thrown);
    expect(error).to.have.property('code', 'CHAOS_BAD_CONFIG');
    expect(inspect(error)).not.to.include(key);
    return String(error);
  };

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'chaos-temporal-'));
    identity = await (await Authority.create('theirs')).issue({ name: 'us', hosts: [] });
    await writeFile(join(folder, 'ca.pem'), identity.ca);
    await writeFile(join(folder, 'cert.pem'), identity.cert);
    await writeFile(join(folder, 'key.pem'), identity.key);
    const profile = [
      '[profile.cloud]',
      'address = "cloud.example:7233"',
      'namespace = "payments"',
      `api_key = "${key}"`,
    ];
    const other = ['[profile.own.tls]', `client_cert_path = "cert.pem"`, `client_key_path = "key.pem"`];
    await writeFile(join(folder, 'temporal.toml'), [...profile, ...other].join('\n'));
  });
  after(async () => rm(folder, { recursive: true }));

  it('is none if none is named, though variables name one', async () => {
    expect(await find(undefined, { TEMPORAL_ADDRESS: 'cloud.example:7233' })).to.equal(null);
  });

  it('is one without TLS and key by its address alone, in the namespace of the configuration', async () => {
    expect(await find({ address: '127.0.0.1:7233' })).to.deep.equal({
      address: '127.0.0.1:7233',
      namespace: 'default',
      tls: null,
      apiKey: null,
      metadata: {},
      leaveWorkflows: false,
    });
  });

  it('is reached by TLS with public authorities if it has a key', async () => {
    expect(await find({ profile: 'cloud' })).to.deep.include({
      address: 'cloud.example:7233',
      namespace: 'payments',
      tls: { name: 'cloud.example' },
      apiKey: key,
    });
    expect(await find({ profile: 'cloud', tls: false })).to.deep.include({ tls: null });
  });

  it('comes from the configuration first, then from variables, then from the profile', async () => {
    const env = { TEMPORAL_PROFILE: 'cloud', TEMPORAL_ADDRESS: 'one.example:1', TEMPORAL_NAMESPACE: 'orders' };
    expect(await find({ namespace: 'mine' }, env)).to.include({
      address: 'one.example:1',
      namespace: 'mine',
      apiKey: key,
    });
    expect(await find({ address: 'two.example:2' }, env)).to.include({ address: 'two.example:2', namespace: 'orders' });
    expect(await find({}, { TEMPORAL_PROFILE: 'cloud', TEMPORAL_ADDRESS: '' })).to.include({ namespace: 'payments' });
  });

  it('has the certificates of files, from the folder of the project, in the configuration and in a profile', async () => {
    const tls = { ca: 'ca.pem', cert: join(folder, 'cert.pem'), key: 'key.pem', serverName: 'frontend' };
    const { ca, cert, key: pem } = identity;
    expect((await find({ address: 'a:1', tls }))?.tls).to.deep.equal({ name: 'frontend', ca, cert, key: pem });
    expect((await find({ address: '[::1]:1', profile: 'own' }))?.tls).to.deep.equal({ name: '::1', cert, key: pem });
  });

  it('is refused without an address, with one that is none, and with a key that is none', async () => {
    expect(await refusal({})).to.include('`temporal` names no address');
    expect(await refusal({}, { TEMPORAL_ADDRESS: 'https://cloud.example' })).to.include('must be host:port');
    expect(await refusal({ address: 'a:1' }, { TEMPORAL_API_KEY: `${key} ` })).to.include('`temporal.apiKey`');
  });

  it('is refused with a profile or a file that is not there, and with a key of another certificate', async () => {
    expect(await refusal({ profile: 'none' })).to.include("Profile 'none' not found");
    expect(await refusal({ address: 'a:1', tls: { ca: 'none.pem' } })).to.match(/`temporal.tls.ca`: .*ENOENT/);
    const other = await (await Authority.create('others')).issue({ name: 'us', hosts: [] });
    await writeFile(join(folder, 'other.pem'), other.key);
    const sentence = await refusal({ address: 'a:1', tls: { cert: 'cert.pem', key: 'other.pem' } });
    expect(sentence).to.include('`temporal.tls`: these are no certificate and key of each other');
  });

  it('shows no line of a profile that is no TOML', async () => {
    const path = join(folder, 'broken.toml');
    await writeFile(path, `[profile.default]\napi_key = "${key}\n`);
    expect(await refusal({}, { TEMPORAL_CONFIG_FILE: path })).to.include("the profile can't be read: Invalid TOML");
  });
});
