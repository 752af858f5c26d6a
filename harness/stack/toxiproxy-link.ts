import type { Journal } from '../model/journal.ts';
import type { Link, Toxic } from '../model/stack.ts';
import type { Route, ToxiproxyControl } from './toxiproxy-control.ts';

/** A link with a Toxiproxy proxy in it. */
export class ToxiproxyLink implements Link {
  readonly name: string;
  /** Where its client connects to, and where it leads. */
  readonly route: Route;
  readonly #control: ToxiproxyControl;
  readonly #journal: Journal;
  /** Those who cut it and have not restored it. */
  readonly #cutBy = new Set<object>();

  constructor(route: Route, control: ToxiproxyControl, journal: Journal) {
    this.name = route.name;
    this.route = route;
    this.#control = control;
    this.#journal = journal;
  }

  async addToxic(toxic: Toxic): Promise<void> {
    await this.#control.addToxic(this.name, toxic);
  }

  async removeToxic(name: string): Promise<void> {
    await this.#control.removeToxic(this.name, name);
  }

  async cut(by: object = this): Promise<void> {
    this.#cutBy.add(by);
    await this.#control.setEnabled(this.route, false);
  }

  async restore(by: object = this): Promise<void> {
    this.#cutBy.delete(by);
    if (this.#cutBy.size === 0) await this.#control.setEnabled(this.route, true);
  }

  async observe(): Promise<void> {
    const { enabled, toxics } = await this.#control.read(this.name);
    this.#journal.write({ kind: 'toxics', link: this.name, enabled, toxics });
  }
}
