import { tmpdir } from 'node:os';
import { relative } from 'node:path';
import { Command, type CommandUnknownOpts, Option } from '@commander-js/extra-typings';
import { askedStacks } from '../../app/choose-stack.ts';
import { askDaemon } from '../../daemon/ask-daemon.ts';
import {
  type DaemonPlaces,
  type DaemonRecord,
  daemonPlaces,
  findRecord,
  recordOfUp,
  removeRecord,
} from '../../daemon/daemon-record.ts';
import { asTyped } from '../../model/as-typed.ts';
import { exitCodes } from '../../model/exit-code.ts';
import { isAlive } from '../../processes/process-identity.ts';
import { findRemains } from '../../provision/orphans/remove-orphans.ts';
import { waitFor } from '../../wait.ts';
import { bringUp, parseWorkers } from '../daemon/stack-up.ts';
import { clearDead } from '../daemon/start-daemon.ts';
import { describeStatus } from '../terminal/describe-status.ts';
import { say } from '../terminal/output.ts';
import { showLogs } from './stack-logs.ts';

const examples = asTyped(`
Examples:
  npm run stack -- up
  npm run stack -- status
  npm run stack -- logs worker-1
  npm run stack -- down`);

const logsExamples = asTyped(`
Examples:
  npm run stack -- logs worker-1
  npm run stack -- logs --follow
  npm run stack -- logs --follow --workflow contract-7`);

const DOWN_LIMIT_MS = 30_000;

/** The verb `stack`: a stack that stays up, to look at and to inject faults into. */
export function stackCommand(): CommandUnknownOpts {
  const command = new Command('stack')
    .description('Start a stack that stays up, inspect it, and take it down.')
    .addHelpText('after', examples);
  command
    .command('up')
    .description('Start a stack that stays up, with Temporal on 7233, its UI on 8088. It changes nothing if one is up.')
    .addOption(new Option('--stack <name>', 'where to run').choices(askedStacks).default('auto'))
    .option('--workers <n>', 'how many workers; 2 by default', parseWorkers)
    .option('--api', "the system's own API too, on 8070")
    .option('--monitoring', 'scrape it with Prometheus on 9090; on Docker, with Grafana on 3000 if it has an image')
    .option('--tls', 'have all that can speak TLS, with certificates of the run')
    .addHelpText('after', asTyped('\nExamples:\n  npm run stack -- up --workers 3\n  npm run stack -- up --monitoring'))
    .allowExcessArguments(false)
    .action(bringUp);
  command
    .command('status')
    .description('Show the state of each component, link and fault of the running stack.')
    .option('--json', 'print JSON')
    .addHelpText('after', asTyped('\nExample:\n  npm run -s stack -- status --json'))
    .allowExcessArguments(false)
    .action(status);
  command
    .command('logs')
    .description('Print the log of the latest incarnation (start) of a component, or follow all logs.')
    .argument('[component]', 'the component, such as worker-1, or client; without it, all')
    .option('--follow', 'print what is added too, of each incarnation, until Ctrl-C or the end of the stack')
    .option('--workflow <id>', 'only lines about this workflow')
    .addHelpText('after', logsExamples)
    .allowExcessArguments(false)
    .action(showLogs);
  command
    .command('down')
    .description('Heal every fault, take the stack down, and wait until nothing is left.')
    .option('--volumes', 'accepted for familiarity: the data is always removed')
    .addHelpText('after', asTyped('\nExample:\n  npm run stack -- down'))
    .allowExcessArguments(false)
    .action(down);
  return command;
}

async function status(flags: { readonly json?: true }): Promise<void> {
  const record = await recordOfUp(daemonPlaces(process.cwd()));
  const seen = await askDaemon(record, { verb: 'status' });
  if (flags.json === true) say(JSON.stringify(seen, null, 2));
  else for (const line of describeStatus(seen, Date.now())) say(line);
  process.exitCode = exitCodes.valid;
}

async function down(flags: { readonly volumes?: true }): Promise<void> {
  const places = daemonPlaces(process.cwd());
  const found = await findRecord(places);
  if (found.state === 'dead') {
    const notAsked = await clearDead(places);
    say(`The owner of the stack of run ${found.record.runId} had died; its remains are removed.`);
    if (notAsked !== null)
      say(asTyped(`Containers were not looked for: ${notAsked}. If it had any: npm run doctor -- --sweep`));
  } else await takeDown(await recordOfUp(places), places, flags);
  process.exitCode = exitCodes.valid;
}

async function takeDown(record: DaemonRecord, places: DaemonPlaces, flags: { readonly volumes?: true }): Promise<void> {
  const { stack } = await askDaemon(record, { verb: 'status' });
  const { healed } = await askDaemon(record, { verb: 'down' });
  await waitFor(async () => (isAlive(record) || (await isLeft(record, stack)) ? undefined : true), {
    what: `nothing of run ${record.runId} to be left`,
    limitMs: DOWN_LIMIT_MS,
    signal: new AbortController().signal,
    advice: asTyped('Run: npm run doctor -- --sweep'),
  });
  await removeRecord(places);
  if (healed.length > 0) say(`Healed ${healed.join(', ')}.`);
  const data = flags.volumes === true ? ` The ${stack} stack never keeps its data.` : '';
  say(
    `The ${stack} stack is down; its journal and logs are in ${relative(process.cwd(), places.folder)}/${record.runId}.${data}`,
  );
}

async function isLeft({ runId }: DaemonRecord, stack: string): Promise<boolean> {
  const { dead, live, unclear, notAsked } = await findRemains(tmpdir());
  // While the engine doesn't answer, it is unknown whether a container is left.
  if (stack === 'docker' && notAsked !== null) return true;
  return [...dead, ...live, ...unclear].some((run) => run.runId === runId);
}
