import { join } from 'node:path';
import type { GatewayServer } from '../../gateway/start-gateway.ts';
import { withRemains } from '../../model/existing-temporal.ts';
import { migrationsOf } from '../../model/migrations-of.ts';
import { API } from '../../model/plan.ts';
import type { StackAddresses } from '../../model/stack.ts';
import type { ScrapeTarget } from '../../monitoring/scrape-target.ts';
import { postgresBinaries } from '../../provision/servers/postgres-binaries.ts';
import { unprivilegedUser } from '../../provision/unprivileged-user.ts';
import { allOrNone } from '../all-or-none.ts';
import { apiLinks } from '../api-links.ts';
import { ClientPrograms } from '../client-programs.ts';
import { LinkRegistry } from '../link-registry.ts';
import { logFileOf } from '../logs.ts';
import { serverTargets } from '../monitoring/open-monitoring.ts';
import { isFree, PortPicker } from '../port-picker.ts';
import type { RunContext } from '../run-context.ts';
import { RunningStack } from '../running-stack.ts';
import { secret, supabaseKeys } from '../secrets.ts';
import { stackAddresses } from '../stack-addresses.ts';
import { programTls, type StackTls, schemeOf } from '../stack-tls.ts';
import { ToxiproxyControl } from '../toxiproxy-control.ts';
import type { FleetOptions } from '../worker-links.ts';
import { apiServer } from './api-server.ts';
import { startServices } from './configured-services.ts';
import type { EmbeddedStackOptions } from './embedded-stack-options.ts';
import { embeddedVersions } from './embedded-versions.ts';
import { outsideWorldServer, serverTls, toxiproxyServer } from './http-servers.ts';
import { startOwnSupabase } from './own-supabase.ts';
import { type Ports, pickPorts, usualPortsOf } from './pick-ports.ts';
import type { PostgresOptions } from './postgres-server.ts';
import { type ComponentSpec, ProcessComponent } from './process-component.ts';
import { startMonitoring } from './start-monitoring.ts';
import { takeDown } from './take-down.ts';
import { temporalServer } from './temporal-server.ts';
import { openEmbeddedTls, placeOf, portsOf, startGatewayTo } from './temporal-way.ts';
import { startedWith, WorkerFleet } from './worker-fleet.ts';

/** The parts that are made before anything is started. */
interface Made {
  readonly gateway: GatewayServer;
  readonly links: LinkRegistry;
  readonly ports: Ports;
}

/** One start of an embedded stack, from nothing to a stack that is up, or down again. */
export class EmbeddedStart {
  readonly #options: EmbeddedStackOptions;
  readonly #context: RunContext;
  readonly #stop: AbortController;
  readonly #picker: PortPicker;
  readonly #apiTargets: ScrapeTarget[] = [];
  readonly #secrets = { database: secret(), api: secret(), ...supabaseKeys() };
  readonly #servers: ProcessComponent[] = [];
  readonly #watching = new AsyncDisposableStack();
  readonly #beganMs = performance.now();
  #gateway: GatewayServer | null = null;
  #fleet: WorkerFleet | null = null;
  #tls: StackTls | null = null;

  /** @param stop - the controller of the context's signal */
  constructor(options: EmbeddedStackOptions, context: RunContext, stop: AbortController) {
    this.#options = options;
    this.#context = context;
    this.#stop = stop;
    this.#picker = new PortPicker(process.env, isFree, usualPortsOf(options));
  }

