import type { BadInput } from './bad-input.ts';

const watched = ['scenario', 'worker-kill', '--monitoring', '--stack', 'embedded'];
const says42 = 'echo "prometheus, version 2.42.0 (branch: HEAD)"';

/** What may be wrong with Prometheus. */
export const monitoring: readonly BadInput[] = [
  {
    input: 'a Prometheus that is not where it should be',
    code: 'CHAOS_BINARY_BROKEN',
    exit: 70,
    args: watched,
    env: { CHAOS_PROMETHEUS_PATH: '{place}/none' },
    says: 'Correct CHAOS_PROMETHEUS_PATH or unset it',
    apart: true,
  },
  {
    input: 'a Prometheus that is too old',
    code: 'CHAOS_BINARY_BROKEN',
    exit: 70,
    args: watched,
    env: { CHAOS_PROMETHEUS_PATH: '{place}/prometheus' },
    files: { prometheus: '#!/bin/sh\necho "prometheus, version 2.27.1 (branch: HEAD)"\n' },
    says: 'must name Prometheus 2.28 or newer',
    apart: true,
    tier: 'ci',
  },
  {
    input: 'no Prometheus for a stack that is to stay',
    code: 'CHAOS_BINARY_MISSING',
    exit: 70,
    args: ['stack', 'up', '--stack', 'embedded', '--monitoring'],
    env: { CHAOS_PROMETHEUS_PATH: '', PATH: '{place}' },
    says: 'or put its path into CHAOS_PROMETHEUS_PATH',
    apart: true,
  },
  {
    input: 'the port of Prometheus taken',
    code: 'CHAOS_PORT_TAKEN',
    exit: 70,
    args: watched,
    env: { CHAOS_PROMETHEUS_PATH: '{place}/prometheus', CHAOS_PROMETHEUS_PORT: '{port}' },
    files: { prometheus: `#!/bin/sh\n${says42}\n` },
    says: 'or unset CHAOS_PROMETHEUS_PORT',
    apart: true,
  },
  {
    input: 'a Prometheus that dies at start',
    code: 'CHAOS_STACK_NOT_READY',
    exit: 70,
    args: watched,
    env: { CHAOS_PROMETHEUS_PATH: '{place}/prometheus', CHAOS_PROMETHEUS_PORT: '' },
    files: { prometheus: `#!/bin/sh\n[ "$1" = --version ] && ${says42} && exit\necho "no room" >&2\nexit 3\n` },
    says: /prometheus .*ended with 3: no room/,
    leavesRun: true,
    tier: 'ci',
  },
  {
    input: 'Prometheus for all scenarios, one after the other',
    code: 'CHAOS_USAGE',
    exit: 64,
    args: ['scenario', '--all', '--monitoring'],
    says: "'--monitoring'",
  },
];
