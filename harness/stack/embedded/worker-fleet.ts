import type { GatewayServer } from '../../gateway/start-gateway.ts';
import type { ChaosConfig, WorkerAddresses, WorkerVariant } from '../../model/config.ts';
import { linkName } from '../../model/plan.ts';
import type { LinkRegistry } from '../link-registry.ts';
import type { PortPicker } from '../port-picker.ts';
import type { RunContext } from '../run-context.ts';
import type { Fleet } from '../running-stack.ts';
import { supabaseByLink } from '../supabase-by-link.ts';
import type { ToxiproxyLink } from '../toxiproxy-link.ts';
import type { WorkerExtras } from '../worker-extras.ts';
import { ProcessComponent } from './process-component.ts';

/** What workers are made of. */
export interface FleetOptions extends WorkerExtras {
  readonly config: ChaosConfig;
  readonly variant: WorkerVariant;
  readonly namespace: string;
  readonly bundlePath: string | null;
  readonly supabaseKey: string;
  /** Of the services that a worker's links lead to. */
  readonly ports: { readonly supabase: number; readonly outside: number };
}

/** What the fleet works with. */
export interface FleetParts {
  readonly gateway: GatewayServer;
  readonly links: LinkRegistry;
  readonly picker: PortPicker;
  readonly context: RunContext;
}

/** The workers of a run, each with links of its own. */
export class WorkerFleet implements Fleet<ProcessComponent> {
  readonly #options: FleetOptions;
  readonly #parts: FleetParts;
  readonly #workers: ProcessComponent[] = [];
  #named = 0;

  constructor(options: FleetOptions, parts: FleetParts) {
    this.#options = options;
    this.#parts = parts;
  }

  get workers(): readonly ProcessComponent[] {
    return this.#workers;
  }

  async make(): Promise<ProcessComponent> {
    this.#named += 1;
    const name = `worker-${this.#named}`;
    const { gateway, links, picker, context } = this.#parts;
    const made = await links.make([
      { name: linkName('temporal', name), upstream: `127.0.0.1:${await gateway.listen(name)}` },
      { name: linkName('supabase', name), upstream: await this.#service('supabase', name) },
      { name: linkName('outside', name), upstream: await this.#service('outside', name) },
    ]);
    const addresses = this.#addresses(made, await picker.pick());
    const { config, workerEnv } = this.#options;
    const worker = new ProcessComponent(
      {
        name,
        role: 'worker',
        readyLimitMs: config.workers.readyLimitMs,
        stopSignal: 'SIGTERM',
        network: {
          cut: async () => void (await Promise.all(made.map(async (link) => link.cut()))),
          restore: async () => void (await Promise.all(made.map(async (link) => link.restore()))),
        },
        launch: async (incarnation) => {
          gateway.setIncarnation(name, incarnation);
          return { ...this.#command(), env: { ...config.workers.env(addresses), ...workerEnv } };
        },
        ready: (incarnation, signal) => gateway.firstPoll(name, incarnation, signal),
      },
      context,
    );
    this.#workers.push(worker);
    return worker;
  }

  /** Where a worker's link to a service leads: to the service, or to a relay before it; always to one before a hosted one. */
  async #service(link: 'supabase' | 'outside', name: string): Promise<string> {
    const { ports, relayServices, hosted } = this.#options;
    const elsewhere = link === 'supabase' ? hosted?.url : undefined;
    const upstream = elsewhere ?? `127.0.0.1:${ports[link]}`;
    if (relayServices === undefined && elsewhere === undefined) return upstream;
    return `127.0.0.1:${await this.#parts.gateway.listenHttp(name, { link, upstream })}`;
  }

  #addresses(made: readonly ToxiproxyLink[], metricsPort: number): WorkerAddresses {
    const [temporal = '', supabase = '', outside = ''] = made.map((link) => link.route.listen);
    const { config, namespace, bundlePath, supabaseKey, hosted } = this.#options;
    const [temporalHost = '', temporalPort = ''] = temporal.split(':');
    return {
      temporalHost,
      temporalPort: Number(temporalPort),
      supabaseUrl: supabaseByLink(supabase, hosted),
      supabaseKey: hosted?.key ?? supabaseKey,
      outsideWorldUrl: `http://${outside}`,
      metricsPort,
      bundlePath,
      taskQueue: config.taskQueue,
      namespace,
    };
  }

  #command(): { readonly command: string; readonly args: readonly string[] } {
    const [program, ...args] = this.#options.variant.command;
    return { command: program === 'node' ? process.execPath : program, args };
  }
}
