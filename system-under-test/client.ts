import { parseArgs } from 'node:util';
import { ConfigError, clientConfig } from './config.ts';
import { connectIngestionClient, type IngestionClient, RefusedError, refuseUnlessServed } from './ingestion-client.ts';

const usage = `Usage: node client.ts start <document> --pages <n> [--requester <who>]
       node client.ts approve|reject <document> [--reviewer <who>]
       node client.ts cancel|status <document>`;

const verbs: ReadonlySet<string> = new Set(['start', 'approve', 'reject', 'cancel', 'status']);

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
    throw new UsageError('Expected a verb and a document, but got something else.');
  }
  if (!verbs.has(verb)) throw new UsageError(`Expected a verb, but got "${verb}".`);
  if (verb === 'start' && !(Number(values.pages) >= 1)) {
    throw new UsageError(`Expected --pages to be at least 1, but it is "${values.pages}".`);
  }
  const config = clientConfig(process.env);
  // Refused before a connection is made: a system that is switched off may have no server to connect to.
  if (verb === 'start') refuseUnlessServed(document, config);
  await using client = await connectIngestionClient(config);
  return act(client, document, { ...values, verb });
}

interface Wish {
  readonly verb: string;
  readonly pages: string;
  readonly requester: string;
  readonly reviewer: string;
}

async function act(client: IngestionClient, document: string, wish: Wish): Promise<string> {
  if (wish.verb === 'start') {
    const { pages, requester } = wish;
    return `Started ${await client.start({ document, pages: Number(pages), requester })}.`;
  }
  if (wish.verb === 'status') return client.status(document);
  if (wish.verb === 'cancel') {
    await client.cancel(document);
    return `Asked to cancel ${document}.`;
  }
  const decision = wish.verb === 'approve' ? 'approved' : 'rejected';
  await client.review(document, { decision, reviewer: wish.reviewer });
  return `Sent the review of ${document}: ${decision}.`;
}

function parsed(argv: readonly string[]) {
  const text = (byDefault: string) => ({ type: 'string', default: byDefault }) as const;
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: { pages: text(''), requester: text('unknown'), reviewer: text('unknown') },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
