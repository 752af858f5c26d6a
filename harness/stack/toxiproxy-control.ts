import { Toxiproxy } from 'toxiproxy-node-client';
import { z } from 'zod';
import { afterMs, HarnessError, reasonOf } from '../errors.ts';
import type { Toxic } from '../model/stack.ts';

/** One proxy: where it listens and where it leads to, each `host:port`. */
export interface Route {
  readonly name: string;
  readonly listen: string;
  readonly upstream: string;
}

const readingSchema = z.object({
  enabled: z.boolean(),
  toxics: z.array(
    z.object({
      name: z.string(),
      type: z.string(),
      stream: z.string(),
      attributes: z.record(z.string(), z.union([z.number(), z.string()])),
    }),
  ),
});
/** Toxiproxy's description of a proxy. */
export type ProxyReading = z.infer<typeof readingSchema>;

const ANSWER_LIMIT_MS = 5000;

/**
 * Toxiproxy's HTTP API.
 *
 * @remarks It uses toxiproxy-node-client where that works. The client neither lists a proxy's toxics nor has a limit, so
 * readings are made by a plain GET and every call is raced with a timer.
 */
export class ToxiproxyControl {
  readonly url: string;
  readonly #client: Toxiproxy;
  /** By the name of a proxy: settles once its last change has ended, also one that took too long to be awaited. */
  readonly #changes = new Map<string, Promise<unknown>>();

  constructor(url: string) {
    this.url = url;
    this.#client = new Toxiproxy(url);
  }

  /** The server's version. */
  async version(): Promise<string> {
    const text = await this.#ask('report its version', this.#client.getVersion());
    return z.object({ version: z.string() }).parse(JSON.parse(text)).version;
  }

  /** Makes proxies, or makes them again if they differ. */
  async populate(routes: readonly Route[]): Promise<void> {
    const names = routes.map((route) => route.name).join(', ');
    const body = routes.map((route) => ({ ...route, enabled: true }));
    await this.#ask(`make the proxies ${names}`, this.#client.populate(body));
  }

  /** Enables a proxy, or disables it: closes its connections and refuses new ones. */
  async setEnabled(route: Route, enabled: boolean): Promise<void> {
    const { listen, upstream } = route;
    const update = async (): Promise<unknown> =>
      this.#client.get(route.name).then(async (proxy) => proxy.update({ enabled, listen, upstream }));
    await this.#change(route.name, `${enabled ? 'enable' : 'disable'} ${route.name}`, update);
  }

  /** Adds a toxic that acts on every connection: Toxiproxy's dice (`toxicity`) can't be repeated. */
  async addToxic(proxyName: string, toxic: Toxic): Promise<void> {
    const add = async (): Promise<unknown> =>
      this.#client.get(proxyName).then(async (proxy) => proxy.addToxic({ ...toxic, toxicity: 1 }));
    await this.#change(proxyName, `add ${toxic.type} to ${proxyName}`, add);
  }

  /** Removes a toxic; one that is gone already is no error. */
  async removeToxic(proxyName: string, toxicName: string): Promise<void> {
    await this.#change(proxyName, `remove ${toxicName} from ${proxyName}`, async () => {
      const present = (await this.read(proxyName)).toxics.some((toxic) => toxic.name === toxicName);
      if (!present) return;
      const proxy = await this.#client.get(proxyName);
      await (await proxy.getToxic(toxicName)).remove();
    });
  }

  /** The settings in force on a proxy now. */
  async read(proxyName: string): Promise<ProxyReading> {
    const response = fetch(`${this.url}/proxies/${proxyName}`).then(async (answer) => {
      const text = await answer.text();
      if (!answer.ok) throw new Error(`${answer.status} ${text}`);
      return readingSchema.parse(JSON.parse(text));
    });
    return this.#ask(`describe ${proxyName}`, response);
  }

  /** Changes of one proxy wait for one another: one that was given up can still arrive, and must not come last. */
  async #change(proxyName: string, what: string, request: () => Promise<unknown>): Promise<void> {
    const changed = Promise.resolve(this.#changes.get(proxyName)).then(request);
    this.#changes.set(
      proxyName,
      changed.catch(() => undefined),
    );
    await this.#ask(what, changed);
  }

  async #ask<T>(what: string, answer: Promise<T>): Promise<T> {
    const startMs = performance.now();
    const { promise: late, reject } = Promise.withResolvers<never>();
    const timer = setTimeout(() => reject(new Error('it did not answer')), ANSWER_LIMIT_MS);
    try {
      return await Promise.race([answer, late]);
    } catch (error) {
      const tookMs = Math.round(performance.now() - startMs);
      const message = reasonOf(error);
      throw new HarnessError(
        'CHAOS_FAULT_FAILED',
        `Toxiproxy did not ${what}: ${message}${afterMs(tookMs)}. See logs/toxiproxy.*.log.`,
        { cause: error },
      );
    } finally {
      clearTimeout(timer);
    }
  }
}
