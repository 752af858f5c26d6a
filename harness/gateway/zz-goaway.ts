import { Client, Connection } from '@temporalio/client';
import { startGateway } from './start-gateway.ts';
import { memoryJournal } from './test-support/memory-journal.ts';
import { startRealTemporal } from './test-support/real-temporal.ts';
const direct = process.argv[2] === 'direct';
const t = await startRealTemporal(['--dynamic-config-value', 'frontend.keepAliveMaxConnectionAge="500ms"']);
try {
  const client = new Client({ connection: await Connection.connect({ address: t.address }) });
  const journal = memoryJournal();
  const gw = await startGateway({ upstream: t.address, journal });
  const port = await gw.listen('worker-1');
  const main = new URL('./test-support/two-steps-worker-main.ts', import.meta.url).pathname;
  await t.run('w', [process.execPath, main, direct ? t.address : `127.0.0.1:${port}`, 'q']);
  const hs = await Promise.all(Array.from({ length: 12 }, (_, r) => client.workflow.start('twoSteps', { taskQueue: 'q', workflowId: `w${r}`, args: [500] })));
  const res: Record<string, number> = {};
  for (const h of hs) { const r = await h.result() as string; res[r] = (res[r] ?? 0) + 1;
    if (r !== 'resumed from 0') { const hist = await h.fetchHistory(); for (const e of hist.events ?? []) if (e.activityTaskStartedEventAttributes?.lastFailure) console.log(h.workflowId, e.activityTaskStartedEventAttributes.lastFailure.message, e.activityTaskStartedEventAttributes.attempt); } }
  console.log(direct ? 'direct' : 'gateway', res);
  const es = journal.entries();
  console.log('opened', es.filter((e) => e.kind === 'connection' && e.change === 'opened').length);
  const c: Record<string, number> = {};
  for (const e of es) if (e.kind === 'call') { const k = `${e.method} ${e.outcome} ${e.grpcStatus} ${e.grpcMessage ?? ''}`; c[k] = (c[k] ?? 0) + 1; }
  console.log(c);
  const by = new Map<string, any[]>();
  for (const e of es) if (e.kind === 'call' && e.method === 'RecordActivityTaskHeartbeat') { const k = e.workflowId ?? ''; by.set(k, [...by.get(k) ?? [], e]); }
  for (const [k, hb] of by) for (let i = 1; i < hb.length; i++) if (hb[i].startedMs - hb[i - 1].atMs > 700) console.log('gap', k, hb[i].startedMs - hb[i - 1].atMs, JSON.stringify(hb[i - 1]).slice(0, 420), JSON.stringify(hb[i].heartbeatDetails), 'attempt', hb[i].attempt);
} finally { await t[Symbol.asyncDispose](); }
process.exit(0);
