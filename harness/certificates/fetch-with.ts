import { Agent } from 'undici';
import type { TlsIdentity } from '../model/tls.ts';

/**
 * A `fetch` that shows a certificate, and trusts servers of its authority alone.
 *
 * @remarks Node's own `fetch` takes client certificates by a dispatcher only: https://undici.nodejs.org/#/docs/api/Client
 */
export function fetchWith(identity: TlsIdentity): typeof fetch {
  const { ca, cert, key } = identity;
  const dispatcher = new Agent({ connect: { ca, cert, key } });
  // The types of Node's own copy of it are of another version.
  const own = dispatcher as unknown as NonNullable<RequestInit['dispatcher']>;
  return async (input, init) => fetch(input, { ...init, dispatcher: own });
}
