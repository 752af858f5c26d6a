import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import type { ProvisionContext } from '../provision-context.ts';
import {
  type FakePlace,
  fakeGo,
  fakePlace,
  fakeRelease,
  saysVersion,
  writeScript,
} from '../test-support/fake-server.ts';
import { releaseAnswers, releaseOf } from './download-server.ts';
import { installServer } from './install-server.ts';

describe('installServer', () => {
  let place: FakePlace;
  let server: Server;
  let answer: (response: ServerResponse) => void;
  let requests: string[] = [];

  const whole = (response: ServerResponse): void => void response.end(fakeRelease.archive);
  const context = (env: Readonly<Record<string, string>> = {}): ProvisionContext => {
    const { port } = server.address() as AddressInfo;
    return {
      ...place.context,
      env: { ...place.context.env, CHAOS_DOWNLOAD_BASE_URL: `http://127.0.0.1:${port}/mirror/`, ...env },
    };
  };
  const program = (): string => join(place.context.cached, 'fake-server');
  const leftBeside = (): readonly string[] => readdirSync(dirname(place.context.cached)).toSorted();

  beforeEach(async () => {
    place = fakePlace();
    fakeGo(place, '1.20');
    requests = [];
    answer = whole;
    server = createServer((request, response) => {
      requests.push(`${request.method} ${request.url}`);
      answer(response);
    });
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
    rmSync(place.folder, { recursive: true });
  });

  it('downloads the release from below the base URL, unpacks it and keeps only the program', async () => {
    const { found, tried } = await installServer(context());
    expect(tried).to.deep.equal([]);
    expect(found).to.deep.equal({ path: program(), version: '1.0.0', from: 'download' });
    expect(requests).to.have.length(1);
    expect(requests[0]).to.match(/^GET \/mirror\/fake\/releases\/fake_(linux|darwin)_(amd64|arm64)\.tar\.gz$/);
    expect(leftBeside()).to.deep.equal(['fake']);
    expect(place.lines[0]).to.equal('Downloading fake-server 1.0.0');
  });

  it('asks whether the release is there without downloading it', async () => {
    const release = releaseOf(place.context.spec, context().env);
    if (release === null) throw new Error('Expected a release for this platform.');
    expect(await releaseAnswers(release, place.context.signal)).to.equal(null);
    answer = (response) => response.writeHead(403).end();
    expect(await releaseAnswers(release, place.context.signal)).to.equal('HTTP 403');
    expect(requests.every((request) => request.startsWith('HEAD '))).to.equal(true);
  });

  const failures: Readonly<Record<string, { answer: (response: ServerResponse) => void; why: RegExp }>> = {
    'has another checksum': {
      answer: (response) => response.end(Buffer.concat([fakeRelease.archive, Buffer.from('x')])),
      why: /has SHA-256 [0-9a-f]{64}, but [0-9a-f]{64} is pinned$/,
    },
    'is cut short': {
      answer: (response) => {
        response.writeHead(200, { 'content-length': fakeRelease.archive.length });
        response.write(fakeRelease.archive.subarray(0, 50), () => response.destroy());
      },
      why: /other side closed|terminated/,
    },
    'is cut short without its length being told': {
      answer: (response) => response.end(fakeRelease.archive.subarray(0, 50)),
      why: /has SHA-256/,
    },
    'is not there': { answer: (response) => response.writeHead(404).end('no'), why: /HTTP 404 from http/ },
  };
  for (const [name, failure] of Object.entries(failures)) {
    it(`uses no release that ${name}, and says so`, async () => {
      answer = failure.answer;
      const { found, tried } = await installServer(context());
      expect(found).to.equal(null);
      expect(tried).to.have.length(2);
      expect(tried[0])
        .to.match(/^download: /)
        .and.match(failure.why);
      expect(tried[1]).to.equal('build: Go is 1.20, but building needs 1.26.4 or newer');
      expect(leftBeside(), 'nothing half-done is left').to.deep.equal([]);
    });
  }

  it('builds at once where the download is refused', async () => {
    fakeGo(place, '1.26.8');
    const refused = context();
    server.close();
    const startMs = performance.now();
    const { found, tried } = await installServer(refused);
    expect(performance.now() - startMs).to.be.lessThan(3000);
    expect(found).to.deep.equal({ path: program(), version: '1.0.0', from: 'build' });
    expect(tried[0]).to.match(/^download: .*ECONNREFUSED/);
    expect(place.lines).to.include(
      'Building fake-server 1.0.0 with Go 1.26.8 (only once; some minutes on a cold cache)',
    );
  });

  it('does not keep a build of another version', async () => {
    fakeGo(place, '1.27', '0.0.0-DEV');
    answer = (response) => response.writeHead(404).end();
    const { found, tried } = await installServer(context());
    expect(found).to.equal(null);
    expect(tried[1]).to.include('is of version 0.0.0-DEV');
    expect(existsSync(program())).to.equal(false);
  });

  it('says the last line of a build that fails, and keeps its log', async () => {
    answer = (response) => response.writeHead(404).end();
    writeScript(
      join(place.bin, 'go'),
      'if [ "$1" = version ]; then echo "go version go1.26.4 x"; else echo first; echo verifying module: checksum mismatch; exit 1; fi',
    );
    const { tried } = await installServer(context());
    expect(tried[1]).to.equal('build: go ended with exit code 1: verifying module: checksum mismatch');
    expect(readFileSync(`${place.context.cached}.build.log`, 'utf8')).to.include('first\n');
  });

  it('replaces a broken binary, and removes what a process that died at it left', async () => {
    mkdirSync(place.context.cached, { recursive: true });
    writeFileSync(program(), 'half of a bin');
    chmodSync(program(), 0o755);
    mkdirSync(`${place.context.cached}.partial-dead`);
    writeFileSync(join(`${place.context.cached}.partial-dead`, 'release.tar.gz'), 'half');
    expect((await installServer(context())).found?.from).to.equal('download');
    expect(readFileSync(program(), 'utf8')).to.include(saysVersion('1.0.0'));
    expect(statSync(program()).mode & 0o777).to.equal(0o755);
    expect(leftBeside()).to.deep.equal(['fake']);
  });

  it('downloads once where two want it at once', async () => {
    const searches = await Promise.all([installServer(context()), installServer(context())]);
    expect(requests).to.have.length(1);
    expect(searches.map(({ found }) => found?.from)).to.have.members(['cache', 'download']);
    expect(place.lines.some((line) => line.startsWith(`Waiting for process ${process.pid} to fetch`))).to.equal(true);
  });

  it('lets go of everything when its signal aborts', async () => {
    const controller = new AbortController();
    const reason = new Error('stop it');
    answer = (response) => {
      response.writeHead(200);
      response.write('x', () => controller.abort(reason));
    };
    const thrown: unknown = await installServer({ ...context(), signal: controller.signal }).catch((e: unknown) => e);
    expect(thrown).to.equal(reason);
    expect(leftBeside()).to.deep.equal([]);
  });
});
