import { createServer } from 'node:net';
import { HarnessError } from '../errors.ts';
import { ownPortBlock } from './port-block.ts';

/** Whether no server listens on that port of 127.0.0.1. */
export async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', () => resolve(false));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => server.close(() => resolve(true)));
  });
}

/**
 * Finds free ports on 127.0.0.1, in the block of this process: no other run takes the port of a killed worker before the
 * worker is back.
 */
export class PortPicker {
  readonly #environment: Readonly<Record<string, string | undefined>>;
  readonly #isFree: (port: number) => Promise<boolean>;
  readonly #usual: Readonly<Record<string, number>>;

  /** @param usual - the usual ports of servers, for which the environment names no port */
  constructor(
    environment: Readonly<Record<string, string | undefined>>,
    isPortFree: (port: number) => Promise<boolean> = isFree,
    usual: Readonly<Record<string, number>> = {},
  ) {
    this.#environment = environment;
    this.#isFree = isPortFree;
    this.#usual = usual;
  }

  /** The variable that asks for a fixed port: `CHAOS_TEMPORAL_PORT` for `temporal`. */
  static variableOf(server: string): string {
    return `CHAOS_${server.toUpperCase().replaceAll('-', '_')}_PORT`;
  }

  /**
   * A free port; taken ones are passed by.
   *
   * @throws HarnessError CHAOS_PORT_TAKEN if none is free.
   */
  async pick(): Promise<number> {
    const block = await ownPortBlock();
    for (let tried = 0; tried < block.size; tried += 1) {
      const port = block.next();
      if (await this.#isFree(port)) return port;
    }
    throw new HarnessError(
      'CHAOS_PORT_TAKEN',
      `No port of the ${block.size} from ${block.first} is free. Run the doctor with --sweep.`,
    );
  }

  /**
   * The port that the environment asks for, else the usual one, else a free one.
   *
   * @throws HarnessError CHAOS_PORT_TAKEN if that port is in use, CHAOS_USAGE if it isn't a port.
   */
  async pickFor(server: string): Promise<number> {
    const asked = this.fixed(server);
    const port = asked ?? this.#usual[server] ?? null;
    if (port === null) return this.pick();
    if (await this.#isFree(port)) return port;
    const variable = PortPicker.variableOf(server);
    throw new HarnessError(
      'CHAOS_PORT_TAKEN',
      `Port ${port} (${server}) is already in use. ` +
        `Free it, or ${asked === null ? `set ${variable} to another port` : `unset ${variable}`}.`,
    );
  }

  /** The port that the environment asks for; null if it leaves the choice. */
  fixed(server: string): number | null {
    const variable = PortPicker.variableOf(server);
    const text = this.#environment[variable];
    if (text === undefined || text === '') return null;
    const port = Number(text);
    if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
    throw new HarnessError(
      'CHAOS_USAGE',
      `${variable} must be a port from 1 to 65535, but it is "${text}". Correct or unset it.`,
    );
  }
}
