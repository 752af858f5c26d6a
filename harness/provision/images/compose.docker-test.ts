import { createServer, type Server } from 'node:net';
import { expect } from 'chai';
import { waitFor } from '../../wait.ts';
import { imageTag, serviceNames } from './image-specs.ts';
import { assertImages } from './image-state.ts';
import { type ComposeTrial, prepareTrial } from './test-support/compose-trial.ts';

/** Says of each `host:port` whether it accepts a connection within a second. */
const probeScript = `
probe() {
  if timeout 1 bash -c 'exec 3<>"/dev/tcp/$0/$1"' "\${1%:*}" "\${1##*:}" 2>/dev/null
  then echo "open $1"; else echo "shut $1"; fi
}
for target in "$@"; do probe "$target" & done
wait`;

const running = serviceNames.filter((service) => service !== 'worker' && service !== 'temporal-schema');

describe('docker/compose.yaml', () => {
  let trial: ComposeTrial;
  const limit = { limitMs: 60_000, signal: new AbortController().signal, everyMs: 100 };

  const isHealthy = async (service: string): Promise<true | undefined> => {
    const { State } = await trial.container(service).inspect();
    return State.Health?.Status === 'healthy' ? true : undefined;
  };
  const addressOn = async (service: string, network: string): Promise<string> => {
    const { NetworkSettings } = await trial.container(service).inspect();
    return NetworkSettings.Networks[`${trial.project}_${network}`]?.IPAddress ?? '';
  };
  const opens = async (from: string, targets: readonly string[]): Promise<readonly string[]> => {
    const { code, output } = await trial.exec(from, ['bash', '-c', probeScript, 'probe', ...targets]);
    const lines = output.split(/\r?\n/).filter((line) => line !== '');
    expect(code, output).to.equal(0);
    expect(lines.length, output).to.equal(targets.length);
    return lines.filter((line) => line.startsWith('open ')).map((line) => line.slice('open '.length));
  };

  before(async () => {
    trial = await prepareTrial();
    await assertImages(trial.engine);
    await trial.compose('up', '--detach', '--wait', '--wait-timeout', '90');
  });
  after(async () => trial.end());

  it('brings up every server healthy, from our images, each part with the labels of its run', async () => {
    for (const service of running) {
      expect(await isHealthy(service), service).to.equal(true);
      const { Config, HostConfig } = await trial.container(service).inspect();
      expect(Config.Image).to.equal(imageTag(service));
      expect(Config.Labels).to.include({ 'durable-chaos.run': trial.project, 'durable-chaos.component': service });
      expect(Config.User, service).to.not.match(/^(|0|root)(:|$)/);
      expect(HostConfig.CapDrop).to.deep.equal(['ALL']);
      expect(HostConfig.ReadonlyRootfs, service).to.equal(true);
      expect(HostConfig.RestartPolicy?.Name, service).to.equal('no');
    }
    const filters = { label: [`durable-chaos.run=${trial.project}`] };
    expect((await trial.engine.listNetworks({ filters })).length).to.equal(2);
    expect((await trial.engine.listVolumes({ filters })).Volumes.length).to.equal(3);
  });

  it('lets a worker reach nothing but what listens for it on Toxiproxy', async () => {
    const listening = await addressOn('toxiproxy', 'workers');
    const proxy = { name: 'temporal@prober', listen: `${listening}:7000`, upstream: 'temporal:7233' };
    const url = `http://127.0.0.1:${trial.port('TOXIPROXY')}/proxies`;
    const added = await fetch(url, { method: 'POST', body: JSON.stringify(proxy) });
    expect(added.status).to.equal(201);
    const servers = ['temporal:7233', 'temporal:8077', 'supabase:8000', 'outside-world:8090', 'toxiproxy-api:8474'];
    const databases = ['postgresql:5432', 'supabase-db:5432', 'toxiproxy-api:5432', 'toxiproxy-api:5433'];
    // The control: from Toxiproxy all of them do answer.
    expect(await opens('toxiproxy', [...servers, ...databases])).to.have.members([...servers, ...databases]);
    const addresses = await Promise.all(running.map(async (service) => addressOn(service, 'backend')));
    const byAddress = addresses.flatMap((address) =>
      [7233, 8000, 8090, 8474, 5432].map((port) => `${address}:${port}`),
    );
    const ours = 'toxiproxy:7000';
    const others = ['toxiproxy:8474', 'toxiproxy:5432', 'toxiproxy:5433'];
    expect(await opens('prober', [ours, ...others, ...servers, ...databases])).to.deep.equal([ours]);
    expect(await opens('prober', byAddress)).to.deep.equal([]);
  });

  it('lets a worker reach no address of the host, where Toxiproxy does reach the one of its own bridge', async () => {
    const server = await listenEverywhere();
    try {
      const port = (server.address() as { readonly port: number }).port;
      const gateways = await Promise.all(['workers', 'backend'].map(async (name) => gatewayOf(trial, name)));
      const published = [...['TEMPORAL', 'SUPABASE', 'TOXIPROXY'].map((name) => trial.port(name)), port];
      const hosts = [...gateways, '127.0.0.1'].flatMap((host) => published.map((each) => `${host}:${each}`));
      expect(await opens('toxiproxy', [`${gateways[1]}:${port}`])).to.deep.equal([`${gateways[1]}:${port}`]);
      expect(await opens('prober', hosts)).to.deep.equal([]);
    } finally {
      await new Promise((resolve) => server.close(resolve));
    }
  });

  it('starts Temporal again on its database after a kill', async () => {
    await trial.container('temporal').kill();
    await trial.container('temporal').start();
    await waitFor(async () => isHealthy('temporal'), { ...limit, what: 'Temporal to be healthy again' });
  });

  it('runs the job for the schema a second time without harm', async () => {
    const job = trial.container('temporal-schema');
    await job.start();
    expect(await job.wait()).to.include({ StatusCode: 0 });
    const logs = (await job.logs({ stdout: true, stderr: true })).toString();
    expect(logs).to.include('The schema of temporal was made.');
    expect(logs).to.include('The schema of temporal was there and is up to date.');
  });

  it('applies no migration twice when the API is started again', async () => {
    await trial.container('supabase').restart({ t: 5 });
    await waitFor(async () => isHealthy('supabase'), { ...limit, what: 'the API to be healthy again' });
  });

  it('leaves nothing behind', async () => {
    await trial.compose('down', '--volumes', '--timeout', '1');
    const filters = { label: [`durable-chaos.run=${trial.project}`] };
    expect(await trial.engine.listContainers({ all: true, filters })).to.deep.equal([]);
    expect(await trial.engine.listNetworks({ filters })).to.deep.equal([]);
    expect((await trial.engine.listVolumes({ filters })).Volumes ?? []).to.deep.equal([]);
  });
});

async function gatewayOf({ engine, project }: ComposeTrial, network: string): Promise<string> {
  const { IPAM } = (await engine.getNetwork(`${project}_${network}`).inspect()) as {
    readonly IPAM: { readonly Config: readonly { readonly Subnet: string; readonly Gateway?: string }[] };
  };
  const [config] = IPAM.Config;
  // A subnet that was chosen is shown without the gateway that the engine took, its first address.
  return config?.Gateway ?? config?.Subnet.replace(/\d+\/\d+$/, '1') ?? '';
}

async function listenEverywhere(): Promise<Server> {
  const server = createServer((socket) => socket.end());
  await new Promise<void>((resolve) => server.listen(0, '0.0.0.0', resolve));
  return server;
}
