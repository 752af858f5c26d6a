import { startStackUnderTest } from './stack-fixture.ts';

// A harness that brings a stack up, does something to it, and then waits to be killed. For the test of the reaper.
// Arguments: run id, folder for the logs, what to do.
const [runId = '', logsFolder = '', deed = 'idle'] = process.argv.slice(2);
const { config } = await import(new URL('../../../chaos.config.ts', import.meta.url).href);
const { stack } = await startStackUnderTest(runId, config, { logsFolder });
const worker = stack.component('worker-1');
if (deed === 'worker-paused') await worker.pause();
if (deed === 'database-paused') await stack.component('supabase-db').pause();
if (deed === 'database-killed') await stack.component('supabase-db').kill('fault');
if (deed === 'worker-killed') await worker.kill('fault');
console.log('up');
setInterval(() => undefined, 1_000_000);
