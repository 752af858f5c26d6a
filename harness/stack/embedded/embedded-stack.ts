import { HarnessError } from '../../errors.ts';
import type { GatewayServer } from '../../gateway/start-gateway.ts';
import type { ComponentRow } from '../../model/evidence.ts';
import type { Component, Link, Stack, StackAddresses } from '../../model/stack.ts';
import { type Capability, stacks } from '../../model/stacks.ts';
import type { LinkRegistry } from '../link-registry.ts';
import type { ProcessComponent } from './process-component.ts';
import { logFileOf, type RunContext } from './spawn-guarded.ts';
import type { WorkerFleet } from './worker-fleet.ts';

/** What an embedded stack is made of, all of it up. */
export interface EmbeddedParts {
  readonly context: RunContext;
  readonly addresses: StackAddresses;
  readonly gateway: GatewayServer;
  readonly links: LinkRegistry;
  readonly servers: readonly ProcessComponent[];
  readonly fleet: WorkerFleet;
  readonly versions: Readonly<Record<string, string>>;
  /** Takes everything down. */
  readonly takeDown: () => Promise<void>;
}

/** A stack of processes on this machine. */
export class EmbeddedStack implements Stack {
  readonly name = 'embedded';
  readonly capabilities: ReadonlySet<Capability> = new Set(stacks.embedded.capabilities);
  readonly addresses: StackAddresses;
  readonly gateway: GatewayServer;
  readonly #parts: EmbeddedParts;
  #down: Promise<void> | null = null;

  constructor(parts: EmbeddedParts) {
    this.addresses = parts.addresses;
    this.gateway = parts.gateway;
    this.#parts = parts;
  }

  component(name: string): Component {
    const component = this.#all().find((each) => each.name === name);
    if (component !== undefined) return component;
    const names = this.#all().map((each) => each.name);
    throw new HarnessError(
      'CHAOS_UNKNOWN_TARGET',
      `Expected a component named "${name}", but the stack has only ${names.join(', ')} after 0 ms. ` +
        'Name one of them.',
    );
  }

  container(name: string): never {
    throw new HarnessError(
      'CHAOS_STACK_LACKS',
      `Expected ${this.component(name).name} to be a container, but the embedded stack has processes. Use --stack docker.`,
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

  async addWorker(): Promise<Component> {
    const worker = await this.#parts.fleet.make();
    await worker.start();
    return worker;
  }

  lives(): readonly ComponentRow[] {
    return this.#all().map((component) => component.row);
  }

  versions(): Readonly<Record<string, string>> {
    return this.#parts.versions;
  }

  logFile(component: string, incarnation: number): string {
    return logFileOf(this.#parts.context.logsFolder, `${component}.${incarnation}`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#down ??= this.#parts.takeDown();
    await this.#down;
  }

  #all(): readonly ProcessComponent[] {
    return [...this.#parts.servers, ...this.#parts.fleet.workers];
  }
}
