import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { isOlder } from './build-go.ts';
import { goMinimum, readComposeVersion, releaseTarget, serverSpecs } from './server-spec.ts';

const { temporal, toxiproxy, compose } = serverSpecs;

describe('serverSpecs', () => {
  it('compares the Temporal CLI by the version of its server', () => {
    const release = temporal.readVersion('temporal version 1.8.2 (Server 1.31.2, UI 2.50.1)\n');
    expect(release).to.deep.equal({ version: '1.31.2 (CLI 1.8.2)', fits: true });
    const fromSource = temporal.readVersion('temporal version 0.0.0-DEV (Server 1.31.2, UI 2.50.1)\n');
    expect(fromSource?.fits).to.equal(true);
    const older = temporal.readVersion('temporal version 1.5.1 (Server 1.29.1, UI 2.42.1)\n');
    expect(older).to.deep.equal({ version: '1.29.1 (CLI 1.5.1)', fits: false });
  });

  it('reads the version of toxiproxy-server', () => {
    expect(toxiproxy.readVersion('toxiproxy-server version 2.12.0\n')).to.deep.equal({ version: '2.12.0', fits: true });
    expect(toxiproxy.readVersion('toxiproxy-server version git\n')?.fits).to.equal(false);
  });

  it('takes Docker Compose from 2.24 on, and no Compose before version 2', () => {
    expect(readComposeVersion('Docker Compose version v5.0.2\n')).to.deep.equal({ version: '5.0.2', fits: true });
    expect(readComposeVersion('Docker Compose version v2.24.0-birthday.10\n')?.fits).to.equal(true);
    expect(readComposeVersion('Docker Compose version 2.23.3\n')?.fits).to.equal(false);
    expect(readComposeVersion('docker-compose version 1.29.2, build unknown\n')).to.equal(null);
  });

  it('takes no other output for a version', () => {
    for (const output of ['', 'temporal version', 'usage: temporal --version', 'toxiproxy-cli version 2.12.0']) {
      expect(temporal.readVersion(output), output).to.equal(null);
      expect(toxiproxy.readVersion(output), output).to.equal(null);
      expect(compose.readVersion(output), output).to.equal(null);
    }
  });

  it('has a checksum for each of the four platforms, and names no other', () => {
    const targets = ['linux', 'darwin'].flatMap((os) => ['x64', 'arm64'].map((arch) => releaseTarget(os, arch)));
    expect(targets).to.deep.equal(['linux_amd64', 'linux_arm64', 'darwin_amd64', 'darwin_arm64']);
    for (const spec of [temporal, toxiproxy]) {
      expect(spec.sha256).to.have.all.keys(...targets.map(String));
      for (const sum of Object.values(spec.sha256)) expect(sum).to.match(/^[0-9a-f]{64}$/);
    }
    expect(releaseTarget('win32', 'x64')).to.equal(null);
    expect(releaseTarget('linux', 'ia32')).to.equal(null);
  });

  it('builds the very version that it would download, with a Go that is new enough', () => {
    const modules = {
      temporal: 'github.com/temporalio/cli',
      toxiproxy: 'github.com/Shopify/toxiproxy/v2',
      compose: 'github.com/docker/compose/v5',
    };
    for (const spec of [temporal, toxiproxy, compose]) {
      const text = readFileSync(join(import.meta.dirname, '..', 'modules', spec.goModule.folder, 'go.mod'), 'utf8');
      expect(text).to.include(`${modules[spec.server]} v${spec.version}`);
      expect(text).to.include(`tool ${spec.goModule.package}\n`);
      const [, go = ''] = /^go (\S+)$/m.exec(text) ?? [];
      expect(isOlder(goMinimum, go), `go.mod of ${spec.server} asks for Go ${go}`).to.equal(false);
    }
  });
});

describe('isOlder', () => {
  it('compares number by number', () => {
    expect(isOlder('1.26.3', '1.26.4')).to.equal(true);
    expect(isOlder('1.9.9', '1.26.4')).to.equal(true);
    expect(isOlder('1.26', '1.26.4')).to.equal(true);
    expect(isOlder('1.26.4', '1.26.4')).to.equal(false);
    expect(isOlder('1.26.10', '1.26.4')).to.equal(false);
    expect(isOlder('1.27rc1', '1.26.4')).to.equal(false);
    expect(isOlder('2.0', '1.26.4')).to.equal(false);
  });
});
