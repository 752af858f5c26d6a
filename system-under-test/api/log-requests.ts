import type { Log } from '../log.ts';

/** What answers requests; the second argument is the server's own. */
type Fetch = (request: Request, ...rest: never[]) => Response | Promise<Response>;

/**
 * Writes a line about each request: method, path, status and time, and the document's workflow if the path names one.
 *
 * @remarks No header, query or body: they may hold a secret. Probes of health are of the level DEBUG.
 */
export function logRequests<F extends Fetch>(fetch: F, log: Log): F {
  return (async (request: Request, ...rest: never[]) => {
    const startMs = performance.now();
    const response = await fetch(request, ...rest);
    const { pathname } = new URL(request.url);
    const [, document] = /^\/documents\/([^/]+)/.exec(pathname) ?? [];
    const level = response.status >= 500 ? 'WARN' : pathname.startsWith('/documents') ? 'INFO' : 'DEBUG';
    const took = Math.round(performance.now() - startMs);
    const subject = document === undefined ? {} : { workflowId: decoded(document) };
    log(level, `${request.method} ${pathname}: ${response.status} after ${took} ms`, subject);
    return response;
  }) as F;
}

/** The segment of a path as its sender meant it; one that is badly encoded stays as it is. */
function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
