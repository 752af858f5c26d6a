import type { GatewayServer } from '../../gateway/start-gateway.ts';
import { API, linkName } from '../../model/plan.ts';
import type { ScrapeTarget } from '../../monitoring/scrape-target.ts';
import { waitFor } from '../../wait.ts';
import { type ApiOptions, apiEnvironment, configured } from '../api-links.ts';
import { answersOk, askOk } from '../health-probes.ts';
import { schemeOf } from '../stack-tls.ts';
import type { FleetOptions } from '../worker-links.ts';
import type { WorkerService } from './compose-project.ts';
import type { ContainerSpec } from './container-incarnations.ts';
import { containerProgram, type ProgramOptions } from './container-program.ts';
import type { ContainerTls } from './docker-tls.ts';
import { WorkerContainers } from './worker-containers.ts';

/** The port that the API listens on in its container, which docker/compose.yaml publishes. */
const API_PORT = 8070;
/** The port of its metrics, which Prometheus reaches on the network of the servers. */
const METRICS_PORT = 8071;
/** The name of Toxiproxy on the network of the servers, where the API is too. */
const TOXIPROXY = 'toxiproxy-api';

/** The settings of the API's service, beside those of docker/compose.yaml. */
export function apiService(
  command: readonly string[],
  options: ApiOptions & ProgramOptions,
  { token, speaks, mounted }: ContainerTls & { readonly token: string },
): WorkerService {
  const at = (end: 'temporal' | 'supabase'): string => `${TOXIPROXY}:${WorkerContainers.portOf(linkName(end, API))}`;
  const links = { temporal: at('temporal'), supabase: at('supabase') };
  const listens = { host: '0.0.0.0', port: API_PORT, metricsHost: '0.0.0.0', metricsPort: METRICS_PORT };
  const environment = apiEnvironment(options, links, { ...listens, token, ...speaks });
  return { ...containerProgram(command, options), environment, ...mounted };
}

/** Where Prometheus' container finds the metrics of the API. */
export function apiTarget(tls: FleetOptions['tls']): ScrapeTarget {
  return { job: 'api', component: API, address: `${API}:${METRICS_PORT}`, scheme: schemeOf(tls?.access) };
}

/**
 * The system's API as a component in a container.
 *
 * @param port - the port of 127.0.0.1 that it is published on
 */
export function apiContainer(
  { config, tls }: ProgramOptions & Pick<FleetOptions, 'tls'>,
  port: number,
  gateway: GatewayServer,
): ContainerSpec {
  const access = tls?.access;
  const { readyPath, readyLimitMs } = configured(config);
  const url = `${schemeOf(access)}://127.0.0.1:${port}${readyPath}`;
  return {
    name: API,
    role: API,
    readyLimitMs,
    begins: (incarnation) => gateway.setIncarnation(API, incarnation),
    ask: async (signal) => askOk(url, signal, access),
    ready: async (_incarnation, signal) => {
      const wait = { what: `the API to answer at ${url}`, limitMs: readyLimitMs, signal, everyMs: 25 };
      await waitFor(async () => answersOk(url, access), wait);
    },
  };
}
