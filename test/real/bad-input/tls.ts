import type { BadInput } from './bad-input.ts';

const args = ['scenario', 'worker-kill', '--tls', '--stack', 'embedded'];
const named = { SUPABASE_URL: 'http://127.0.0.1:{port}', SUPABASE_KEY: 'sb_secret_x' };

/** The project's configuration, whose workers have more in their environment. */
function workersWith(env: string): string {
  const workers = `{ ...real.workers, env: (addresses) => ({ ...real.workers.env(addresses), ${env} }) }`;
  return `export const config = { ...real, workers: ${workers} };`;
}

/** What may be wrong with TLS. */
export const tls: readonly BadInput[] = [
  {
    input: 'TLS with a hosted Supabase whose URL is of http',
    code: 'CHAOS_USAGE',
    exit: 64,
    args,
    env: named,
    says: 'With --tls, SUPABASE_URL must be an https URL, but it is http://127.0.0.1:',
  },
  {
    input: 'a scenario that needs TLS, with such a Supabase',
    code: 'CHAOS_USAGE',
    exit: 64,
    args: ['scenario', 'certificate-rotated', '--stack', 'embedded'],
    env: named,
    says: 'With --tls, SUPABASE_URL must be an https URL',
  },
  {
    input: 'all scenarios by TLS, with such a Supabase',
    code: 'CHAOS_USAGE',
    exit: 64,
    args: ['scenario', '--all', '--tls', '--stack', 'embedded'],
    env: named,
    says: 'With --tls, SUPABASE_URL must be an https URL',
  },
  {
    input: 'a worker whose certificate is not there',
    code: 'CHAOS_STACK_NOT_READY',
    exit: 70,
    args,
    config: workersWith("TEMPORAL_TLS_CLIENT_CERT_PATH: '/nonexistent.pem'"),
    says: /worker-\d .*ended with 64: Expected TEMPORAL_TLS_SERVER_CA_CERT_PATH.* belong together.*nonexistent\.pem/,
    leavesRun: true,
    tier: 'ci',
  },
  {
    input: 'a worker that trusts another authority',
    code: 'CHAOS_STACK_NOT_READY',
    exit: 70,
    args,
    config: workersWith(
      "TEMPORAL_TLS_SERVER_CA_CERT_PATH: '', TEMPORAL_TLS_CLIENT_CERT_PATH: '', TEMPORAL_TLS_CLIENT_KEY_PATH: '', " +
        "TEMPORAL_CONNECT_LIMIT_MS: '300'",
    ),
    says: /worker-\d .*ended with 1: .*Temporal at 127\.0\.0\.1:\d+ to answer, but it did not/,
    leavesRun: true,
    tier: 'ci',
  },
];
