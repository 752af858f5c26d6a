import type { EngineEvent, EngineEvents } from '../../engine/engine-events.ts';
import { type GatewayServer, startGateway } from '../../gateway/start-gateway.ts';
import { migrationsOf } from '../../model/migrations-of.ts';
import { API } from '../../model/plan.ts';
import type { MonitoringAddresses, StackAddresses } from '../../model/stack.ts';
import { allOrNone } from '../all-or-none.ts';
import { apiLinks } from '../api-links.ts';
import { ClientPrograms } from '../client-programs.ts';
import { LinkRegistry, type WantedLink } from '../link-registry.ts';
import { logFileOf } from '../logs.ts';
import { isFree, PortPicker } from '../port-picker.ts';
import { RunningStack } from '../running-stack.ts';
import { stackAddresses } from '../stack-addresses.ts';
import type { StackTls } from '../stack-tls.ts';
import { ToxiproxyControl } from '../toxiproxy-control.ts';
import { apiContainer, apiService, apiTarget } from './api-container.ts';
import { ComposeProject } from './compose-project.ts';
import { composeVariables, makeSecrets } from './compose-variables.ts';
import { ContainerComponent } from './container-component.ts';
import type { DockerContext } from './docker-context.ts';
import { DockerNetworks } from './docker-networks.ts';
import { type DockerPorts, pickPorts } from './docker-ports.ts';
import type { DockerStackOptions } from './docker-stack-options.ts';
import { containerTls, openDockerTls, tlsOverlay } from './docker-tls.ts';
import { serverContainers } from './server-containers.ts';
import { serverVersions } from './server-versions.ts';
import { startMonitoring } from './start-monitoring.ts';
import { takeDownContainers } from './take-down-containers.ts';
import { WorkerContainers, type WorkerContainersOptions } from './worker-containers.ts';

const START_LIMIT_MS = 120_000;

/** The state before anything is started: a listener to the engine's events. */
export interface Listening {
  readonly context: Omit<DockerContext, 'compose'>;
  /** The controller of the context's signal. */
  readonly stop: AbortController;
  readonly events: EngineEvents;
}

/** The clients of the servers, before they are started. */
interface Clients {
  readonly fleet: WorkerContainers;
  readonly api: { readonly component: ContainerComponent; links(): Promise<readonly WantedLink[]> } | null;
  readonly links: LinkRegistry;
}

/** One start of a stack of containers, from nothing to a stack that is up, or down again. */
export class DockerStart {
  readonly #options: DockerStackOptions;
  readonly #context: DockerContext;
  readonly #listening: Listening;
  readonly #project: ComposeProject;
  readonly #networks: DockerNetworks;
  readonly #secrets = makeSecrets();
  readonly #ownSupabase: boolean;
  readonly #beganMs = performance.now();
  readonly #watching = new AsyncDisposableStack();
  #servers: readonly ContainerComponent[] = [];
  #gateway: GatewayServer | null = null;
  #fleet: WorkerContainers | null = null;
  #api: ContainerComponent | null = null;
  #tls: StackTls | null = null;

  constructor(options: DockerStackOptions, listening: Listening) {
    const { engine, runId, composeCommand: command, composeFile: file } = options;
    const overlay = options.tls === true ? { overlay: tlsOverlay(file) } : {};
    this.#project = new ComposeProject({ command, file, ...overlay }, listening.context);
    this.#options = options;
    this.#ownSupabase = options.hosted === undefined;
    this.#listening = listening;
    this.#context = { ...listening.context, compose: async (...args) => this.#project.call(...args) };
    this.#networks = new DockerNetworks(engine, runId);
  }

  /** Records the engine's events of a container. */
  heed(event: EngineEvent): void {
    this.#all()
      .find((component) => component.name === event.component)
      ?.heed(event);
  }

