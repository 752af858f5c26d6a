import { expect } from 'chai';
import { chooseUser, unprivilegedUser } from './unprivileged-user.ts';

describe('chooseUser', () => {
  it('prefers postgres, then `nobody`, then any that is not root', () => {
    const root = 'root:x:0:0:root:/root:/bin/bash';
    const daemon = 'daemon:x:1:1:daemon:/usr/sbin:/usr/sbin/nologin';
    const nobody = 'nobody:x:65534:65533:nobody:/nonexistent:/usr/sbin/nologin';
    const postgres = 'postgres:x:101:104::/var/lib/postgresql:/bin/bash';
    expect(chooseUser([root, daemon, nobody, postgres, ''].join('\n'))).to.deep.equal({ uid: 101, gid: 104 });
    expect(chooseUser([root, daemon, nobody].join('\n'))).to.deep.equal({ uid: 65534, gid: 65533 });
    expect(chooseUser([root, daemon].join('\n'))).to.deep.equal({ uid: 1, gid: 1 });
  });

  it('takes neither root by another name, nor a comment, nor a negative uid', () => {
    const lines = [
      'root:x:0:0::/:/bin/sh',
      'toor:x:0:0::/:/bin/sh',
      '# postgres:x:7:7',
      'nobody:*:-2:-2::/:/bin/false',
      '+::::::',
    ];
    expect(chooseUser(lines.join('\n'))).to.equal(null);
  });
});

describe('unprivilegedUser', () => {
  it('is needed by root only, and is never root', () => {
    const user = unprivilegedUser();
    expect(user === null).to.equal(process.getuid?.() !== 0);
    expect(user?.uid).not.to.equal(0);
  });
});
