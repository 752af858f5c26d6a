import { HarnessError } from '../errors.ts';
import type { ComponentRow } from '../model/evidence.ts';
import type { RunningCommand, WantedCommand } from '../model/running-command.ts';
import type { Component, Container, Gateway, Link, Stack, StackAddresses } from '../model/stack.ts';
import { type Capability, capabilitiesOf, type Existing, type StackName } from '../model/stacks.ts';
import type { Certificates } from '../model/tls.ts';
import type { ClientPrograms } from './client-programs.ts';
import type { LinkRegistry } from './link-registry.ts';
import type { WorkerBuild } from './stack-options.ts';

/** A component of a stack that is up, with its lives. */
export interface RunningComponent extends Component {
  /** All lives so far, as a row of the components book. */
  readonly row: ComponentRow;
}

/** The workers of a stack: the present ones, and a way to one more. */
export interface Fleet<C extends RunningComponent = RunningComponent> {
  /** In the order they were made. */
  readonly workers: readonly C[];
  /**
   * Makes one more worker with its links; doesn't start it.
   *
   * @param fleet - the further fleet that it is of; null or left out: none
   */
  make(fleet?: string | null): Promise<C>;
}

/** The parts of a stack, all of them up. */
export interface StackParts {
  readonly addresses: StackAddresses;
  readonly gateway: Gateway;
  readonly certificates: Certificates | null;
  readonly links: LinkRegistry;
  /** Which servers are not among those of the stack, because they exist already; left out: none. */
  readonly existing?: Existing;
  readonly servers: readonly RunningComponent[];
  readonly fleet: Fleet;
  /** Other versions of the system, by name; left out: none. */
  readonly builds?: Readonly<Record<string, WorkerBuild>> | undefined;
  /** Runs the programs of the system's clients. */
  readonly clients: Pick<ClientPrograms, 'run' | 'start' | 'end'>;
  /** The same components as containers; null if they are processes. */
  readonly container: ((name: string) => Container | undefined) | null;
  readonly versions: Readonly<Record<string, string>>;
  readonly logFile: (component: string, incarnation: number) => string;
  /** Takes everything down. */
  readonly takeDown: () => Promise<void>;
}

/** A stack that is up, with any kind of components. */
export class RunningStack implements Stack {
  readonly name: StackName;
  readonly capabilities: ReadonlySet<Capability>;
  readonly addresses: StackAddresses;
  readonly gateway: Gateway;
  readonly certificates: Certificates | null;
  readonly builds: ReadonlySet<string>;
  readonly #parts: StackParts;
  #down: Promise<void> | null = null;

  constructor(name: StackName, parts: StackParts) {
    this.name = name;
    const can = capabilitiesOf(name, parts.existing);
    this.capabilities = new Set(can.filter((one) => one !== 'tls' || parts.certificates !== null));
    this.addresses = parts.addresses;
    this.gateway = parts.gateway;
    this.certificates = parts.certificates;
    this.builds = new Set(Object.keys(parts.builds ?? {}));
    this.#parts = parts;
  }

  component(name: string): Component {
    const component = this.#all().find((each) => each.name === name);
    if (component !== undefined) return component;
    const names = this.#all().map((each) => each.name);
    throw new HarnessError(
      'CHAOS_UNKNOWN_TARGET',
      `There is no component named "${name}"; the stack has ${names.join(', ')}. Name one of them.`,
    );
  }

  container(name: string): Container {
    const component = this.component(name);
    const container = this.#parts.container?.(component.name);
    if (container !== undefined) return container;
    throw new HarnessError(
      'CHAOS_STACK_LACKS',
      `This needs ${component.name} in a container, but the ${this.name} stack has processes. Use --stack docker.`,
    );
  }

  components(): readonly Component[] {
    return this.#all();
  }

  workers(): readonly Component[] {
    return this.#parts.fleet.workers;
  }

  link(name: string): Link {
    return this.#parts.links.named(name);
  }

  links(): readonly Link[] {
    return this.#parts.links.all();
  }

  async addWorker({ parked = false, fleet = null }: Parameters<Stack['addWorker']>[0] = {}): Promise<Component> {
    const worker = await this.#parts.fleet.make(fleet);
    if (parked) this.gateway.park(worker.name, true);
    await worker.start();
    return worker;
  }

  async deploy(version: string): Promise<void> {
    const words = this.#parts.builds?.[version]?.deploy ?? null;
    if (words !== null) await this.#parts.clients.run(this.addresses, words);
  }

  async startCommand(wanted: WantedCommand): Promise<RunningCommand> {
    return this.#parts.clients.start(this.addresses, wanted);
  }

  lives(): readonly ComponentRow[] {
    return this.#all().map((component) => component.row);
  }

  versions(): Readonly<Record<string, string>> {
    return this.#parts.versions;
  }

  logFile(component: string, incarnation: number): string {
    return this.#parts.logFile(component, incarnation);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#down ??= this.#parts.clients.end().then(this.#parts.takeDown, async (error: unknown) => {
      await this.#parts.takeDown();
      throw error;
    });
    await this.#down;
  }

  #all(): readonly RunningComponent[] {
    return [...this.#parts.servers, ...this.#parts.fleet.workers];
  }
}
