import { z } from 'zod';
import { type PemFiles, whyUnusable } from './tls/pem-files.ts';
import type { ActivityTimeouts } from './workflows/types.ts';

const text = (what: string): z.ZodString => z.string().min(1).describe(what);
const whole = (low: number, high: number): z.ZodCoercedNumber =>
  z.coerce.number().int().min(low).max(high).describe(`a whole number from ${low} to ${high}`);
const ms = (low = 1): z.ZodCoercedNumber =>
  z.coerce.number().int().min(low).describe(`a whole number of milliseconds, at least ${low}`);
const url = (): z.ZodURL => z.url({ protocol: /^https?$/ }).describe('an http or https address');
const flag = (byDefault: '0' | '1') =>
  z
    .enum(['0', '1', 'false', 'true'])
    .default(byDefault)
    .transform((value) => value === '1' || value === 'true')
    .describe('0, 1, false or true');

/** A file in PEM; whether it can be read is found out by using it. */
const pem = (what: string) => text(`the path of ${what} in PEM`).optional();

const tls = {
  HTTPS_CA_PATH: pem('the authority of the services'),
  HTTPS_CLIENT_CERT_PATH: pem('a certificate'),
  HTTPS_CLIENT_KEY_PATH: pem('its key'),
  SERVER_TLS_CLIENT_CA_PATH: pem('the authority of the clients'),
  SERVER_TLS_CERT_PATH: pem('a certificate'),
  SERVER_TLS_KEY_PATH: pem('its key'),
};

const temporal = {
  TEMPORAL_HOST: text('a host name').default('127.0.0.1'),
  TEMPORAL_PORT: whole(1, 65_535).default(7233),
  TEMPORAL_NAMESPACE: text('a namespace').default('default'),
  TEMPORAL_TASK_QUEUE: text('a task queue').default('apex-ingestion-queue'),
  TEMPORAL_DEPLOYMENT_NAME: text('the name of the deployment').default('document-ingestion'),
  // Read by `@temporalio/envconfig`; here to be refused in one sentence if they can't be used.
  TEMPORAL_CONFIG_FILE: text('the path of a temporal.toml').optional(),
  TEMPORAL_PROFILE: text('the name of a profile').optional(),
  TEMPORAL_TLS: text('true or false').optional(),
  TEMPORAL_TLS_SERVER_CA_CERT_PATH: pem('the authority of the server'),
  TEMPORAL_TLS_CLIENT_CERT_PATH: pem('a certificate'),
  TEMPORAL_TLS_CLIENT_KEY_PATH: pem('its key'),
  TEMPORAL_TLS_SERVER_NAME: text('the name in the certificate of the server').optional(),
};

const supabase = {
  SUPABASE_URL: url(),
  SUPABASE_KEY: text("the service role's key"),
  SUPABASE_TIMEOUT_MS: ms().default(10_000),
};

const logging = {
  LOG_LEVEL: z
    .enum(['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR'])
    .default('INFO')
    .describe('TRACE, DEBUG, INFO, WARN or ERROR'),
  LOG_COMPONENT: text('a name').optional(),
  LOG_FILE: text('the path of a file').optional(),
};

const workerSchema = z.object({
  ...temporal,
  ...tls,
  ...supabase,
  ...logging,
  TEMPORAL_MAX_WORKFLOW_TASKS: whole(2, 10_000).default(100),
  TEMPORAL_MAX_ACTIVITIES: whole(1, 10_000).default(200),
  TEMPORAL_WORKFLOW_POLLERS: whole(2, 1000).optional(),
  TEMPORAL_ACTIVITY_POLLERS: whole(1, 1000).optional(),
  TEMPORAL_WORKER_BUILD_ID: text('a build id').default('unversioned'),
  TEMPORAL_WORKER_VERSIONING: z
    .enum(['off', 'pinned', 'auto-upgrade'])
    .default('off')
    .describe('off, pinned or auto-upgrade'),
  TEMPORAL_METRICS_HOST: text('an address to listen on').default('127.0.0.1'),
  TEMPORAL_METRICS_PORT: whole(0, 65_535).default(8078),
  TEMPORAL_WORKFLOW_BUNDLE: text('the path of a bundle (see build-bundle.ts)').optional(),
  TEMPORAL_BUNDLE_AT_START: flag('0'),
  TEMPORAL_CONNECT_LIMIT_MS: ms().default(60_000),
  TEMPORAL_STICKY_TIMEOUT_MS: ms().default(10_000),
  TEMPORAL_HEARTBEAT_THROTTLE_MS: ms().default(5000),
  TEMPORAL_SHUTDOWN_GRACE_MS: ms(0).default(10_000),
  TEMPORAL_SHUTDOWN_FORCE_MS: ms().default(20_000),
  OUTSIDE_WORLD_URL: url(),
  OUTSIDE_WORLD_TIMEOUT_MS: ms().default(10_000),
  OCR_PAGE_MS: ms(0).default(0),
  OCR_PAUSE_MS: ms(0).default(0),
});

