import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect } from 'chai';
import { HarnessError } from '../errors.ts';
import { loadConfig } from './load-config.ts';

const real = pathToFileURL(join(import.meta.dirname, '../../chaos.config.ts')).href;

describe('loadConfig', () => {
  let folder = '';

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'chaos-config-'));
  });

  afterEach(() => rm(folder, { recursive: true }));

  async function load(text: string): Promise<Awaited<ReturnType<typeof loadConfig>>> {
    await writeFile(join(folder, 'chaos.config.mjs'), `import { config as real } from '${real}';\n${text}`);
    return await loadConfig(folder);
  }

  const refused = [
    { what: 'no export', text: 'export default real;', says: 'Write: export const config' },
    { what: 'null', text: 'export const config = null;', says: 'at its root: ' },
    { what: 'a key too many', text: 'export const config = { ...real, wrokers: 1 };', says: '"wrokers"' },
    { what: 'an empty command', text: change('command: []'), says: 'at workers.command' },
    { what: 'a value for a function', text: change('env: {}'), says: 'at workers.env: expected a function' },
    { what: 'no scenario', text: 'export const config = { ...real, scenarios: [] };', says: 'at scenarios: ' },
    {
      what: 'one scenario twice',
      text: 'export const config = { ...real, scenarios: [real.scenarios[0], real.scenarios[0]] };',
      says: 'at scenarios.1.name: another scenario is called "worker-kill" too',
    },
  ];
  for (const { what, text, says } of refused) {
    it(`refuses ${what} and says where`, async () => {
      const thrown = await load(text).then(
        () => null,
        (error: unknown) => error,
      );
      expect(thrown).to.be.instanceOf(HarnessError).with.property('code', 'CHAOS_BAD_CONFIG');
      expect(String(thrown)).to.include(says);
    });
  }

  it('hands on what the functions of a good configuration give', async () => {
    const config = await load('export const config = real;');
    expect(config.canary(3).workflowId).to.equal('canary-3');
    const [scenario] = config.scenarios;
    expect(scenario?.plan(1, scenario.params.parse({})).workload).to.have.length(20);
  });

  it('refuses a function that throws or gives something else, once it is called', async () => {
    const config = await load(
      "export const config = { ...real, canary: (n) => { if (n > 1) throw new Error('oh'); return { n }; } };",
    );
    expect(() => config.canary(1)).to.throw(HarnessError, 'canary of chaos.config.ts');
    expect(() => config.canary(1)).to.throw('at workflowType: ');
    expect(() => config.canary(2))
      .to.throw(HarnessError, 'it threw: oh')
      .with.property('code', 'CHAOS_BAD_CONFIG');
  });
});

function change(workers: string): string {
  return `export const config = { ...real, workers: { ...real.workers, ${workers} } };`;
}
