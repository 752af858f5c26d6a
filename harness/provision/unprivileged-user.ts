import { readFileSync } from 'node:fs';
import { HarnessError } from '../errors.ts';

/** A user to run a program as. */
export interface UserIdentity {
  readonly uid: number;
  readonly gid: number;
}

const preferred = ['postgres', '_postgres', 'nobody'];

/**
 * An existing unprivileged user to run PostgreSQL as, or null if this process is not root and needs none.
 *
 * @remarks PostgreSQL refuses to run as root, and initdb refuses a uid that has no name; so an existing one is used
 * and none is made.
 * @throws HarnessError CHAOS_BINARY_BROKEN if this process is root and there is no other user.
 */
export function unprivilegedUser(): UserIdentity | null {
  if (process.getuid?.() !== 0) return null;
  const user = chooseUser(readFileSync('/etc/passwd', 'utf8'));
  if (user !== null) return user;
  throw new HarnessError(
    'CHAOS_BINARY_BROKEN',
    'PostgreSQL refuses to run as root, but /etc/passwd has no other user. Add a user, or run the harness as one.',
  );
}

/** The user of /etc/passwd that suits best: `postgres`, `nobody`, or else the first that is not root. */
export function chooseUser(passwd: string): UserIdentity | null {
  const users = passwd
    .split('\n')
    .map((line) => line.split(':'))
    .filter(([name, , uid]) => name !== undefined && !name.startsWith('#') && Number(uid) > 0)
    .map(([name, , uid, gid]) => ({ name, uid: Number(uid), gid: Number(gid) }));
  const rank = (name: string | undefined): number =>
    (preferred.indexOf(name ?? '') + preferred.length + 1) % (preferred.length + 1);
  const [best] = users.toSorted((one, other) => rank(one.name) - rank(other.name));
  return best === undefined ? null : { uid: best.uid, gid: best.gid };
}
