import { Client, Connection } from '@temporalio/client';
import { startGateway } from './start-gateway.ts';
import { memoryJournal } from './test-support/memory-journal.ts';
import { startRealTemporal } from './test-support/real-temporal.ts';
const direct = process.argv[2] === 'direct';
const t = await startRealTemporal(['--dynamic-config-value', 'frontend.keepAliveMaxConnectionAge="3s"']);
try {
  const client = new Client({ connection: await Connection.connect({ address: t.address }) });
  const journal = memoryJournal();
  const gw = await startGateway({ upstream: t.address, journal });
  const port = await gw.listen('worker-1');
  const main = new URL('./test-support/two-steps-worker-main.ts', import.meta.url).pathname;
  await t.run('w', [process.execPath, main, direct ? t.address : `127.0.0.1:${port}`, 'q']);
  for (let r = 0; r < 10; r++) {
    const n = journal.entries().length;
    const h = await client.workflow.start('twoSteps', { taskQueue: 'q', workflowId: `w${r}`, args: [100] });
    const res = await h.result();
    const hist = await h.fetchHistory();
    console.log(r, res);
    if (res !== 'resumed from 0') {
      for (const e of hist.events ?? []) if (e.activityTaskStartedEventAttributes?.lastFailure) console.log('lastFailure', e.activityTaskStartedEventAttributes.lastFailure.message, e.activityTaskStartedEventAttributes.attempt);
      const es = journal.entries().slice(n);
      for (const e of es) if (e.kind === 'connection' || (e.kind === 'call' && e.outcome !== 'answered') || (e.kind === 'call' && (e.latencyMs > 100|| e.grpcStatus!==0) )) console.log(JSON.stringify(e).slice(0, 500));
      const hb = es.filter((e: any) => e.kind === 'call' && e.method === 'RecordActivityTaskHeartbeat') as any[];
      for (let i = 1; i < hb.length; i++) if (hb[i].startedMs - hb[i-1].atMs > 300) console.log('gap', hb[i-1].atMs, JSON.stringify(hb[i-1].heartbeatDetails), '->', hb[i].startedMs, JSON.stringify(hb[i].heartbeatDetails));
    }
  }
} finally { await t[Symbol.asyncDispose](); }
process.exit(0);
