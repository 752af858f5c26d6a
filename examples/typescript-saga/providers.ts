// Stand-ins for an airline, a hotel and a payment provider like Stripe: form bodies, and idempotency keys.
//
//   PORT=4244 node providers.ts
//
// A key that comes again is answered as before, with Idempotent-Replayed; with other fields it is refused. The card
// tok_chargeDeclined is declined. To take back what a trip does not have is answered with 404. GET /v1/charges lists.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';

type Fields = Readonly<Record<string, string>>;

const prefixes = { flights: 'fl', hotels: 'ho', charges: 'ch', cancellations: 'ca', refunds: 're' } as const;
type Kind = keyof typeof prefixes;

const made: Readonly<Record<Kind, Fields[]>> = { flights: [], hotels: [], charges: [], cancellations: [], refunds: [] };
const answered = new Map<string, { readonly body: string; readonly object: Fields }>();

async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const kind = (request.url ?? '').replace(/^\/v1\//, '');
  const body = await text(request);
  if (!isKind(kind)) return say(response, 404, { error: { message: `There is no ${request.url}` } });
  if (request.method === 'GET') return say(response, 200, { data: made[kind] });
  const key = request.headers['idempotency-key']?.toString();
  const before = key === undefined ? undefined : answered.get(key);
  if (before === undefined) return make(response, { kind, body, key });
  if (before.body !== body) return say(response, 400, { error: { type: 'idempotency_error' } });
  response.setHeader('Idempotent-Replayed', 'true');
  say(response, 200, before.object);
}

interface Order {
  readonly kind: Kind;
  readonly body: string;
  readonly key: string | undefined;
}

function make(response: ServerResponse, { kind, body, key }: Order): void {
  const fields: Fields = Object.fromEntries(new URLSearchParams(body));
  if (fields['source'] === 'tok_chargeDeclined') return say(response, 402, { error: { code: 'card_declined' } });
  const { of: reversed } = fields;
  if (reversed !== undefined && !(isKind(reversed) && made[reversed].some((one) => isSameTrip(one, fields))))
    return say(response, 404, { error: { message: 'There is no such thing to take back' } });
  const object = { id: `${prefixes[kind]}_${made[kind].length + 1}`, object: kind.replace(/s$/, ''), ...fields };
  made[kind].push(object);
  if (key !== undefined) answered.set(key, { body, object });
  say(response, 200, object);
}

function isKind(kind: string): kind is Kind {
  return Object.hasOwn(prefixes, kind);
}

function isSameTrip(one: Fields, other: Fields): boolean {
  return one['metadata[trip]'] === other['metadata[trip]'];
}

function say(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
}

createServer((request, response) => {
  // A request that breaks off is no reason to end.
  serve(request, response).catch(() => response.destroy());
}).listen(Number(process.env['PORT']), '127.0.0.1');