  /** Starts the independent parts at once; resolves once everything answers. Takes nothing down when it fails. */
  async up(): Promise<RunningStack> {
    const picker = new PortPicker(process.env, isFree, this.#options.usualPorts);
    const ports = await pickPorts(picker, this.#options);
    await this.#project.fillIn(this.#variables(ports));
    this.#tls = await openDockerTls(this.#options.tls, this.#context);
    const { journal } = this.#context;
    const control = new ToxiproxyControl(`http://127.0.0.1:${ports.toxiproxy}`);
    const links = new LinkRegistry({ control, journal, listen: async (link) => this.#listenFor(link) });
    const upstream = `127.0.0.1:${ports.temporal}`;
    const { readDetails, relayServices } = this.#options;
    const gateway = await startGateway({ upstream, journal, tls: this.#tls?.gateway, readDetails, ...relayServices });
    this.#gateway = gateway;
    this.#servers = this.#serversOf(ports, links);
    const fleet = this.#fleetOf({ gateway, links, ports });
    const api = await this.#apiOf(ports, gateway);
    await allOrNone([this.#serversUp(), this.#clientsUp({ fleet, api, links })], this.#listening.stop);
    const seen = await this.#watch(ports, fleet);
    return new RunningStack('docker', {
      addresses: this.#addresses(ports, control.url, seen),
      clients: new ClientPrograms({ options: this.#options, context: this.#context, gateway }),
      gateway,
      certificates: this.#tls?.certificates ?? null,
      links,
      fleet,
      builds: this.#options.versions,
      servers: [...this.#servers, ...(this.#api === null ? [] : [this.#api])],
      existing: { supabase: !this.#ownSupabase, temporal: false },
      container: (name) => this.#all().find((component) => component.name === name),
      versions: await serverVersions(control, ports, { password: this.#secrets.postgresql, tls: this.#tls }),
      logFile: (component, incarnation) => logFileOf(this.#context.logsFolder, `${component}.${incarnation}`),
      takeDown: async () => this.down(),
    });
  }

  /** Takes down all that is up. */
  async down(): Promise<void> {
    this.#listening.stop.abort(new Error('The stack is being taken down.'));
    const parts = { components: this.#all(), gateway: this.#gateway, watching: this.#watching, project: this.#project };
    const standing = { ...parts, rows: this.#options.hosted ?? null };
    await takeDownContainers({ context: this.#context, events: this.#listening.events, ...standing });
  }

  #all(): readonly ContainerComponent[] {
    return [...this.#servers, ...(this.#api === null ? [] : [this.#api]), ...(this.#fleet?.workers ?? [])];
  }

  #server(name: string): ContainerComponent {
    const found = this.#servers.find((server) => server.name === name);
    if (found === undefined) throw new TypeError(`Expected a server named ${name}.`);
    return found;
  }

  async #serversUp(): Promise<void> {
    const ui = this.#hasUi ? ['temporal-ui'] : [];
    const composed = this.#project.call('up', '--detach', ...this.#servers.map(({ name }) => name), ...ui);
    const ready = this.#servers.map(async (server) => this.#tell(server, firstReady(server)));
    await allOrNone([composed, ...ready], this.#listening.stop);
  }

  /** Starts the workers, and the system's API if one is wanted. */
  async #clientsUp({ fleet, api, links }: Clients): Promise<void> {
    await firstReady(this.#server('toxiproxy'));
    const workers = await fleet.create(this.#options.workers);
    await fleet.link(workers);
    if (api !== null) {
      await this.#project.call('create', '--no-recreate', api.component.name);
      await links.make(await api.links());
    }
    await firstReady(this.#server('temporal'));
    const clients = [...workers, ...(api === null ? [] : [api.component])];
    await Promise.all(clients.map(async (client) => this.#tell(client, client.start())));
  }

  async #apiOf(ports: DockerPorts, gateway: GatewayServer): Promise<Clients['api']> {
    const { api: command } = this.#options;
    if (command === undefined) return null;
    const options = this.#fleetOptions(ports);
    const own = { token: this.#secrets.api, ...(await containerTls(this.#tls, API)) };
    this.#project.withApi(apiService(command, options, own));
    const component = new ContainerComponent(apiContainer(options, ports.api, gateway), this.#context);
    this.#api = component;
    const links = async (): Promise<readonly WantedLink[]> =>
      apiLinks(options, gateway, { direct: 'supabase:8000', host: await this.#networks.gatewayAddress() });
    return { component, links };
  }

  /** Starts Prometheus where it is asked for. @returns where it is seen */
  async #watch(ports: DockerPorts, fleet: WorkerContainers): Promise<MonitoringAddresses | null> {
    const { monitoring, grafana = false, progress } = this.#options;
    if (monitoring === undefined) return null;
    const host = await this.#networks.gatewayAddress();
    const api = this.#api === null ? [] : [apiTarget(this.#tls)];
    const wanted = { monitoring, grafana, ports, host, fleet, api, watching: this.#watching, tls: this.#tls };
    const seen = await startMonitoring(wanted, this.#context);
    progress(`prometheus is ready after ${Math.round(performance.now() - this.#beganMs)} ms`);
    return seen;
  }

  async #tell({ name }: ContainerComponent, ready: Promise<void>): Promise<void> {
    await ready;
    this.#options.progress(`${name} is ready after ${Math.round(performance.now() - this.#beganMs)} ms`);
  }

  #serversOf(ports: DockerPorts, links: LinkRegistry): readonly ContainerComponent[] {
    const specs = serverContainers({
      ports,
      secrets: this.#secrets,
      namespace: this.#namespace(),
      tls: this.#tls,
      forgetfulTemporal: this.#options.forgetfulTemporal === true,
      ownSupabase: this.#ownSupabase,
      toxiproxyStarted: async (incarnation) => {
        if (incarnation === 1) links.adopt(await this.#networks.databaseLinks(this.#ownSupabase));
        else await links.remake();
      },
    });
    return specs.map((spec) => new ContainerComponent(spec, this.#context));
  }

  #fleetOf(made: {
    readonly gateway: GatewayServer;
    readonly links: LinkRegistry;
    readonly ports: DockerPorts;
  }): WorkerContainers {
    const { gateway, links, ports } = made;
    const gatewayAddress = async (): Promise<string> => this.#networks.gatewayAddress();
    const parts = { gateway, project: this.#project, context: this.#context, links, gatewayAddress };
    this.#fleet = new WorkerContainers(this.#fleetOptions(ports), parts);
    return this.#fleet;
  }

  #fleetOptions(ports: DockerPorts): WorkerContainersOptions {
    const services = { supabase: ports.supabase, outside: ports.outsideWorld };
    const common = { namespace: this.#namespace(), supabaseKey: this.#secrets.service, tls: this.#tls };
    return { ...this.#options, ...common, ports: services, services: [] };
  }

  async #listenFor(link: string): Promise<string> {
    const side = link.endsWith(`@${API}`) ? this.#networks.serversSide() : this.#networks.workersSide();
    return `${await side}:${WorkerContainers.portOf(link)}`;
  }

  #variables(ports: DockerPorts): Readonly<Record<string, string>> {
    const own = { ownSupabase: this.#ownSupabase, namespace: this.#namespace(), folder: this.#context.folder };
    return composeVariables({ ports, secrets: this.#secrets, migrations: migrationsOf(this.#options.config), ...own });
  }

  #addresses(ports: DockerPorts, toxiproxyUrl: string, monitoring: MonitoringAddresses | null): StackAddresses {
    const temporalUi = this.#hasUi ? ports.temporalUi : null;
    const api = this.#api === null ? null : { port: ports.api, token: this.#secrets.api };
    const own = { supabaseKey: this.#secrets.service, hosted: this.#options.hosted, tls: this.#tls?.access };
    return stackAddresses({ ...ports, ...own, temporalUi, toxiproxyUrl, api, monitoring });
  }

  /** Temporal's UI asks no browser for a certificate, so there is none with TLS. */
  get #hasUi(): boolean {
    return this.#options.ui === true && this.#tls === null;
  }

  #namespace(): string {
    return this.#options.namespace ?? this.#options.config.namespace;
  }
}

async function firstReady(component: ContainerComponent): Promise<void> {
  await component.firstReady(START_LIMIT_MS);
}
