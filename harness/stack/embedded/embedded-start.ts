import { join } from 'node:path';
import { type GatewayServer, startGateway } from '../../gateway/start-gateway.ts';
import { API } from '../../model/plan.ts';
import type { StackAddresses } from '../../model/stack.ts';
import type { ScrapeTarget } from '../../monitoring/scrape-target.ts';
import { postgresBinaries } from '../../provision/servers/postgres-binaries.ts';
import { unprivilegedUser } from '../../provision/unprivileged-user.ts';
import { allOrNone } from '../all-or-none.ts';
import { apiLinks } from '../api-links.ts';
import { temporalVersion } from '../ask-temporal.ts';
import { LinkRegistry } from '../link-registry.ts';
import { logFileOf } from '../logs.ts';
import { serverTargets } from '../monitoring/open-monitoring.ts';
import { isFree, PortPicker } from '../port-picker.ts';
import { runClient } from '../run-client.ts';
import type { RunContext } from '../run-context.ts';
import { RunningStack } from '../running-stack.ts';
import { secret, supabaseKeys } from '../secrets.ts';
import { stackAddresses } from '../stack-addresses.ts';
import { openTls, programTls, type StackTls, schemeOf } from '../stack-tls.ts';
import { ToxiproxyControl } from '../toxiproxy-control.ts';
import type { FleetOptions } from '../worker-links.ts';
import { apiServer } from './api-server.ts';
import type { EmbeddedStackOptions } from './embedded-stack-options.ts';
import { outsideWorldServer, serverTls, toxiproxyServer } from './http-servers.ts';
import { startOwnSupabase } from './own-supabase.ts';
import { type Ports, pickPorts } from './pick-ports.ts';
import type { PostgresOptions } from './postgres-server.ts';
import { type ComponentSpec, ProcessComponent } from './process-component.ts';
import { startMonitoring } from './start-monitoring.ts';
import { takeDown } from './take-down.ts';
import { temporalServer } from './temporal-server.ts';
import { WorkerFleet } from './worker-fleet.ts';

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
    this.#picker = new PortPicker(process.env, isFree, options.usualPorts);
  }

  /** Starts the independent parts at once; resolves once everything answers. Takes nothing down when it fails. */
  async up(): Promise<RunningStack> {
    const ports = await pickPorts(this.#picker, this.#options);
    // The dev server speaks no TLS.
    this.#tls = await openTls(this.#options.tls, this.#context, null);
    const { journal } = this.#context;
    const control = new ToxiproxyControl(`http://127.0.0.1:${ports.toxiproxy}`);
    const listen = async (): Promise<string> => `127.0.0.1:${await this.#picker.pick()}`;
    const links = new LinkRegistry({ control, listen, journal });
    const upstream = `127.0.0.1:${ports.temporal}`;
    const gateway = await startGateway({ upstream, journal, tls: this.#tls?.gateway, ...this.#options.relayServices });
    this.#gateway = gateway;
    const temporal = this.#temporalUp(ports);
    const outside = this.#outsideUp(ports);
    const linked = this.#start(
      toxiproxyServer(this.#options.servers.toxiproxy, ports.toxiproxy, async () => links.remake()),
    );
    const fleet = this.#fleetOf({ gateway, links, ports });
    const supabase = this.#options.hosted === undefined ? this.#ownSupabase(ports, { links, linked }) : [];
    const workers = this.#workersUp(fleet, { linked, temporal });
    const api = this.#apiUp({ gateway, links, ports }, Promise.all([linked, temporal]));
    const versions = Promise.all([temporal, linked]).then(async () => this.#versions(control, ports));
    const all = [versions, temporal, outside, linked, ...supabase, workers, api, this.#watch(ports, fleet)];
    await allOrNone(all, this.#stop);
    return new RunningStack('embedded', {
      ownSupabase: this.#options.hosted === undefined,
      addresses: this.#addresses(ports, control.url),
      client: async (...call) => runClient({ ...this.#options, signal: this.#context.signal }, ...call),
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
    const rows = this.#options.hosted ?? null;
    const watching = this.#watching;
    await takeDown({ context: this.#context, components, gateway: this.#gateway, watching, rows });
  }

  async #outsideUp(ports: Ports): Promise<void> {
    const tls = await serverTls(this.#tls, 'outside-world');
    await this.#start(outsideWorldServer(ports['outside-world'], this.#file('effects-ledger.ndjson'), tls));
  }

  async #temporalUp(ports: Ports): Promise<void> {
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
    const { monitoring, servers } = this.#options;
    if (monitoring === undefined || servers.prometheus === undefined || ports.prometheus === null) return;
    const at = { temporal: `127.0.0.1:${ports.temporalMetrics}`, toxiproxy: `127.0.0.1:${ports.toxiproxy}` };
    const targets = (): readonly ScrapeTarget[] => [...serverTargets(at), ...this.#apiTargets, ...fleet.targets];
    const wanted = { monitoring, targets, binary: servers.prometheus, port: ports.prometheus, tls: this.#tls };
    await startMonitoring({ ...wanted, watching: this.#watching }, this.#context);
  }

  #ownSupabase(
    ports: Ports,
    by: { readonly links: LinkRegistry; readonly linked: Promise<void> },
  ): readonly Promise<void>[] {
    const { publishable: publishableKey, service: secretKey } = this.#secrets;
    return startOwnSupabase({
      ...by,
      postgres: this.#postgres(ports),
      api: { port: ports.supabase, publishableKey, secretKey },
      tls: this.#tls,
      migrations: this.#options.config.books.checkpoints?.migrations ?? null,
      context: this.#context,
      start: async (spec) => this.#start(spec),
    });
  }

  async #workersUp(
    fleet: WorkerFleet,
    after: { readonly linked: Promise<void>; readonly temporal: Promise<void> },
  ): Promise<void> {
    await after.linked;
    // One after the other, so that their order is that of their names.
    for (let made = 0; made < this.#options.workers; made += 1) await fleet.make();
    await after.temporal;
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
    const parts = { gateway, links, picker: this.#picker, context: this.#context };
    this.#fleet = new WorkerFleet(this.#fleetOptions(ports), parts);
    return this.#fleet;
  }

  #fleetOptions(ports: Ports): FleetOptions {
    const targets = { supabase: ports.supabase, outside: ports['outside-world'] };
    const namespace = this.#namespace();
    return { ...this.#options, namespace, supabaseKey: this.#secrets.service, ports: targets, tls: this.#tls };
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
    const [temporal, toxiproxy] = await Promise.all([
      temporalVersion({ address: `127.0.0.1:${ports.temporal}` }),
      control.version(),
    ]);
    // A hosted Supabase doesn't report which PostgreSQL it has.
    const postgresql = this.#options.hosted === undefined ? postgresBinaries().version : 'unknown';
    return { temporal, toxiproxy, postgresql };
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
