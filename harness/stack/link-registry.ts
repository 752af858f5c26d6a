import { HarnessError } from '../errors.ts';
import type { Journal } from '../model/journal.ts';
import type { Route, ToxiproxyControl } from './toxiproxy-control.ts';
import { ToxiproxyLink } from './toxiproxy-link.ts';

/** A link to make: its name, and the `host:port` that it leads to, as Toxiproxy sees it. */
export type WantedLink = Pick<Route, 'name' | 'upstream'>;

/** The tools for making links. */
export interface LinkMaking {
  readonly control: ToxiproxyControl;
  readonly journal: Journal;
  /** A free `host:port` for the proxy of that link to listen on, where its client can reach it. */
  readonly listen: (link: string) => Promise<string>;
}

const ATTEMPTS = 3;

/** All links of a stack. */
export class LinkRegistry {
  readonly #making: LinkMaking;
  readonly #links = new Map<string, ToxiproxyLink>();

  constructor(making: LinkMaking) {
    this.#making = making;
  }

  /**
   * Makes links; each gets a free port.
   *
   * @remarks If another process has taken a port meanwhile, Toxiproxy stops half-way: then all get other ports.
   * @throws HarnessError CHAOS_FAULT_FAILED after the last attempt.
   */
  async make(wanted: readonly WantedLink[]): Promise<readonly ToxiproxyLink[]> {
    for (let attempt = 1; ; attempt += 1) {
      const routes = await Promise.all(wanted.map(async (each) => this.#routeOf(each)));
      try {
        await this.#making.control.populate(routes);
      } catch (error) {
        if (attempt >= ATTEMPTS) throw error;
        continue;
      }
      return this.adopt(routes);
    }
  }

  /** Takes in links whose proxies exist already: Toxiproxy was started with them. */
  adopt(routes: readonly Route[]): readonly ToxiproxyLink[] {
    const { control, journal } = this.#making;
    const made = routes.map((route) => new ToxiproxyLink(route, control, journal));
    for (const link of made) this.#links.set(link.name, link);
    return made;
  }

  /** Makes all of them once more, without toxics: for a Toxiproxy that has been started again. */
  async remake(): Promise<void> {
    if (this.#links.size > 0) await this.#making.control.populate(this.all().map((link) => link.route));
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
      `There is no link named "${name}"; the stack has ${[...this.#links.keys()].join(', ')}. Name one of them.`,
    );
  }

  async #routeOf({ name, upstream }: WantedLink): Promise<Route> {
    return { name, listen: await this.#making.listen(name), upstream };
  }
}
