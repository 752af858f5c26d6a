import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer as createHttpServer } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { getGlobalDispatcher, setGlobalDispatcher } from 'undici';
import { type TlsConfig, workerConfig } from '../config.ts';
import { type Issued, makeCertificates } from '../testing/make-certificates.ts';
import { frontMetrics } from './metrics-front.ts';
import { serverTls } from './server-tls.ts';
import { useClientCertificate } from './services-tls.ts';

describe('a system that speaks TLS', () => {
  const plain = getGlobalDispatcher();
  let folder: string;
  let files: Issued;
  const configOf = ({ ca, cert, key }: Issued): TlsConfig => ({
    HTTPS_CA_PATH: ca,
    HTTPS_CLIENT_CERT_PATH: cert,
    HTTPS_CLIENT_KEY_PATH: key,
    SERVER_TLS_CLIENT_CA_PATH: ca,
    SERVER_TLS_CERT_PATH: cert,
    SERVER_TLS_KEY_PATH: key,
  });
  const answer = async (url: string): Promise<string> =>
    fetch(url).then(
      async (response) => `${response.status} ${await response.text()}`,
      () => 'nothing',
    );

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'system-tls-test-'));
    files = await makeCertificates(join(folder, 'own'));
  });
  afterEach(() => setGlobalDispatcher(plain));
  after(async () => rm(folder, { recursive: true }));

  it('serves clients of its authority alone, and shows its certificate wherever it asks', async () => {
    const server = createServer(serverTls(configOf(files)) ?? {}, (_request, response) => response.end('hello'));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    try {
      expect(await answer(url)).to.equal('nothing');
      await useClientCertificate(configOf(files));
      expect(await answer(url)).to.equal('200 hello');
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });

  it("serves the worker's metrics by TLS before a port of loopback", async () => {
    const picked = createHttpServer().listen(0, '127.0.0.1');
    await once(picked, 'listening');
    const { port } = picked.address() as AddressInfo;
    picked.close();
    await once(picked, 'close');
    const services = { SUPABASE_URL: 'http://x', SUPABASE_KEY: 'k', OUTSIDE_WORLD_URL: 'http://x' };
    const own = { ...services, TEMPORAL_WORKFLOW_BUNDLE: '/b', TEMPORAL_METRICS_PORT: String(port) };
    const config = await frontMetrics(workerConfig({ ...own, ...(configOf(files) as Record<string, string>) }));
    expect(config.TEMPORAL_METRICS_PORT).not.to.equal(port);
    const sdk = createHttpServer((_request, response) => response.end('temporal_x 1'));
    sdk.listen(config.TEMPORAL_METRICS_PORT, config.TEMPORAL_METRICS_HOST);
    await once(sdk, 'listening');
    try {
      expect(await answer(`https://127.0.0.1:${port}/metrics`)).to.equal('nothing');
      await useClientCertificate(configOf(files));
      expect(await answer(`https://127.0.0.1:${port}/metrics`)).to.equal('200 temporal_x 1');
    } finally {
      sdk.closeAllConnections();
      sdk.close();
    }
  });

  it('leaves everything as it is without a certificate', async () => {
    await useClientCertificate({});
    expect(getGlobalDispatcher()).to.equal(plain);
    expect(serverTls({})).to.equal(null);
  });
});
