import { resolve } from 'node:path';
import type { GatewayServer } from '../../gateway/start-gateway.ts';
import { workerName } from '../../model/fleets.ts';
import { linkEnds, linkName } from '../../model/plan.ts';
import { workerEnvironment } from '../../model/worker-environment.ts';
import type { ScrapeTarget } from '../../monitoring/scrape-target.ts';
import type { LinkRegistry, WantedLink } from '../link-registry.ts';
import type { PortPicker } from '../port-picker.ts';
import type { RunContext } from '../run-context.ts';
import type { Fleet } from '../running-stack.ts';
import type { Launch } from '../spawn-guarded.ts';
import type { FleetBuild, StackOptions, WorkerBuild } from '../stack-options.ts';
import { certificateLook, programTls, schemeOf } from '../stack-tls.ts';
import type { ToxiproxyLink } from '../toxiproxy-link.ts';
import { buildOf, buildOfFleet, fleetNamed } from '../worker-build.ts';
import {
  configuredUpstream,
  type FleetOptions,
  type OwnAddresses,
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

/** The links of a worker, and what it has in its environment beside their addresses. */
interface Launched {
  readonly made: readonly ToxiproxyLink[];
  readonly own: Omit<OwnAddresses, 'bundlePath'>;
}

/** The further fleets of a run after its first, which has no name, each with the number of workers to start with. */
export function startedWith({
  workers,
  fleets = [],
}: Pick<StackOptions, 'workers' | 'fleets'>): readonly (readonly [fleet: string | null, workers: number])[] {
  return [[null, workers], ...fleets.map((fleet) => [fleet.name, fleet.workers] as const)];
}

/** The workers of a run, of all its fleets, each with separate links. */
export class WorkerFleet implements Fleet<ProcessComponent> {
  readonly #options: FleetOptions;
  readonly #parts: FleetParts;
  readonly #workers: ProcessComponent[] = [];
  readonly #targets: ScrapeTarget[] = [];
  readonly #named = new Map<string | null, number>();
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

  async make(fleet: string | null = null): Promise<ProcessComponent> {
    this.#fixed ??= this.#listenAtFixed();
    await this.#fixed;
    const program = fleet === null ? null : fleetNamed(fleet, this.#options);
    const name = this.#newName(fleet);
    const { gateway, links, picker, context } = this.#parts;
    const made = await links.make(await this.#linksOf(name));
    const metrics = { metricsHost: '127.0.0.1', metricsPort: await picker.pick() };
    const { config, tls } = this.#options;
    const speaks = await programTls(tls, name);
    const worker = new ProcessComponent(
      {
        name,
        role: 'worker',
        readyLimitMs: config.workers.readyLimitMs,
        stopSignal: 'SIGTERM',
        version: program === null ? this.#options.version : undefined,
        ...certificateLook(tls, name),
        network: {
          cut: async () => void (await Promise.all(made.map(async (link) => link.cut()))),
          restore: async () => void (await Promise.all(made.map(async (link) => link.restore()))),
        },
        launch: async (incarnation, version) => {
          const build = program === null ? buildOf(version, this.#options) : buildOfFleet(program, version);
          gateway.setIncarnation(name, incarnation);
          return this.#launchOf(program, build, { made, own: { component: name, ...metrics, ...speaks } });
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

  #newName(fleet: string | null): string {
    const nth = (this.#named.get(fleet) ?? 0) + 1;
    this.#named.set(fleet, nth);
    return workerName(fleet, nth);
  }

  /** How a worker is started: in its folder, with the environment of its fleet. */
  #launchOf(program: FleetBuild | null, build: WorkerBuild, { made, own }: Launched): Launch {
    const { config, projectFolder, workerEnv } = this.#options;
    const { taskQueue } = program ?? config;
    const workers = program ?? config.workers;
    const addresses = this.#addresses(made, { ...own, bundlePath: build.bundlePath, taskQueue });
    const [command, ...args] = build.command;
    return {
      command: command === 'node' ? process.execPath : command,
      args,
      ...(workers.cwd === undefined ? {} : { cwd: resolve(projectFolder, workers.cwd) }),
      env: { ...workerEnvironment({ ...config, workers }, addresses), ...workerEnv, ...build.env },
    };
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

  #addresses(made: readonly ToxiproxyLink[], own: OwnAddresses): ReturnType<typeof workerAddresses> {
    const at = (end: string): string => made.find(({ name }) => name.startsWith(`${end}@`))?.route.listen ?? '';
    const ends = [...linkEnds, ...this.#options.services.map(({ name }) => name)];
    const links = Object.fromEntries(ends.map((end) => [end, at(end)])) as WorkerLinkEnds;
    return workerAddresses(links, own, this.#options);
  }
}
