import type { GatewayServer } from '../../gateway/start-gateway.ts';
import { API } from '../../model/plan.ts';
import type { TlsAccess } from '../../model/tls.ts';
import { waitFor } from '../../wait.ts';
import { type ApiLinks, type ApiOptions, type ApiPlace, apiEnvironment, configured } from '../api-links.ts';
import { answersOk, askOk } from '../health-probes.ts';
import { schemeOf } from '../stack-tls.ts';
import type { ComponentSpec } from './process-component.ts';

/** The API of the system as a process: its program, its links and its address. */
export interface ApiServer {
  readonly options: ApiOptions;
  readonly command: readonly [string, ...string[]];
  readonly links: ApiLinks;
  readonly place: ApiPlace;
  readonly gateway: GatewayServer;
  /** How the harness asks it by TLS; undefined: it speaks none. */
  readonly access: TlsAccess | undefined;
}

/** The system's API as a component. */
export function apiServer({ options, command, links, place, gateway, access }: ApiServer): ComponentSpec {
  const { readyPath, readyLimitMs } = configured(options.config);
  const url = `${schemeOf(access)}://${place.host}:${place.port}${readyPath}`;
  const [program, ...args] = command;
  return {
    name: API,
    role: API,
    readyLimitMs,
    stopSignal: 'SIGTERM',
    ask: async (signal) => askOk(url, signal, access),
    launch: async (incarnation) => {
      gateway.setIncarnation(API, incarnation);
      const env = apiEnvironment(options, links, place);
      return { command: program === 'node' ? process.execPath : program, args, env };
    },
    ready: async (_incarnation, signal) => {
      const wait = { what: `the API to answer at ${url}`, limitMs: readyLimitMs, signal, everyMs: 25 };
      await waitFor(async () => answersOk(url, access), wait);
    },
  };
}