  /** Starts the independent parts at once; resolves once everything answers. Takes nothing down when it fails. */
  async up(): Promise<RunningStack> {
    const picked = await pickPorts(this.#picker, this.#options, this.#secrets.database);
    this.#tls = await openEmbeddedTls(this.#options, this.#context);
    const gateway = await startGatewayTo(this.#options, picked, { ...this.#context, tls: this.#tls });
    this.#gateway = gateway;
    const ports = await portsOf(this.#options, picked, gateway);
    const control = new ToxiproxyControl(`http://127.0.0.1:${ports.toxiproxy}`);
    const listen = async (): Promise<string> => `127.0.0.1:${await this.#picker.pick()}`;
    const links = new LinkRegistry({ control, listen, journal: this.#context.journal });
    const temporal = this.#temporalUp(ports);
    const outside = this.#outsideUp(ports);
    const linked = this.#start(
      toxiproxyServer(this.#options.servers.toxiproxy, ports.toxiproxy, async () => links.remake()),
    );
    const fleet = this.#fleetOf({ gateway, links, ports });
    const services = this.#servicesUp(ports, { links, linked });
    // A worker may ask its services as soon as it starts; ours asks Supabase only with its first task.
    const asked = ports.services.length === 0 ? [] : services;
    const workers = this.#workersUp(fleet, linked, [temporal, ...asked]);
    const api = this.#apiUp({ gateway, links, ports }, Promise.all([linked, temporal]));
    const versions = Promise.all([temporal, linked]).then(async () => this.#versions(control, ports));
    const all = [versions, temporal, outside, linked, ...services, workers, api, this.#watch(ports, fleet)];
    await allOrNone(all, this.#stop);
    return new RunningStack('embedded', {
      existing: { supabase: this.#options.hosted !== undefined, temporal: this.#options.temporal !== undefined },
      addresses: this.#addresses(ports, control.url),
      clients: new ClientPrograms({ options: this.#options, context: this.#context, gateway }),
      gateway,
      certificates: this.#tls?.certificates ?? null,
      links,
      servers: this.#servers,
      fleet,
      builds: this.#options.versions,
      container: null,
      logFile: (component, incarnation) => logFileOf(this.#context.logsFolder, `${component}.${incarnation}`),
      versions: await versions,
      takeDown: async () => this.down(),
    });
  }

  /** Takes down all that is up. */
  async down(): Promise<void> {
    this.#stop.abort(new Error('The stack is being taken down.'));
    const components = [...this.#servers, ...(this.#fleet?.workers ?? [])];
    const { hosted: rows = null, temporal } = this.#options;
    const standing = { components, gateway: this.#gateway, watching: this.#watching, rows };
    await takeDown({ context: this.#context, ...standing, temporal: withRemains(temporal) });
  }

  async #outsideUp(ports: Ports): Promise<void> {
    const tls = await serverTls(this.#tls, 'outside-world');
    await this.#start(outsideWorldServer(ports['outside-world'], this.#file('effects-ledger.ndjson'), tls));
  }

  async #temporalUp(ports: Ports): Promise<void> {
    if (this.#options.temporal !== undefined) return;
    const spec = temporalServer({
      binary: this.#options.servers.temporal,
      port: ports.temporal,
      httpPort: await this.#picker.pick(),
      metricsPort: ports.temporalMetrics,
      uiPort: ports.ui,
      namespace: this.#namespace(),
      databaseFile: this.#options.forgetfulTemporal === true ? null : this.#file('temporal.db'),
    });
    await this.#start(spec);
  }

  /** Starts Prometheus where it is asked for. It may come up before what it scrapes. */
  async #watch(ports: Ports, fleet: WorkerFleet): Promise<void> {
    const { monitoring, servers, temporal } = this.#options;
    if (monitoring === undefined || servers.prometheus === undefined || ports.prometheus === null) return;
    const own = temporal === undefined ? `127.0.0.1:${ports.temporalMetrics}` : null;
    const at = { temporal: own, toxiproxy: `127.0.0.1:${ports.toxiproxy}` };
    const targets = (): readonly ScrapeTarget[] => [...serverTargets(at), ...this.#apiTargets, ...fleet.targets];
    const wanted = { monitoring, targets, binary: servers.prometheus, port: ports.prometheus, tls: this.#tls };
    await startMonitoring({ ...wanted, watching: this.#watching }, this.#context);
  }

  /** Starts Supabase, unless it is hosted, and the services of the configuration. */
  #servicesUp(
    ports: Ports,
    by: { readonly links: LinkRegistry; readonly linked: Promise<void> },
  ): readonly Promise<void>[] {
    const { publishable: publishableKey, service: secretKey } = this.#secrets;
    const start = async (spec: ComponentSpec): Promise<void> => this.#start(spec);
    const services = startServices(ports.services, start);
    if (this.#options.hosted !== undefined) return services;
    const supabase = startOwnSupabase({
      ...by,
      postgres: this.#postgres(ports),
      api: { port: ports.supabase, publishableKey, secretKey },
      tls: this.#tls,
      migrations: migrationsOf(this.#options.config) ?? null,
      context: this.#context,
      start,
    });
    return [...services, ...supabase];
  }

  async #workersUp(fleet: WorkerFleet, linked: Promise<void>, asked: readonly Promise<void>[]): Promise<void> {
    await linked;
    // One after the other, so that their order is that of their names.
    for (const [name, count] of startedWith(this.#options))
      for (let made = 0; made < count; made += 1) await fleet.make(name);
    await Promise.all(asked);
    await Promise.all(fleet.workers.map(async (worker) => this.#startAndTell(worker)));
  }

  /** Starts the system's API, if one is wanted. */
  async #apiUp({ gateway, links, ports }: Made, ready: Promise<unknown>): Promise<void> {
    const { api: command } = this.#options;
    if (command === undefined) return;
    await ready;
    const options = this.#fleetOptions(ports);
    const direct = `127.0.0.1:${ports.supabase}`;
    const [temporal, supabase] = await links.make(await apiLinks(options, gateway, { direct, host: '127.0.0.1' }));
    const own = { temporal: temporal?.route.listen ?? '', supabase: supabase?.route.listen ?? '' };
    const speaks = await programTls(this.#tls, API);
    const access = this.#tls?.access;
    const metricsPort = await this.#picker.pick();
    const address = `127.0.0.1:${metricsPort}`;
    this.#apiTargets.push({ job: 'api', component: API, address, scheme: schemeOf(access) });
    const listens = { host: '127.0.0.1', port: ports.api, metricsHost: '127.0.0.1', metricsPort };
    const place = { ...listens, token: this.#secrets.api, ...speaks };
    await this.#start(apiServer({ options, command, links: own, place, gateway, access }));
  }

  #fleetOf({ gateway, links, ports }: Made): WorkerFleet {
    const parts = { gateway, links, picker: this.#picker, context: this.#context, temporal: ports.temporal };
    this.#fleet = new WorkerFleet(this.#fleetOptions(ports), parts);
    return this.#fleet;
  }

  #fleetOptions(ports: Ports): FleetOptions {
    const targets = { supabase: ports.supabase, outside: ports['outside-world'] };
    const own = { namespace: this.#namespace(), supabaseKey: this.#secrets.service, tls: this.#tls };
    return { ...this.#options, ...own, ports: targets, services: ports.services };
  }

  async #start(spec: ComponentSpec): Promise<void> {
    const component = new ProcessComponent(spec, this.#context);
    this.#servers.push(component);
    await this.#startAndTell(component);
  }

  async #startAndTell(component: ProcessComponent): Promise<void> {
    await component.start();
    this.#options.progress(`${component.name} is ready after ${Math.round(performance.now() - this.#beganMs)} ms`);
  }

  async #versions(control: ToxiproxyControl, ports: Ports): Promise<Record<string, string>> {
    const temporal = placeOf(this.#options, ports, this.#tls);
    return embeddedVersions({ control, temporal, ownSupabase: this.#options.hosted === undefined });
  }

  #addresses(ports: Ports, toxiproxyUrl: string): StackAddresses {
    const { ui: temporalUi, 'outside-world': outsideWorld, prometheus } = ports;
    const { hosted } = this.#options;
    const supabaseKey = this.#secrets.service;
    const api = this.#options.api === undefined ? null : { port: ports.api, token: this.#secrets.api };
    const tls = this.#tls?.access;
    const prometheusUrl = `${schemeOf(tls)}://127.0.0.1:${prometheus}`;
    const monitoring = prometheus === null ? null : { prometheusUrl, grafanaUrl: null };
    const common = { temporalUi, outsideWorld, supabaseKey, toxiproxyUrl, hosted, api, monitoring, tls };
    return stackAddresses({ ...ports, ...common });
  }

  #postgres(ports: Ports): PostgresOptions {
    const password = this.#secrets.database;
    return { binaries: postgresBinaries(), user: unprivilegedUser(), port: ports.database, password, tls: this.#tls };
  }

  #namespace(): string {
    return this.#options.namespace ?? this.#options.config.namespace;
  }

  #file(name: string): string {
    return join(this.#context.folder, name);
  }
}
