import type { BadInput } from './bad-input.ts';

const onDocker = ['scenario', 'worker-kill', '--stack', 'docker'] as const;
const missing = { code: 'CHAOS_ENGINE_MISSING', exit: 70 } as const;
const remote = { code: 'CHAOS_ENGINE_REMOTE', exit: 64, env: { DOCKER_HOST: 'tcp://192.0.2.1:2375' } } as const;

/** What may be wrong with the container engine, where none is needed to find it out. */
export const engines: readonly BadInput[] = [
  { input: 'no engine', ...missing, args: onDocker, says: /none answered \(connect ENOENT .*--stack embedded/ },
  {
    input: 'no engine, for all scenarios',
    ...missing,
    args: ['scenario', '--all', '--stack', 'docker'],
    says: 'none answered',
  },
  {
    input: 'no engine, for a stack that is to stay',
    ...missing,
    args: ['stack', 'up', '--stack', 'docker'],
    says: 'none answered',
  },
  { input: 'no engine, for images', ...missing, args: ['images'], says: 'none answered' },
  {
    input: 'an engine that is too old',
    ...missing,
    args: onDocker,
    env: { DOCKER_HOST: '{oldEngine}' },
    says: 'of 20.10 or newer, but the one that answers is 1.12.6. Bring it up to date',
  },
  {
    input: 'an engine that accepts and never answers',
    ...missing,
    args: onDocker,
    env: { DOCKER_HOST: '{silentEngine}' },
    says: /none answered \(it accepts and says nothing\) after \d{4} ms/,
  },
  {
    input: "another machine's engine",
    ...remote,
    args: onDocker,
    says: 'DOCKER_HOST is tcp://192.0.2.1:2375',
  },
  {
    input: "another machine's engine, for a stack that is to stay",
    ...remote,
    args: ['stack', 'up', '--stack', 'docker'],
    says: 'set CHAOS_GATEWAY_ADDRESS',
  },
  {
    input: 'a fault of containers on processes',
    code: 'CHAOS_STACK_LACKS',
    exit: 64,
    args: ['scenario', 'worker-oom', '--stack', 'embedded'],
    says: "but the embedded stack can't",
  },
  {
    input: 'a fault of containers where only processes are to be had',
    code: 'CHAOS_STACK_LACKS',
    exit: 64,
    args: ['scenario', 'worker-oom'],
    says: "but the embedded stack can't",
  },
];
