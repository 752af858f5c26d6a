import { expect } from 'chai';
import type { RunCertificates } from '../../../harness/certificates/run-certificates.ts';
import type { Stack } from '../../../harness/model/stack.ts';
import { type Door, knock, type Shown, strangers } from './strangers.ts';

/** Tests that each stranger gets nothing at each door, and that the harness itself gets something at each. */
export function expectStrangers(doorsOf: () => Promise<readonly Door[]>, stackOf: () => Stack): void {
  const knockAtAll = async (shown: Shown): Promise<Readonly<Record<string, string>>> => {
    const doors = await doorsOf();
    return Object.fromEntries(await Promise.all(doors.map(async (door) => [door.name, await knock(door, shown)])));
  };
  const nothing = async (): Promise<Readonly<Record<string, string>>> =>
    Object.fromEntries((await doorsOf()).map(({ name }) => [name, 'nothing']));

  for (const who of ['without TLS', 'without a certificate', 'with one of another authority']) {
    it(`gives a client ${who} nothing, at every port`, async () => {
      expect(await knockAtAll((await strangers())[who] ?? {})).to.deep.equal(await nothing());
    });
  }

  it('gives a client with an expired certificate nothing, at every port', async () => {
    const certificates = stackOf().certificates as RunCertificates;
    expect(await knockAtAll(await certificates.identity('harness', { life: 'expired' }))).to.deep.equal(
      await nothing(),
    );
  });

  it("gives a client with a certificate of the run's authority an answer, at every port", async () => {
    const got = await knockAtAll(stackOf().addresses.tls?.own ?? {});
    expect(Object.entries(got).filter(([, answer]) => answer === 'nothing')).to.deep.equal([]);
    expect(Object.keys(got)).not.to.deep.equal([]);
  });
}
