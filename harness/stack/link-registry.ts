import { HarnessError } from '../errors.ts';
import type { Journal } from '../model/journal.ts';
import type { PortPicker } from './port-picker.ts';
import type { Route, ToxiproxyControl } from './toxiproxy-control.ts';
import { ToxiproxyLink } from './toxiproxy-link.ts';

/** A link that is wanted: its name, and the port of 127.0.0.1 that it leads to. */
export interface WantedLink {
  readonly name: string;
  readonly upstreamPort: number;
}

const ATTEMPTS = 3;

/** All links of a stack. */
export class LinkRegistry {
  readonly #control: ToxiproxyControl;
  readonly #ports: PortPicker;
  readonly #journal: Journal;
  readonly #links = new Map<string, ToxiproxyLink>();

  constructor(control: ToxiproxyControl, ports: PortPicker, journal: Journal) {
    this.#control = control;
    this.#ports = ports;
    this.#journal = journal;
  }

  /**
   * Makes links; each gets a free port of its own.
   *
   * @remarks Toxiproxy stops half-way where somebody has taken a port meanwhile: then all get other ones.
   * @throws HarnessError CHAOS_FAULT_FAILED after the last attempt.
   */
  async make(wanted: readonly WantedLink[]): Promise<readonly ToxiproxyLink[]> {
    for (let attempt = 1; ; attempt += 1) {
      const routes = await Promise.all(wanted.map(async (each) => this.#routeOf(each)));
      try {
        await this.#control.populate(routes);
      } catch (error) {
        if (attempt >= ATTEMPTS) throw error;
        continue;
      }
      const made = routes.map((route) => new ToxiproxyLink(route, this.#control, this.#journal));
      for (const link of made) this.#links.set(link.name, link);
      return made;
    }
  }

  /** Makes all of them once more, without toxics: for a Toxiproxy that has been started again. */
  async remake(): Promise<void> {
    if (this.#links.size > 0) await this.#control.populate(this.all().map((link) => link.route));
  }

  /** All links, in the order they were made. */
  all(): readonly ToxiproxyLink[] {
    return [...this.#links.values()];
  }

  /** @throws HarnessError CHAOS_UNKNOWN_TARGET */
  named(name: string): ToxiproxyLink {
    const link = this.#links.get(name);
    if (link !== undefined) return link;
    throw new HarnessError(
      'CHAOS_UNKNOWN_TARGET',
      `Expected a link named "${name}", but the stack has only ${[...this.#links.keys()].join(', ')} after 0 ms. ` +
        'Name one of them.',
    );
  }

  async #routeOf(wanted: WantedLink): Promise<Route> {
    const port = await this.#ports.pick();
    return { name: wanted.name, listen: `127.0.0.1:${port}`, upstream: `127.0.0.1:${wanted.upstreamPort}` };
  }
}
