import type { BadInput } from './bad-input.ts';

const roles = ['temporal', 'database', 'supabase', 'toxiproxy', 'outside-world'];
const variableOf = (role: string): string => `CHAOS_${role.toUpperCase().replaceAll('-', '_')}_PORT`;

/** What may be wrong with the machine. */
export const machines: readonly BadInput[] = [
  ...roles.map(
    (role): BadInput => ({
      input: `the port of ${role} taken`,
      code: 'CHAOS_PORT_TAKEN',
      exit: 70,
      env: { [variableOf(role)]: '{port}' },
      says: `or unset ${variableOf(role)}`,
      apart: true,
      ...(role === 'temporal' ? {} : { tier: 'ci' }),
    }),
  ),
  {
    input: 'a port that is no port',
    code: 'CHAOS_USAGE',
    exit: 64,
    env: { CHAOS_TEMPORAL_PORT: 'x' },
    says: 'must be a port from 1 to 65535',
    apart: true,
  },
  {
    input: 'a server binary that is not where it should be',
    code: 'CHAOS_BINARY_BROKEN',
    exit: 70,
    env: { CHAOS_TEMPORAL_PATH: '{place}/none' },
    says: 'Correct CHAOS_TEMPORAL_PATH or unset it',
    apart: true,
  },
  {
    input: 'a server binary that is not to be had',
    code: 'CHAOS_BINARY_MISSING',
    exit: 70,
    env: {
      CHAOS_TOXIPROXY_PATH: '',
      PATH: '{place}',
      XDG_CACHE_HOME: '{place}/cache',
      CHAOS_DOWNLOAD_BASE_URL: 'http://127.0.0.1:{port}/none',
    },
    says: 'or put its path into CHAOS_TOXIPROXY_PATH',
    apart: true,
  },
  {
    input: 'a server that dies at start',
    code: 'CHAOS_STACK_NOT_READY',
    exit: 70,
    env: { CHAOS_TEMPORAL_PATH: '{place}/temporal' },
    files: {
      temporal:
        '#!/bin/sh\n[ "$1" = --version ] && exec "{temporal}" "$@"\necho "no room to swing a cat" >&2\nexit 3\n',
    },
    says: /temporal .*ended with 3: no room to swing a cat/,
    leavesRun: true,
  },
  {
    input: 'a reports folder that is a file',
    code: 'CHAOS_NOT_WRITABLE',
    exit: 70,
    files: { 'project/reports': '' },
    says: 'Make the folder writable',
  },
  ...[['explore', 'greeting'], ['report'], ['scenario', '--all']].map(
    (args): BadInput => ({
      input: `a reports folder that is a file, for ${args.join(' ')}`,
      code: 'CHAOS_NOT_WRITABLE',
      exit: 70,
      args,
      files: { 'project/reports': '' },
      says: 'Make the folder writable',
    }),
  ),
  {
    input: 'a temporary folder that is a file',
    code: 'CHAOS_NOT_WRITABLE',
    exit: 70,
    env: { TMPDIR: '{place}/file' },
    files: { file: '' },
    says: 'set TMPDIR',
    apart: true,
  },
  {
    input: 'a disk with no room for the plan',
    code: 'CHAOS_NOT_WRITABLE',
    exit: 70,
    through: 'full disk',
    says: /plan\.json.*Free some disk space/,
  },
  {
    input: 'a standard output with no room',
    code: 'CHAOS_NOT_WRITABLE',
    exit: 70,
    through: 'full standard output',
    args: ['scenario', 'worker-kill', '--dry-run'],
    says: 'standard output',
  },
];
