import { COMPONENT_LABEL } from '../../engine/labelled.ts';
import type { GatewayServer } from '../../gateway/start-gateway.ts';
import type { WorkerAddresses } from '../../model/addresses.ts';
import { linkEnds, linkName } from '../../model/plan.ts';
import { workerEnvironment } from '../../model/worker-environment.ts';
import type { ScrapeTarget } from '../../monitoring/scrape-target.ts';
import type { LinkRegistry } from '../link-registry.ts';
import type { Fleet } from '../running-stack.ts';
import type { WorkerBuild } from '../stack-options.ts';
import { certificateLook, schemeOf } from '../stack-tls.ts';
import { buildOf } from '../worker-build.ts';
import { type FleetOptions, type ServiceEnd, serviceUpstream, workerAddresses } from '../worker-links.ts';
import type { ComposeProject, WorkerService } from './compose-project.ts';
import { ContainerComponent } from './container-component.ts';
import { containerProgram } from './container-program.ts';
import type { DockerContext } from './docker-context.ts';
import { type ContainerTls, containerTls } from './docker-tls.ts';

/** The options of workers in containers. */
export interface WorkerContainersOptions extends FleetOptions {
  readonly projectFolder: string;
}

/** The tools of the fleet; links can be made once Toxiproxy answers. */
export interface FleetParts {
  readonly gateway: GatewayServer;
  readonly project: ComposeProject;
  readonly context: DockerContext;
  readonly links: LinkRegistry;
  /** The address of this machine that Toxiproxy reaches. */
  readonly gatewayAddress: () => Promise<string>;
}

/** Below it are the ports of well-known servers; a worker's links have three each from here on. */
const FIRST_LINK_PORT = 20_000;
const BUNDLE = '/run/durable-chaos/bundle.js';
const METRICS_PORT = 8078;
/** The services as Toxiproxy finds them on the backend network. */
const DIRECT = { supabase: 'supabase:8000', outside: 'outside-world:8090' } as const;

/** The workers of a run in containers, each with separate links. */
export class WorkerContainers implements Fleet<ContainerComponent> {
  readonly #options: WorkerContainersOptions;
  readonly #parts: FleetParts;
  readonly #workers: ContainerComponent[] = [];
  readonly #services: Record<string, WorkerService> = {};

  constructor(options: WorkerContainersOptions, parts: FleetParts) {
    this.#options = options;
    this.#parts = parts;
  }

  get workers(): readonly ContainerComponent[] {
    return this.#workers;
  }

  /** Where Prometheus' container finds the metrics of the workers. */
  get targets(): readonly ScrapeTarget[] {
    const scheme = schemeOf(this.#options.tls);
    return this.#workers.map(({ name }) => {
      return { job: 'worker', component: name, address: `${name}:${METRICS_PORT}`, scheme };
    });
  }

  async make(): Promise<ContainerComponent> {
    const [worker] = await this.create(1);
    if (worker === undefined) throw new TypeError('Expected a worker.');
    await this.link([worker]);
    return worker;
  }

  /** Makes the containers of some more workers; starts none. */
  async create(count: number): Promise<readonly ContainerComponent[]> {
    const made: ContainerComponent[] = [];
    for (let number = 1; number <= count; number += 1) made.push(await this.#add());
    await this.#parts.project.workers(this.#services);
    await this.#parts.project.call('create', '--no-recreate', ...made.map((worker) => worker.name));
    return made;
  }

  /** Makes the links of workers; Toxiproxy must answer. */
  async link(workers: readonly ContainerComponent[]): Promise<void> {
    const { gateway, links, gatewayAddress } = this.#parts;
    const host = await gatewayAddress();
    for (const { name } of workers) {
      const temporal = `${host}:${await gateway.listen(name, host)}`;
      const upstreamOf = async (end: ServiceEnd): Promise<string> =>
        serviceUpstream({ worker: name, end, direct: DIRECT[end], host }, this.#options, gateway);
      const upstreams = { temporal, supabase: await upstreamOf('supabase'), outside: await upstreamOf('outside') };
      await links.make(linkEnds.map((end) => ({ name: linkName(end, name), upstream: upstreams[end] })));
    }
  }

  /** The port on which a worker finds one of its links. */
  static portOf(link: string): number {
    const [end, worker = ''] = link.split('@');
    const index = linkEnds.findIndex((each) => each === end);
    return FIRST_LINK_PORT + Number(worker.replace(/\D/g, '')) * linkEnds.length + index;
  }

  async #add(): Promise<ContainerComponent> {
    const name = `worker-${this.#workers.length + 1}`;
    const { config, version, tls } = this.#options;
    const { gateway, context } = this.#parts;
    const speaks = await containerTls(tls, name);
    const serviceOf = (build: WorkerBuild): WorkerService => this.#serviceOf(name, build, speaks);
    this.#services[name] = serviceOf(buildOf(version ?? null, this.#options));
    const worker = new ContainerComponent(
      {
        name,
        role: 'worker',
        version,
        ...certificateLook(tls, name),
        readyLimitMs: config.workers.readyLimitMs,
        becomes: async (next) => {
          this.#services[name] = serviceOf(buildOf(next, this.#options));
          await this.#parts.project.workers(this.#services);
        },
        begins: (incarnation) => gateway.setIncarnation(name, incarnation),
        ready: (incarnation, signal) => gateway.firstPoll(name, incarnation, signal),
      },
      context,
    );
    this.#workers.push(worker);
    return worker;
  }

  #serviceOf(name: string, { command, bundlePath, env }: WorkerBuild, tls: ContainerTls): WorkerService {
    const { config, workerEnv } = this.#options;
    const bundle = { type: 'bind', source: bundlePath, target: BUNDLE, read_only: true };
    const addresses = this.#addresses(name, bundlePath, tls);
    return {
      ...containerProgram(command, this.#options),
      environment: { ...workerEnvironment(config, addresses), ...workerEnv, ...env },
      labels: { [COMPONENT_LABEL]: name },
      ...tls.mounted,
      volumes: [...(bundlePath === null ? [] : [bundle]), ...tls.mounted.volumes],
    };
  }

  #addresses(name: string, bundlePath: string | null, { speaks }: ContainerTls): WorkerAddresses {
    const at = (end: string): string => `toxiproxy:${WorkerContainers.portOf(linkName(end, name))}`;
    const links = { temporal: at('temporal'), supabase: at('supabase'), outside: at('outside') };
    // On all addresses, which are those of the workers' network, only where Prometheus is on it too.
    const metricsHost = this.#options.monitoring === undefined ? '127.0.0.1' : '0.0.0.0';
    const ports = { metricsHost, metricsPort: METRICS_PORT };
    const own = { component: name, ...ports, bundlePath: bundlePath === null ? null : BUNDLE, ...speaks };
    return workerAddresses(links, own, this.#options);
  }
}
