import { prometheusSpec } from '../../harness/provision/servers/find-prometheus.ts';
import { serverSpecs } from '../../harness/provision/servers/server-spec.ts';
import { PortPicker } from '../../harness/stack/port-picker.ts';

/** A group of variables that one row of the documentation describes. */
export interface Variables {
  readonly names: readonly string[];
  /** Who reads it: people who use the harness, or people who change it. */
  readonly readBy: 'harness' | 'tests';
  readonly means: string;
}

const ports = [
  'temporal',
  'temporal-ui',
  'database',
  'supabase',
  'toxiproxy',
  'outside-world',
  'api',
  'prometheus',
  'grafana',
];

/** Every environment variable that a user may set. */
export const environmentVariables: readonly Variables[] = [
  {
    names: [serverSpecs.temporal.environmentVariable],
    readBy: 'harness',
    means: 'Path of the Temporal CLI to use. It must contain server 1.31.2. By default: PATH, cache, download, build.',
  },
  {
    names: [serverSpecs.toxiproxy.environmentVariable],
    readBy: 'harness',
    means: `Path of the toxiproxy-server to use. It must be ${serverSpecs.toxiproxy.version}. Same default.`,
  },
  {
    names: [serverSpecs.compose.environmentVariable],
    readBy: 'harness',
    means: 'Path of the Docker Compose to use, 2.24 or newer.',
  },
  {
    names: [prometheusSpec.environmentVariable],
    readBy: 'harness',
    means: 'Path of the Prometheus that `--monitoring` starts on the embedded stack, 2.28 or newer. By default: PATH.',
  },
  {
    names: ['CHAOS_DOWNLOAD_BASE_URL'],
    readBy: 'harness',
    means: 'Mirror to download Temporal and Toxiproxy from. The pinned checksums stay the same.',
  },
  {
    names: ports.map((server) => PortPicker.variableOf(server)),
    readBy: 'harness',
    means:
      'A fixed port on 127.0.0.1 for that server. By default a free one; `stack up` uses 7233 for Temporal, 8088 for its UI and 8070 for the API, `--monitoring` 9090 for Prometheus and 3000 for Grafana.',
  },
  {
    names: ['SUPABASE_URL', 'SUPABASE_KEY'],
    readBy: 'harness',
    means:
      'URL and secret key of a hosted Supabase for `scenario`, `explore` and `stack up`. By default each run has its own Supabase.',
  },
  {
    names: [
      'TEMPORAL_ADDRESS',
      'TEMPORAL_NAMESPACE',
      'TEMPORAL_API_KEY',
      'TEMPORAL_TLS',
      'TEMPORAL_TLS_SERVER_CA_CERT_PATH',
      'TEMPORAL_TLS_SERVER_NAME',
      'TEMPORAL_TLS_CLIENT_CERT_PATH',
      'TEMPORAL_TLS_CLIENT_KEY_PATH',
      'TEMPORAL_CONFIG_FILE',
      'TEMPORAL_PROFILE',
    ],
    readBy: 'harness',
    means:
      "Temporal's own: an existing Temporal, for what `temporal` in chaos.config.ts leaves out. Without that field they mean nothing.",
  },
  {
    names: ['CHAOS_GATEWAY_ADDRESS'],
    readBy: 'harness',
    means:
      'Address of this machine that containers can reach; the gateway listens there. By default the bridge of the backend network.',
  },
  {
    names: ['DOCKER_HOST', 'DOCKER_TLS_VERIFY', 'DOCKER_CERT_PATH', 'DOCKER_CONFIG'],
    readBy: 'harness',
    means: "Docker's own: the engine to use, and the credentials for it. By default the engine of this machine.",
  },
  {
    names: ['NODE_EXTRA_CA_CERTS'],
    readBy: 'harness',
    means: "Node's own: extra certificates to trust, for a hosted Supabase with a private certificate authority.",
  },
  {
    names: ['NODE_COMPILE_CACHE', 'NODE_DISABLE_COMPILE_CACHE'],
    readBy: 'harness',
    means: "Node's own: where compiled code is cached, or that it is not. By default below XDG_CACHE_HOME.",
  },
  {
    names: ['XDG_CACHE_HOME'],
    readBy: 'harness',
    means:
      'Where the cache is: `durable-chaos/` in it holds servers, image parts, bundles and compiled code. By default `~/.cache` (macOS: `~/Library/Caches`).',
  },
  {
    names: ['PATH', 'HOME'],
    readBy: 'harness',
    means: 'Where programs are looked for. They are the only variables of yours that a worker process receives.',
  },
  { names: ['TMPDIR'], readBy: 'harness', means: 'Where the folders of running systems are. By default `/tmp`.' },
  { names: ['NO_COLOR'], readBy: 'harness', means: 'Turns colours off.' },
  { names: ['CI', 'TERM'], readBy: 'harness', means: 'In CI, or if TERM is `dumb`, progress is printed line by line.' },
  {
    names: ['CHAOS_TEST_SEED'],
    readBy: 'tests',
    means: 'Chooses the random phase in which `npm test` kills the harness.',
  },
  { names: ['CHAOS_TEST_CI'], readBy: 'tests', means: '`1` runs what `.ci/run` adds; `npm test -- --ci` sets it.' },
  {
    names: ['CHAOS_TEST_PYTHON'],
    readBy: 'tests',
    means: "The Python with Temporal's SDK for the part `python`; the tests make one and set it.",
  },
  { names: ['CHAOS_TEST_FULL'], readBy: 'tests', means: '`1` runs all repetitions; `npm run test:full` sets it.' },
  {
    names: ['CHAOS_TEST_TIMES'],
    readBy: 'tests',
    means: 'The file for the time of each test; `npm test` sets it for each part.',
  },
  { names: ['CHAOS_STACK_TEST_VERBOSE'], readBy: 'tests', means: 'Prints the progress of stack tests.' },
];
