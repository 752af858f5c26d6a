import { expect } from 'chai';
import { readSources } from '../../test/unit/imports.ts';
import { asTyped } from './as-typed.ts';

const installed = (text: string): string => asTyped(text, true);

describe('asTyped', () => {
  it('leaves the npm scripts of a checkout alone, where these tests run', () => {
    expect(asTyped('npm run stack -- up')).to.equal('npm run stack -- up');
  });

  for (const [inCheckout, inProject] of [
    ['npm run scenario worker-kill -- --seed 7', 'npx chaos scenario worker-kill --seed 7'],
    [
      'npm run explore -- order --seed 7 --point "order/x/charge/outside 1/reply"',
      'npx chaos explore order --seed 7 --point "order/x/charge/outside 1/reply"',
    ],
    ['npm run -s stack -- status --json', 'npx chaos stack status --json'],
    ['npm run document -- status order-7', 'npx chaos client status order-7'],
    [
      'Run npm run images, or without a registry: npm run images -- --offline',
      'Run npx chaos images, or without a registry: npx chaos images --offline',
    ],
    ['  npm run stack -- up\n  npm run stack -- down', '  npx chaos stack up\n  npx chaos stack down'],
    ['npm run chaos -- list faults', 'npx chaos list faults'],
    ['npm run -s chaos -- list faults --json', 'npx chaos list faults --json'],
    ['SUPABASE_URL=… npm run scenario x -- --seed 1', 'SUPABASE_URL=… npx chaos scenario x --seed 1'],
    ['What is not a command -- such as this -- stays.', 'What is not a command -- such as this -- stays.'],
  ] as const) {
    it(`makes "${inProject}"`, () => expect(installed(inCheckout)).to.equal(inProject));
  }

  it('is asked for each command that the harness prints', () => {
    // The first is about npm itself; the second sends its reader to a checkout.
    const meant = ['harness/cli/options/swallowed-flags.ts', 'harness/cli/commands/images.ts'];
    const sources = readSources().filter(({ path }) => path.startsWith('harness/') && !meant.includes(path));
    const raw = sources.filter(({ text }) => {
      const code = text.replaceAll(/^\s*\/\/.*$/gm, '');
      return /\bnpm run\b/.test(code.replaceAll(/\basTyped\(\s*(?:`[^`]*`|'[^']*'),?\s*\)/g, ''));
    });
    expect(raw.map(({ path }) => path)).to.deep.equal(['harness/model/as-typed.ts']);
  });
});
