/** Paths of PEM files, from the project's folder, and the name in the server's certificate. */
export interface TemporalAccessTls {
  /** The authority of the server's certificate; left out: the public ones. */
  readonly ca?: string;
  /** The client's certificate; left out: none is shown. */
  readonly cert?: string;
  /** Its private key. */
  readonly key?: string;
  /** The name in the server's certificate; left out: that of the address. */
  readonly serverName?: string;
}

/**
 * A Temporal that exists already, such as a cluster of yours or Temporal Cloud.
 *
 * @remarks What is left out comes from Temporal's standard variables, `TEMPORAL_ADDRESS` and its like, and from the
 * profile of a `temporal.toml`.
 * @see https://docs.temporal.io/develop/environment-configuration
 *
 * @example
 * const temporal: TemporalAccess = {
 *   address: 'payments.a1b2c.tmprl.cloud:7233',
 *   namespace: 'payments.a1b2c',
 *   tls: { cert: 'certificates/client.pem', key: 'certificates/client.key' },
 *   ownTaskQueue: true,
 * };
 */
export interface TemporalAccess {
  /** The profile of the `temporal.toml`; left out: that of `TEMPORAL_PROFILE`, or else `default`. */
  readonly profile?: string;
  /** `host:port` of its frontend. */
  readonly address?: string;
  /** Left out here, in the profile and in the variables: the `namespace` of the configuration. */
  readonly namespace?: string;
  /** True: by TLS with public authorities; left out: by TLS if there is an API key. */
  readonly tls?: boolean | TemporalAccessTls;
  /** Secret: never journalled, logged or reported. */
  readonly apiKey?: string;
  /**
   * The workers read their task queue from their environment, so each run gets a separate one; left out: they poll the
   * configuration's, which only the run may use meanwhile.
   */
  readonly ownTaskQueue?: boolean;
  /** Task queues that the workers poll besides, and that only the run may use meanwhile; left out: none. */
  readonly furtherTaskQueues?: readonly string[];
  /** Workflows that still run at the end of a run go on, without a worker of the run; left out: they are terminated. */
  readonly leaveWorkflows?: boolean;
}