const clientSchema = z.object({
  ...temporal,
  ...tls,
  ...logging,
  TEMPORAL_ENABLED: flag('1'),
  TEMPORAL_ROLLOUT: whole(0, 100).default(100),
  TEMPORAL_CALL_LIMIT_MS: ms().default(15_000),
  TEMPORAL_WORKFLOW_TASK_TIMEOUT_MS: ms(1000).default(10_000),
  BATCH_SIZE: whole(1, 1000).default(10),
  REVIEW_TIMEOUT_MS: ms().default(7 * 24 * 3_600_000),
  EMBARGO_MS: ms(0).default(24 * 3_600_000),
  EXTRACT_START_TO_CLOSE_MS: ms().default(3_600_000),
  EXTRACT_HEARTBEAT_TIMEOUT_MS: ms().default(30_000),
  ACTIVITY_START_TO_CLOSE_MS: ms().default(60_000),
  RETRY_INITIAL_MS: ms().default(1000),
  RETRY_BACKOFF: z.coerce.number().min(1).max(100).describe('a number from 1 to 100').default(2),
  RETRY_MAXIMUM_MS: ms().default(60_000),
  API_URL: url().optional(),
  API_TOKEN: text('the token of the API').optional(),
});

const apiSchema = z.object({
  ...clientSchema.shape,
  ...supabase,
  API_HOST: text('an address to listen on').default('127.0.0.1'),
  API_PORT: whole(1, 65_535).default(8070),
  API_TOKEN: z.string().min(16).describe('a secret of 16 characters or more'),
  API_BODY_LIMIT_BYTES: whole(256, 10_485_760).default(16_384),
  API_REQUESTS_PER_SECOND: whole(1, 1_000_000).default(50),
  API_METRICS_HOST: text('an address to listen on').default('127.0.0.1'),
  API_METRICS_PORT: whole(0, 65_535).default(0),
});

/** The part of a configuration that says how Temporal is reached. */
export type TemporalConfig = Pick<ClientConfig, keyof typeof temporal>;
/** The part of a configuration that says which certificates are shown and trusted, beside Temporal's. */
export type TlsConfig = Pick<ClientConfig, keyof typeof tls>;
/** The configuration of the REST API. */
export type ApiConfig = z.infer<typeof apiSchema>;
/** The configuration of a worker. */
export type WorkerConfig = z.infer<typeof workerSchema>;
/** The configuration of a client. */
export type ClientConfig = z.infer<typeof clientSchema>;
/** The environment of a process. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** A variable of the environment has a value that can't be used; the process ends with 64. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/** @throws ConfigError naming the first variable that can't be used. */
export function workerConfig(environment: Environment): WorkerConfig {
  const config = parsed(workerSchema, environment);
  if (config.TEMPORAL_WORKFLOW_BUNDLE === undefined && !config.TEMPORAL_BUNDLE_AT_START) {
    throw new ConfigError(
      'Expected TEMPORAL_WORKFLOW_BUNDLE to be the path of a bundle, but it is not set. ' +
        'Set it to what build-bundle.ts prints, or TEMPORAL_BUNDLE_AT_START to 1.',
    );
  }
  if (config.TEMPORAL_SHUTDOWN_FORCE_MS <= config.TEMPORAL_SHUTDOWN_GRACE_MS) {
    throw new ConfigError('Expected TEMPORAL_SHUTDOWN_FORCE_MS to be above TEMPORAL_SHUTDOWN_GRACE_MS, but it is not.');
  }
  return config;
}

