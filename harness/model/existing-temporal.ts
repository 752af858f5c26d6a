import type { TlsIdentity } from './tls.ts';

/** The TLS that an existing Temporal speaks: the name in its certificate, and what clients show and trust, as PEM. */
export interface ExistingTemporalTls extends Partial<TlsIdentity> {
  readonly name: string;
}

/** A Temporal that a user names, instead of one that the run starts. Secret: it has keys. */
export interface NamedTemporal {
  /** `host:port` of its frontend. */
  readonly address: string;
  readonly namespace: string;
  /** Null: it speaks no TLS. */
  readonly tls: ExistingTemporalTls | null;
  /** Null: it asks for none. */
  readonly apiKey: string | null;
  /** Headers of each call that the profile names. Secret. */
  readonly metadata: Readonly<Record<string, string>>;
  /** Whether workflows that still run at the end of a run go on. */
  readonly leaveWorkflows: boolean;
}

/** A Temporal that was there before the run and will be there after it, with what the run calls its own in it. */
export interface ExistingTemporal extends NamedTemporal {
  /** The prefix of every workflow id of this run: workflows of other ids belong to others. */
  readonly mark: string;
  /** The task queue of the run's workers. */
  readonly taskQueue: string;
  /** Whether only this run knows that task queue, and those whose names begin like it. */
  readonly ownTaskQueue: boolean;
  /** Other task queues that its workers poll, and that others know. */
  readonly furtherTaskQueues: readonly string[];
  /** The ids of the schedules that the run makes, all with its mark; left out: none. One that was refused is taken out. */
  readonly scheduleIds?: string[];
}

/** An existing Temporal for people: its address and namespace, and never its key. */
export function describeTemporal({ address, namespace }: Pick<NamedTemporal, 'address' | 'namespace'>): string {
  return `${address}, namespace ${namespace}`;
}

/** Headers by which an existing Temporal knows who asks, and for which namespace. Secret. */
export function accessHeaders({
  apiKey,
  namespace,
  metadata,
}: Pick<NamedTemporal, 'apiKey' | 'namespace' | 'metadata'>): Readonly<Record<string, string>> {
  const routed = { 'temporal-namespace': namespace, ...metadata };
  return apiKey === null ? routed : { ...routed, authorization: `Bearer ${apiKey}` };
}

/** The options of a connection of Temporal's SDK to an existing Temporal. Secret. */
export interface AccessOptions {
  readonly address: string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly tls:
    | false
    | {
        readonly serverNameOverride: string;
        readonly serverRootCACertificate?: Buffer;
        readonly clientCertPair?: { readonly crt: Buffer; readonly key: Buffer };
      };
}

/** The options by which Temporal's SDK connects to an existing Temporal. Secret. */
export function accessOptions(temporal: Omit<NamedTemporal, 'leaveWorkflows'>): AccessOptions {
  const { address, tls } = temporal;
  const common = { address, metadata: accessHeaders(temporal) };
  if (tls === null) return { ...common, tls: false };
  const { name, ca, cert, key } = tls;
  const pair = cert === undefined || key === undefined ? null : { crt: Buffer.from(cert), key: Buffer.from(key) };
  return {
    ...common,
    tls: {
      serverNameOverride: name,
      ...(ca === undefined ? {} : { serverRootCACertificate: Buffer.from(ca) }),
      ...(pair === null ? {} : { clientCertPair: pair }),
    },
  };
}

/** The existing Temporal of a run if something of the run is to be removed from it at the end; null: nothing is. */
export function withRemains(temporal: ExistingTemporal | undefined): ExistingTemporal | null {
  if (temporal === undefined) return null;
  const { leaveWorkflows, scheduleIds = [] } = temporal;
  return leaveWorkflows && scheduleIds.length === 0 ? null : temporal;
}

/** Whether the run's workers may ask for tasks of a task queue: others may have some in theirs. */
export function mayPoll({ taskQueue, ownTaskQueue, furtherTaskQueues }: ExistingTemporal, polled: string): boolean {
  if (polled === taskQueue || furtherTaskQueues.includes(polled)) return true;
  return ownTaskQueue && polled.startsWith(taskQueue);
}

/** The task queues of the run that others know too, so that they must not use them. */
export function sharedTaskQueues({ taskQueue, ownTaskQueue, furtherTaskQueues }: ExistingTemporal): readonly string[] {
  return [...new Set([...(ownTaskQueue ? [] : [taskQueue]), ...furtherTaskQueues])];
}

/**
 * The query that finds the run's own workflows among all others of the namespace: by their ids, with all that they
 * started, and by the task queue if only the run knows it.
 */
export function ownWorkflowsQuery({
  mark,
  taskQueue,
  ownTaskQueue,
}: Pick<ExistingTemporal, 'mark' | 'taskQueue' | 'ownTaskQueue'>): string {
  const marked = `WorkflowId STARTS_WITH "${mark}" OR RootWorkflowId STARTS_WITH "${mark}"`;
  return ownTaskQueue ? `(${marked} OR TaskQueue = ${quoted(taskQueue)})` : `(${marked})`;
}

/** A text in a query of visibility. */
export function quoted(text: string): string {
  return `"${text.replaceAll(/["\\]/g, String.raw`\$&`)}"`;
}
