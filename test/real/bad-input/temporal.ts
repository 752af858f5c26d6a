import type { BadInput } from './bad-input.ts';

const bad = { code: 'CHAOS_BAD_CONFIG', exit: 64 } as const;
const named = (temporal: object): string => `export const config = { ...real, temporal: ${JSON.stringify(temporal)} };`;
const there = { address: '127.0.0.1:1' };

/** What may be wrong with an existing Temporal, as far as none has to be there for it. */
export const temporal: readonly BadInput[] = [
  {
    input: 'an existing Temporal without an address',
    ...bad,
    config: named({}),
    env: { TEMPORAL_CONFIG_FILE: '{place}/none.toml' },
    says: '`temporal` names no address. Set `temporal.address`, TEMPORAL_ADDRESS or a profile',
  },
  {
    input: 'the URL of the UI as the address of an existing Temporal',
    ...bad,
    config: named({ address: 'https://cloud.temporal.io/namespaces' }),
    says: 'temporal.address',
  },
  {
    input: 'an address of an existing Temporal in a variable that is none',
    ...bad,
    config: named({}),
    env: { TEMPORAL_ADDRESS: 'payments.tmprl.cloud' },
    says: '`temporal.address`: must be host:port',
  },
  {
    input: 'a field of an existing Temporal that is unknown',
    ...bad,
    config: named({ ...there, key: 'x' }),
    says: 'temporal',
  },
  {
    input: 'an API key with a line break in it',
    ...bad,
    config: named(there),
    env: { TEMPORAL_API_KEY: 'secret\nkey' },
    says: /^(?!.*secret).*`temporal.apiKey`: must be a key, but it is empty, or has blanks/,
  },
  {
    input: 'a certificate without its key for an existing Temporal',
    ...bad,
    config: named({ ...there, tls: { cert: 'client.pem' } }),
    says: 'temporal.tls',
  },
  {
    input: 'a certificate that is not there for an existing Temporal',
    ...bad,
    config: named({ ...there, tls: { ca: 'none.pem' } }),
    says: "`temporal.tls.ca`: the file can't be read: ENOENT",
  },
  {
    input: 'a profile that is not there for an existing Temporal',
    ...bad,
    config: named({ ...there, profile: 'staging' }),
    says: "the profile can't be read: Profile 'staging' not found",
  },
  {
    input: 'an existing Temporal on the Docker stack',
    code: 'CHAOS_STACK_LACKS',
    exit: 64,
    args: ['scenario', 'worker-kill', '--stack', 'docker'],
    config: named(there),
    says: '`temporal` needs the embedded stack',
  },
  {
    input: 'a scenario that kills Temporal, with an existing one',
    code: 'CHAOS_STACK_LACKS',
    exit: 64,
    args: ['scenario', 'temporal-kill', '--stack', 'embedded'],
    config: named(there),
    says: 'can do "own-temporal", but the embedded stack with an existing Temporal can\'t. Leave out `temporal`',
  },
  {
    input: 'a sabotage of the server, with an existing Temporal',
    code: 'CHAOS_STACK_LACKS',
    exit: 64,
    args: ['scenario', 'worker-kill', '--sabotage', 'temporal-forgetful', '--stack', 'embedded'],
    config: named(there),
    says: 'can do "own-temporal"',
  },
  {
    input: 'an action that kills Temporal, with an existing one',
    code: 'CHAOS_STACK_LACKS',
    exit: 64,
    args: ['explore', 'greeting', '--action', 'crash-temporal'],
    config: named(there),
    says: 'can do "own-temporal"',
  },
  {
    input: 'an existing Temporal that is not there',
    code: 'CHAOS_STACK_NOT_READY',
    exit: 70,
    config: named(there),
    says: /Temporal at 127\.0\.0\.1:1 to answer, but: .*ECONNREFUSED.* Correct `temporal.address`, or start it/,
    apart: true,
  },
  {
    input: 'a stack that stays up on an existing Temporal that is not there',
    code: 'CHAOS_STACK_NOT_READY',
    exit: 70,
    args: ['stack', 'up', '--stack', 'embedded'],
    config: named(there),
    says: 'Correct `temporal.address`, or start it',
    apart: true,
    tier: 'ci',
  },
];
