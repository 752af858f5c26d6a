import { readFileSync } from 'node:fs';
import { EffectsLedger } from './effects-ledger.ts';
import { serveEffects } from './serve-effects.ts';

const port = Number(process.env['OUTSIDE_WORLD_PORT']);
const host = process.env['OUTSIDE_WORLD_HOST'] || '127.0.0.1';
const path = process.env['OUTSIDE_WORLD_LEDGER'];
if (!Number.isInteger(port) || path === undefined) {
  throw new TypeError('OUTSIDE_WORLD_PORT and OUTSIDE_WORLD_LEDGER must be set.');
}

const ledger = await EffectsLedger.open(path);
// Clients must show a certificate of the same authority.
const { TLS_CA: ca, TLS_CERT: cert, TLS_KEY: key } = process.env;
const tls =
  ca === undefined || cert === undefined || key === undefined
    ? null
    : { ca: readFileSync(ca), cert: readFileSync(cert), key: readFileSync(key), requestCert: true };
const onFailure = (error: unknown): void => {
  console.error('The ledger cannot be written:', error);
  // A server whose book can't be kept must not go on serving.
  setImmediate(() => process.exit(1));
};
const server = serveEffects(ledger, onFailure, tls);
server.listen(port, host, () => console.info(`The outside world listens on ${host}:${port}.`));
server.on('error', (error) => {
  console.error(error.message);
  process.exit(1);
});
process.on('SIGTERM', () => {
  server.closeAllConnections();
  server.close(() => process.exit(0));
});
