import { resolve } from 'node:path';
import type { GatewayServer } from '../../gateway/start-gateway.ts';
import { linkEnds, linkName } from '../../model/plan.ts';
import { workerEnvironment } from '../../model/worker-environment.ts';
import type { ScrapeTarget } from '../../monitoring/scrape-target.ts';
import type { LinkRegistry, WantedLink } from '../link-registry.ts';
import type { PortPicker } from '../port-picker.ts';
import type { RunContext } from '../run-context.ts';
import type { Fleet } from '../running-stack.ts';
import type { WorkerBuild } from '../stack-options.ts';
import { certificateLook, programTls, schemeOf } from '../stack-tls.ts';
import type { ToxiproxyLink } from '../toxiproxy-link.ts';
import { buildOf } from '../worker-build.ts';
import {
  configuredUpstream,
  type FleetOptions,
  type ServiceEnd,
  serviceUpstream,
  type WorkerLinkEnds,
  workerAddresses,
} from '../worker-links.ts';
import { type FixedAddressClient, listenAtFixed } from './fixed-address.ts';
import { ProcessComponent } from './process-component.ts';

/** The tools of the fleet. */
export interface FleetParts {
  readonly gateway: GatewayServer;
  readonly links: LinkRegistry;
  readonly picker: PortPicker;
  readonly context: RunContext;
  /** The port of Temporal itself. */
  readonly temporal: number;
}

/** The workers of a run, each with separate links. */
export class WorkerFleet implements Fleet<ProcessComponent> {
  readonly #options: FleetOptions;
  readonly #parts: FleetParts;
  readonly #workers: ProcessComponent[] = [];
  readonly #targets: ScrapeTarget[] = [];
  #named = 0;
  #fixed: Promise<void> | null = null;

  constructor(options: FleetOptions, parts: FleetParts) {
    this.#options = options;
    this.#parts = parts;
  }

  get workers(): readonly ProcessComponent[] {
    return this.#workers;
  }

  /** Where the workers serve their metrics. */
  get targets(): readonly ScrapeTarget[] {
    return this.#targets;
  }

  async make(): Promise<ProcessComponent> {
    this.#fixed ??= this.#listenAtFixed();
    await this.#fixed;
    this.#named += 1;
    const name = `worker-${this.#named}`;
    const { gateway, links, picker, context } = this.#parts;
    const made = await links.make(await this.#linksOf(name));
    const metrics = { metricsHost: '127.0.0.1', metricsPort: await picker.pick() };
    const { config, workerEnv, tls } = this.#options;
    const speaks = await programTls(tls, name);
    const worker = new ProcessComponent(
      {
        name,
        role: 'worker',
        readyLimitMs: config.workers.readyLimitMs,
        stopSignal: 'SIGTERM',
        version: this.#options.version,
        ...certificateLook(tls, name),
        network: {
          cut: async () => void (await Promise.all(made.map(async (link) => link.cut()))),
          restore: async () => void (await Promise.all(made.map(async (link) => link.restore()))),
        },
        launch: async (incarnation, version) => {
          const build = buildOf(version, this.#options);
          gateway.setIncarnation(name, incarnation);
          const own = { component: name, ...metrics, bundlePath: build.bundlePath, ...speaks };
          const addresses = this.#addresses(made, own);
          const env = { ...workerEnvironment(config, addresses), ...workerEnv, ...build.env };
          return { ...launchOf(build), ...this.#folder(), env };
        },
        ready: (incarnation, signal) => gateway.firstPoll(name, incarnation, signal),
      },
      context,
    );
    this.#workers.push(worker);
    const address = `127.0.0.1:${metrics.metricsPort}`;
    this.#targets.push({ job: 'worker', component: name, address, scheme: schemeOf(tls) });
    return worker;
  }

  async #listenAtFixed(): Promise<void> {
    const { fixedAddress: address } = this.#options.config.workers;
    if (address === undefined) return;
    const { links, context, temporal } = this.#parts;
    const clients = (): readonly FixedAddressClient[] =>
      this.#workers.map((worker) => ({
        pids: async () => worker.pids(),
        link: links.named(linkName('temporal', worker.name)).route.listen,
      }));
    await listenAtFixed({ address, clients, direct: `127.0.0.1:${temporal}`, signal: context.signal });
  }

  /** The folder that a worker is started in, if the configuration names one. */
  #folder(): { readonly cwd?: string } {
    const { config, projectFolder } = this.#options;
    return config.workers.cwd === undefined ? {} : { cwd: resolve(projectFolder, config.workers.cwd) };
  }

  async #linksOf(name: string): Promise<readonly WantedLink[]> {
    const { gateway } = this.#parts;
    const configured = this.#options.services.map(async (target) => ({
      name: linkName(target.name, name),
      upstream: await configuredUpstream(name, target, gateway),
    }));
    return [
      { name: linkName('temporal', name), upstream: `127.0.0.1:${await gateway.listen(name)}` },
      { name: linkName('supabase', name), upstream: await this.#serviceOf('supabase', name) },
      { name: linkName('outside', name), upstream: await this.#serviceOf('outside', name) },
      ...(await Promise.all(configured)),
    ];
  }

  async #serviceOf(end: ServiceEnd, worker: string): Promise<string> {
    const direct = `127.0.0.1:${this.#options.ports[end]}`;
    return serviceUpstream({ worker, end, direct, host: '127.0.0.1' }, this.#options, this.#parts.gateway);
  }

  #addresses(
    made: readonly ToxiproxyLink[],
    own: Parameters<typeof workerAddresses>[1],
  ): ReturnType<typeof workerAddresses> {
    const at = (end: string): string => made.find(({ name }) => name.startsWith(`${end}@`))?.route.listen ?? '';
    const ends = [...linkEnds, ...this.#options.services.map(({ name }) => name)];
    const links = Object.fromEntries(ends.map((end) => [end, at(end)])) as WorkerLinkEnds;
    return workerAddresses(links, own, this.#options);
  }
}

function launchOf(build: WorkerBuild): { readonly command: string; readonly args: readonly string[] } {
  const [program, ...args] = build.command;
  return { command: program === 'node' ? process.execPath : program, args };
}
