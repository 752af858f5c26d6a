import type { AttributeRequest } from '../gateway/http/attribution.ts';

/** What an exploration wants of the workers beyond what a scenario does. */
export interface WorkerExtras {
  /**
   * Has a relay stand between Toxiproxy and each service, on every worker's links to Supabase and to the outside world, by
   * which requests are boundaries too; left out: the links lead to the services themselves.
   */
  readonly relayServices?: { readonly attribute: AttributeRequest };
  /** Added to the environment of every worker, over what the configuration says. */
  readonly workerEnv?: Readonly<Record<string, string>>;
}
