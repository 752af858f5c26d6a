import { readFileSync } from 'node:fs';
import { runWorker } from '../../run-worker.ts';

// Broken: the certificate is read once, at the start. A worker that is refused with it tries again with the very same
// one, even after a valid one was put in its place.
for (const part of ['CLIENT_CERT', 'CLIENT_KEY', 'SERVER_CA_CERT']) {
  const path = process.env[`TEMPORAL_TLS_${part}_PATH`];
  if (path === undefined) continue;
  process.env[`TEMPORAL_TLS_${part}_DATA`] = readFileSync(path, 'utf8');
  delete process.env[`TEMPORAL_TLS_${part}_PATH`];
}
await runWorker();
