import { Connection } from '@temporalio/client';
import { startGateway } from '../../harness/gateway/start-gateway.ts';
import { PortPicker } from '../../harness/stack/port-picker.ts';
import { ToxiproxyControl } from '../../harness/stack/toxiproxy-control.ts';
import type { BenchContext } from './bench-context.ts';
import type { HopResult, RouteFigures } from './bench-report.ts';
import type { BenchStack } from './bench-stack.ts';
import { spreadOf } from './percentile.ts';

const GOAL_P50_MS = 0.5;
const WARM_UP = 200;

type RouteName = RouteFigures['route'];

interface Route {
  readonly name: RouteName;
  readonly connection: Connection;
  readonly latenciesMs: number[];
}

/**
 * What Toxiproxy and the gateway add to a call, each alone and both, in the order in which a worker's calls pass them.
 *
 * @remarks One call at a time, the routes in turn, so that noise hits all alike. The gateway runs in the client's process,
 * as it runs in the harness's in a run, and its journal goes to a file.
 */
export async function measureHop(context: BenchContext, bench: BenchStack): Promise<HopResult> {
  const { counts, signal, progress } = context;
  await using undo = new AsyncDisposableStack();
  const routes = await openRoutes(bench, undo);
  progress(`hop: ${WARM_UP} calls a route to warm up, then ${counts.callsPerRoute}`);
  await callInTurn(routes, WARM_UP, signal);
  for (const { latenciesMs } of routes) latenciesMs.length = 0;
  await callInTurn(routes, counts.callsPerRoute, signal);
  const figures = figuresOf(routes);
  const added = figures.find(({ route }) => route === 'gateway')?.addedMs.p50 ?? Number.NaN;
  return { routes: figures, goal: { route: 'gateway', addedP50Ms: GOAL_P50_MS, met: added <= GOAL_P50_MS } };
}

async function openRoutes(bench: BenchStack, undo: AsyncDisposableStack): Promise<readonly Route[]> {
  const { temporal, toxiproxyUrl } = bench.stack.addresses;
  const gateway = await startGateway({ upstream: temporal, journal: bench.journal });
  undo.defer(async () => gateway.close());
  const listeners = { alone: await gateway.listen('bench-gateway'), behind: await gateway.listen('bench-both') };
  const picker = new PortPicker(process.env);
  const proxies = { alone: `127.0.0.1:${await picker.pick()}`, before: `127.0.0.1:${await picker.pick()}` };
  await new ToxiproxyControl(toxiproxyUrl).populate([
    { name: 'bench-toxiproxy', listen: proxies.alone, upstream: temporal },
    { name: 'bench-both', listen: proxies.before, upstream: `127.0.0.1:${listeners.behind}` },
  ]);
  const addresses: Readonly<Record<RouteName, string>> = {
    direct: temporal,
    toxiproxy: proxies.alone,
    gateway: `127.0.0.1:${listeners.alone}`,
    both: proxies.before,
  };
  const routes: Route[] = [];
  for (const [name, address] of Object.entries(addresses)) {
    const connection = await Connection.connect({ address });
    undo.defer(async () => connection.close());
    routes.push({ name: name as RouteName, connection, latenciesMs: [] });
  }
  return routes;
}

async function callInTurn(routes: readonly Route[], rounds: number, signal: AbortSignal): Promise<void> {
  for (let round = 0; round < rounds; round += 1) {
    signal.throwIfAborted();
    // Each route goes first equally often: what follows a pause or a slow call is not always the same one.
    const first = round % routes.length;
    for (const route of [...routes.slice(first), ...routes.slice(0, first)]) {
      const startMs = performance.now();
      await route.connection.workflowService.getSystemInfo({});
      route.latenciesMs.push(performance.now() - startMs);
    }
  }
}

function figuresOf(routes: readonly Route[]): readonly RouteFigures[] {
  const spreads = routes.map(({ name, latenciesMs }) => ({ route: name, latencyMs: spreadOf(latenciesMs) }));
  const direct = spreads.find(({ route }) => route === 'direct')?.latencyMs;
  if (direct === undefined) throw new Error('Expected a direct route to compare with, but there is none.');
  return spreads.map(({ route, latencyMs }) => {
    const { p50, p95, p99 } = latencyMs;
    return { route, latencyMs, addedMs: { p50: p50 - direct.p50, p95: p95 - direct.p95, p99: p99 - direct.p99 } };
  });
}
