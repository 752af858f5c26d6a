import { expect } from 'chai';
import { maskSecrets } from './mask-secrets.ts';

describe('maskSecrets', () => {
  const secrets = [
    'sk_live_4eC39HqLyjWDarjtT1zdp7dc',
    'sb_secret_abcdefgh',
    'eyJhbGciOiJIUzI1NiJ9.eyJyb2xlIjoieCJ9.sig-nature',
    'AKIAIOSFODNN7EXAMPLE',
    'ghp_abcdefghijklmnopqrstuvwx',
    'Bearer abc.def~123',
    '4242 4242 4242 4242',
    '378282246310005',
  ];
  for (const secret of secrets) {
    it(`masks ${secret}`, () => {
      expect(maskSecrets(`before ${secret} after`)).to.match(/^before <masked [0-9a-f]{8}> after$/);
    });
  }

  it('gives equal secrets equal masks, and others other ones', () => {
    const [first, second, third] = ['4242424242424242', '4242424242424242', '4000056655665556'].map((one) =>
      maskSecrets(one),
    );
    expect(first).to.equal(second).and.not.to.equal(third);
  });

  it('leaves ids and numbers that are no card numbers', () => {
    const text = 'order-1234567890123 at 2026-11-30T12:13:14.123456Z for 4242424242424241 by pk and sk_test';
    expect(maskSecrets(text)).to.equal(text);
  });

  it('masks card numbers in the groups in which people write them', () => {
    for (const number of ['4242-4242-4242-4242', '3782 822463 10005', '4242 4242 4242 4242'])
      expect(maskSecrets(number), number).to.match(/^<masked \w+>$/);
  });

  it('leaves the ids of runs, which have a date and a time with any checksum', () => {
    for (const id of ['20261130-185758-s1-2a11-paid-crash-1', '20261130-185740-s1-2a11'])
      expect(maskSecrets(`charge/${id}`)).to.equal(`charge/${id}`);
  });

  it('masks what the configuration calls a secret', () => {
    expect(maskSecrets('pin 1234, pin 5678', [/pin \d+/])).to.match(/^<masked \w+>, <masked \w+>$/);
  });
});
