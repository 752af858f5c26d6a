import type { AttributeRequest } from '../gateway/http/attribution.ts';
import type { HostedSupabase } from '../model/hosted-supabase.ts';

/** The settings in which some runs' workers differ from most. */
export interface WorkerExtras {
  /**
   * For explorations: has a relay stand between Toxiproxy and each service, on every worker's links to Supabase and to the
   * outside world. Requests through it are boundaries too; left out: the links lead to the services themselves.
   */
  readonly relayServices?: { readonly attribute: AttributeRequest };
  /**
   * Takes the place of Supabase's API and its database: the workers' links lead to it, through a relay that speaks TLS
   * where it must, and the run's rows in it are removed at the end; left out: the stack has its own.
   */
  readonly hosted?: HostedSupabase;
  /** Added to the environment of every worker, over the configuration's values. */
  readonly workerEnv?: Readonly<Record<string, string>>;
}
