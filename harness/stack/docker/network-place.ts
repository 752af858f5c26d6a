import { askEngine } from '../../engine/ask-engine.ts';
import type { Engine } from '../../engine/find-engine.ts';
import type { ContainerHandle } from './container-handle.ts';

/** The settings that a container keeps when it is taken off a network and put back. */
interface Place {
  /** By its id: another network may have the same name. */
  readonly network: string;
  readonly address: string;
  readonly aliases: readonly string[];
}

/** The place of a container on a network: its address and the names it is known by there. */
export class NetworkPlace {
  readonly #engine: Engine;
  readonly #network: string;
  readonly #handle: ContainerHandle;
  #left: Place | null = null;

  constructor(engine: Engine, network: string, handle: ContainerHandle) {
    this.#engine = engine;
    this.#network = network;
    this.#handle = handle;
  }

  /** Whether the engine says that the container is on the network. */
  async attached(): Promise<boolean> {
    const { NetworkSettings } = await this.#handle.inspect();
    return NetworkSettings.Networks[this.#network] !== undefined;
  }

  /** Takes it off; does nothing if it is off already. */
  async leave(): Promise<void> {
    const { Id, NetworkSettings } = await this.#handle.inspect();
    const endpoint = NetworkSettings.Networks[this.#network];
    if (endpoint === undefined) return;
    this.#left = { network: endpoint.NetworkID, address: endpoint.IPAddress, aliases: endpoint.Aliases ?? [] };
    const network = this.#engine.docker.getNetwork(endpoint.NetworkID);
    const leave = network.disconnect({ Container: Id, Force: true });
    await askEngine(`take ${Id.slice(0, 12)} off ${this.#network}`, leave);
  }

  /**
   * Puts it back, with the address and the names that it had.
   *
   * @remarks With another address its open connections would be lost, which is another fault. The engine remembers
   * neither by itself.
   */
  async enter(): Promise<void> {
    if (this.#left === null || (await this.attached())) return;
    const { network, address, aliases } = this.#left;
    const { Id } = await this.#handle.inspect();
    const EndpointConfig = { Aliases: [...aliases], IPAMConfig: { IPv4Address: address } };
    const enter = this.#engine.docker.getNetwork(network).connect({ Container: Id, EndpointConfig });
    await askEngine(`put ${Id.slice(0, 12)} back on ${this.#network}`, enter);
    this.#left = null;
  }
}
