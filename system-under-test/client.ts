import { parseArgs } from 'node:util';
import { type ClientConfig, ConfigError, clientConfig } from './config.ts';
import { ingestionApiClient } from './ingestion-api-client.ts';
import { connectIngestionClient, type IngestionClient, refuseUnlessServed } from './ingestion-client.ts';
import { createLog, type Log, writerTo } from './log.ts';
import { RefusedError } from './refused-error.ts';
import { useClientCertificate } from './tls/services-tls.ts';

const usage = `Usage: start <document> --pages <n> [--requester <who>]
       review <document> --approve|--reject [--reviewer <who>]
       cancel|status <document>
       deploy <build id> [--share <percent of new executions>]
       --api asks the REST API (API_URL, API_TOKEN) instead of Temporal`;

const verbs: ReadonlySet<string> = new Set(['start', 'review', 'cancel', 'status', 'deploy']);

class UsageError extends Error {}

try {
  console.log(await main(process.argv.slice(2)));
} catch (error) {
  const message = error instanceof Error ? error.message : String(error);
  const isUsage = error instanceof UsageError || error instanceof ConfigError;
  console.error(error instanceof UsageError ? `${message}\n${usage}` : message);
  process.exitCode = isUsage || error instanceof RefusedError ? 64 : 1;
}

async function main(argv: readonly string[]): Promise<string> {
  const { values, positionals } = parsed(argv);
  const [verb, document, ...surplus] = positionals;
  if (verb === undefined || document === undefined || surplus.length > 0) {
    throw new UsageError('Expected a verb and a document or build, but got something else.');
  }
  if (!verbs.has(verb)) throw new UsageError(`Expected a verb, but got "${verb}".`);
  if (verb === 'start' && !(Number(values.pages) >= 1)) {
    throw new UsageError(`Expected --pages to be at least 1, but it is "${values.pages}".`);
  }
  const share = values.share === '' ? undefined : Number(values.share);
  if (share !== undefined && !(share >= 0 && share <= 100)) {
    throw new UsageError(`Expected --share to be a number from 0 to 100, but it is "${values.share}".`);
  }
  if (verb === 'review' && values.approve === values.reject) {
    const got = values.approve ? 'both' : 'neither';
    throw new UsageError(`Expected --approve or --reject, but got ${got}.`);
  }
  const config = clientConfig(process.env);
  // Refused before a connection is made: a system that is switched off may have no server to connect to.
  if (verb === 'start' && !values.api) refuseUnlessServed(document, config);
  await useClientCertificate(config);
  await using client = values.api ? ingestionApiClient(config) : await connectIngestionClient(config);
  // Awaited here: the client is closed when this function ends.
  const said = await act(client, document, { ...values, verb, share });
  logOf(config)('INFO', said, { workflowId: document });
  return said;
}

/** A person reads the answer; only a file gets lines of JSON. */
function logOf({ LOG_FILE: file, LOG_COMPONENT: component = 'client', LOG_LEVEL: level }: ClientConfig): Log {
  if (file === undefined) return () => undefined;
  return createLog({ component, workerVersion: null, level, write: writerTo(file) });
}

interface Wish {
  readonly verb: string;
  readonly pages: string;
  readonly requester: string;
  readonly reviewer: string;
  readonly approve: boolean;
  /** Of the new executions, in percent. */
  readonly share: number | undefined;
}

async function act(client: IngestionClient, document: string, wish: Wish): Promise<string> {
  if (wish.verb === 'start') {
    const { pages, requester } = wish;
    return `Started ${await client.start({ document, pages: Number(pages), requester })}.`;
  }
  if (wish.verb === 'status') return client.status(document);
  if (wish.verb === 'deploy') {
    await client.deploy(document, wish.share);
    return wish.share === undefined ? `${document} is the current build.` : `${document} gets ${wish.share} %.`;
  }
  if (wish.verb === 'cancel') {
    await client.cancel(document);
    return `Asked to cancel ${document}.`;
  }
  const decision = wish.approve ? 'approved' : 'rejected';
  await client.review(document, { decision, reviewer: wish.reviewer });
  return `Sent the review of ${document}: ${decision}.`;
}

function parsed(argv: readonly string[]) {
  const text = (byDefault: string) => ({ type: 'string', default: byDefault }) as const;
  const flag = { type: 'boolean', default: false } as const;
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        pages: text(''),
        requester: text('unknown'),
        reviewer: text('unknown'),
        approve: flag,
        reject: flag,
        api: flag,
        share: text(''),
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
