import { createServer, type Server, type Socket } from 'node:net';
import { type Admission, admittingServer } from './admit.ts';

/** A server of gRPC's connections: by TLS for clients with a certificate of the run, or plain where the run speaks none. */
export function grpcServer(
  tls: Pick<Admission, 'identity' | 'seen'> | undefined,
  admitted: (socket: Socket) => void,
): Server {
  if (tls === undefined) return createServer({ noDelay: true }, admitted);
  return admittingServer({ ...tls, protocol: 'h2', admitted });
}