/** @throws ConfigError naming the first variable that can't be used. */
export function clientConfig(environment: Environment): ClientConfig {
  return parsed(clientSchema, environment);
}

/** @throws ConfigError naming the first variable that can't be used. */
export function apiConfig(environment: Environment): ApiConfig {
  return parsed(apiSchema, environment);
}

/** The timeouts that a client passes to the workflows it starts. */
export function activityTimeouts(config: ClientConfig): ActivityTimeouts {
  return {
    extractStartToCloseMs: config.EXTRACT_START_TO_CLOSE_MS,
    extractHeartbeatMs: config.EXTRACT_HEARTBEAT_TIMEOUT_MS,
    startToCloseMs: config.ACTIVITY_START_TO_CLOSE_MS,
    retryInitialMs: config.RETRY_INITIAL_MS,
    retryBackoff: config.RETRY_BACKOFF,
    retryMaximumMs: config.RETRY_MAXIMUM_MS,
  };
}

/** The names of all variables, for the documentation and its test. */
export const variableNames: readonly string[] = [
  ...new Set([workerSchema, clientSchema, apiSchema].flatMap(({ shape }) => Object.keys(shape))),
].sort();

function parsed<T>(schema: z.ZodObject & z.ZodType<T>, environment: Environment): T {
  // An empty variable is one that isn't set, as shells and container files write it.
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const result = schema.safeParse(given);
  if (result.success) {
    refuseUnusableFiles(given);
    return result.data;
  }
  const name = String(result.error.issues[0]?.path[0]);
  throw new ConfigError(sentence(name, schema.shape[name], given[name]));
}

/** The three variables of each certificate, by what is said of them. */
const certificates: Readonly<Record<string, PemFiles>> = {
  Temporal: {
    ca: 'TEMPORAL_TLS_SERVER_CA_CERT_PATH',
    cert: 'TEMPORAL_TLS_CLIENT_CERT_PATH',
    key: 'TEMPORAL_TLS_CLIENT_KEY_PATH',
  },
  services: { ca: 'HTTPS_CA_PATH', cert: 'HTTPS_CLIENT_CERT_PATH', key: 'HTTPS_CLIENT_KEY_PATH' },
  clients: { ca: 'SERVER_TLS_CLIENT_CA_PATH', cert: 'SERVER_TLS_CERT_PATH', key: 'SERVER_TLS_KEY_PATH' },
};

/** @throws ConfigError if only some of three files are named, or they can't be used together. */
function refuseUnusableFiles(given: Readonly<Record<string, string | undefined>>): void {
  for (const names of Object.values(certificates)) {
    const three = [names.ca, names.cert, names.key];
    const [unset] = three.filter((name) => given[name] === undefined);
    const set = three.filter((name) => given[name] !== undefined);
    if (set.length === 0) continue;
    if (unset !== undefined) {
      throw new ConfigError(`Expected ${unset} to be set beside ${set.join(' and ')}, but it is not. Set all or none.`);
    }
    const why = whyUnusable({ ca: given[names.ca] ?? '', cert: given[names.cert] ?? '', key: given[names.key] ?? '' });
    if (why !== null) {
      throw new ConfigError(`Expected ${three.join(', ')} to be files that belong together, but they are not: ${why}.`);
    }
  }
}

function sentence(name: string, variable: unknown, value: string | undefined): string {
  const expected = descriptionOf(variable);
  const found = value === undefined ? 'it is not set' : /_(KEY|TOKEN)$/.test(name) ? 'it is not' : `it is "${value}"`;
  return `Expected ${name} to be ${expected ?? 'a valid value'}, but ${found}. See system-under-test/.env.example.`;
}

function descriptionOf(variable: unknown): string | undefined {
  if (variable instanceof z.ZodDefault || variable instanceof z.ZodOptional) return descriptionOf(variable.unwrap());
  return variable instanceof z.ZodType ? variable.description : undefined;
}
