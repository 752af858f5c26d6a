import { EffectsLedger } from './effects-ledger.ts';
import { serveEffects } from './serve-effects.ts';

const port = Number(process.env['OUTSIDE_WORLD_PORT']);
const host = process.env['OUTSIDE_WORLD_HOST'] || '127.0.0.1';
const path = process.env['OUTSIDE_WORLD_LEDGER'];
if (!Number.isInteger(port) || path === undefined) {
  throw new TypeError('OUTSIDE_WORLD_PORT and OUTSIDE_WORLD_LEDGER must be set.');
}

const ledger = await EffectsLedger.open(path);
const server = serveEffects(ledger, (error) => {
  console.error('The ledger cannot be written:', error);
  // A server whose book can't be kept must not go on serving.
  setImmediate(() => process.exit(1));
});
server.listen(port, host, () => console.info(`The outside world listens on ${host}:${port}.`));
server.on('error', (error) => {
  console.error(error.message);
  process.exit(1);
});
process.on('SIGTERM', () => {
  server.closeAllConnections();
  server.close(() => process.exit(0));
});
