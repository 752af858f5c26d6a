import type { ServiceUpstream } from './service-upstream.ts';

/** A header as it came: its name and its value. */
type Header = readonly [name: string, value: string];

/**
 * The headers of a request as they are sent on: as they came, but for the few that must differ.
 *
 * @param rawHeaders - names and values by turns, in their own case and order
 */
export function sentHeaders(method: string, rawHeaders: readonly string[], to: ServiceUpstream): string[] {
  const came = pairsOf(rawHeaders);
  return withLength(method, addressed(withoutHttp2(came), to)).flat();
}

/** The headers of a reply as a client of HTTP/1.0 understands them, which knows no chunks. */
export function headersForHttp10(rawHeaders: readonly string[]): string[] {
  return pairsOf(rawHeaders)
    .filter(([name]) => !isNamed(name, 'transfer-encoding'))
    .flat();
}

function pairsOf(rawHeaders: readonly string[]): readonly Header[] {
  return rawHeaders.flatMap((name, index) => (index % 2 === 0 ? [[name, rawHeaders[index + 1] ?? ''] as const] : []));
}

function isNamed(name: string, ...wanted: readonly string[]): boolean {
  return wanted.includes(name.toLowerCase());
}

/** The offer to go on in HTTP/2 is the client's to the relay, which declines it. */
function withoutHttp2(headers: readonly Header[]): readonly Header[] {
  if (!headers.some(([name]) => isNamed(name, 'http2-settings'))) return headers;
  return headers.filter(([name]) => !isNamed(name, 'upgrade', 'http2-settings', 'connection'));
}

/** A service beyond this machine is asked by its own name; one that was not named at all, as HTTP/1.0 may, by its place. */
function addressed(headers: readonly Header[], { authority, host, port }: ServiceUpstream): readonly Header[] {
  if (!headers.some(([name]) => isNamed(name, 'host'))) return [['Host', authority ?? `${host}:${port}`], ...headers];
  if (authority === undefined) return headers;
  return headers.map((header) => (isNamed(header[0], 'host') ? [header[0], authority] : header));
}

/**
 * A request without a body and a word of it stays one: Node would make it one in chunks, where its method may have a
 * body.
 */
function withLength(method: string, headers: readonly Header[]): readonly Header[] {
  const says = headers.some(([name]) => isNamed(name, 'content-length', 'transfer-encoding'));
  return says || !['POST', 'PUT', 'PATCH'].includes(method) ? headers : [...headers, ['Content-Length', '0']];
}
