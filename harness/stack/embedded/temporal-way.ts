import { type GatewayServer, startGateway } from '../../gateway/start-gateway.ts';
import { accessHeaders, mayPoll } from '../../model/existing-temporal.ts';
import type { TemporalPlace } from '../ask-temporal.ts';
import type { RunContext } from '../run-context.ts';
import { GATEWAY, openTls, type StackTls } from '../stack-tls.ts';
import type { EmbeddedStackOptions } from './embedded-stack-options.ts';
import type { Ports } from './pick-ports.ts';

/** Makes the certificates of a run, if it speaks TLS. */
export async function openEmbeddedTls(
  { tls, temporal }: EmbeddedStackOptions,
  context: RunContext,
): Promise<StackTls | null> {
  // The dev server speaks no TLS; an existing Temporal is reached by the gateway, which does.
  return openTls(tls, context, temporal === undefined ? null : GATEWAY);
}

/** Starts the gateway before the run's Temporal, or before an existing one. */
export async function startGatewayTo(
  { config: rules, relayServices, temporal, readDetails }: EmbeddedStackOptions,
  ports: Ports,
  { journal, tls }: Pick<RunContext, 'journal'> & { readonly tls: StackTls | null },
): Promise<GatewayServer> {
  const own = { journal, tls: tls?.gateway, rules, readDetails, ...relayServices };
  if (temporal === undefined) return startGateway({ ...own, upstream: `127.0.0.1:${ports.temporal}` });
  const polls = (taskQueue: string): boolean => mayPoll(temporal, taskQueue);
  const beyond = { tls: temporal.tls, headers: accessHeaders(temporal), mayPoll: polls };
  return startGateway({ ...own, upstream: temporal.address, beyond });
}

/** The ports, of which `temporal` is where the harness reaches it: an existing one by way of the gateway, which has the key. */
export async function portsOf(
  { temporal }: EmbeddedStackOptions,
  ports: Ports,
  gateway: GatewayServer,
): Promise<Ports> {
  return temporal === undefined ? ports : { ...ports, temporal: await gateway.listenUnrecorded() };
}

/** Where the harness itself reaches Temporal. */
export function placeOf({ temporal }: EmbeddedStackOptions, ports: Ports, tls: StackTls | null): TemporalPlace {
  const address = `127.0.0.1:${ports.temporal}`;
  return temporal === undefined ? { address } : { address, tls: tls?.access };
}
