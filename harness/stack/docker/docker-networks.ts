import { askEngine } from '../../engine/ask-engine.ts';
import type { Engine } from '../../engine/find-engine.ts';
import { HarnessError } from '../../errors.ts';
import type { Route } from '../toxiproxy-control.ts';
import { projectOf } from './compose-project.ts';
import { ContainerHandle } from './container-handle.ts';

/** The name of the network that only workers and Toxiproxy are on. */
export function workersNetworkOf(runId: string): string {
  return `${projectOf(runId)}_workers`;
}

/** The two networks of a run, and the containers on them. */
export class DockerNetworks {
  readonly #engine: Engine;
  readonly #runId: string;
  readonly #toxiproxy: ContainerHandle;

  constructor(engine: Engine, runId: string) {
    this.#engine = engine;
    this.#runId = runId;
    this.#toxiproxy = new ContainerHandle(engine, runId, 'toxiproxy');
  }

  /** The address of this machine that Toxiproxy reaches: that of the backend network's bridge. */
  async gatewayAddress(): Promise<string> {
    if (this.#engine.gatewayAddress !== null) return this.#engine.gatewayAddress;
    const network = this.#engine.docker.getNetwork(this.#backend());
    const seen = (await askEngine('inspect the backend network', network.inspect())) as
      | { readonly IPAM?: { readonly Config?: readonly { readonly Gateway?: string }[] } }
      | undefined;
    return this.#known(seen?.IPAM?.Config?.[0]?.Gateway, 'the gateway of the backend network');
  }

  /** Toxiproxy's address on the workers' network. */
  async workersSide(): Promise<string> {
    return this.#addressOn(workersNetworkOf(this.#runId));
  }

  /** Toxiproxy's address on the network of the servers. */
  async serversSide(): Promise<string> {
    return this.#addressOn(this.#backend());
  }

  /** The links that Toxiproxy is started with, as far as they are used: the servers' ways to their databases. */
  async databaseLinks(ownSupabase: boolean): Promise<readonly Route[]> {
    const address = await this.serversSide();
    const temporal = { name: 'database@temporal', listen: `${address}:5432`, upstream: 'postgresql:5432' };
    const supabase = { name: 'database@supabase', listen: `${address}:5433`, upstream: 'supabase-db:5432' };
    return ownSupabase ? [temporal, supabase] : [temporal];
  }

  #backend(): string {
    return `${projectOf(this.#runId)}_backend`;
  }

  async #addressOn(network: string): Promise<string> {
    const { NetworkSettings } = await this.#toxiproxy.inspect();
    return this.#known(NetworkSettings.Networks[network]?.IPAddress, `Toxiproxy's address on ${network}`);
  }

  #known(address: string | undefined, what: string): string {
    if (address !== undefined && address !== '') return address;
    throw new HarnessError(
      'CHAOS_STACK_NOT_READY',
      `Expected the engine to report ${what}, but it reported none. Look at the run's networks.`,
    );
  }
}
