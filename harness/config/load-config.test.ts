import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
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

  const explore = (change: string): string =>
    `export const config = { ...real, explorations: { greeting: { ...real.explorations.greeting, ${change} } } };`;
  const refused = [
    {
      what: 'no export',
      text: 'export default real;',
      says: 'mjs does not export `config`. Add: export const config',
    },
    { what: 'null', text: 'export const config = null;', says: 'mjs: `config` must be an object.' },
    { what: 'a key too many', text: 'export const config = { ...real, wrokers: 1 };', says: '`wrokers` is not known.' },
    { what: 'an empty command', text: change('command: []'), says: '`workers.command.0` is missing.' },
    { what: 'a value for a function', text: change('env: {}'), says: 'mjs: `workers.env` must be a function.' },
    {
      what: 'a text for a number',
      text: change("readyLimitMs: '1'"),
      says: '`workers.readyLimitMs` must be a number.',
    },
    { what: 'no time', text: change('drainLimitMs: 0'), says: '`workers.drainLimitMs` must be greater than 0.' },
    { what: 'what is left out', text: change('bundle: undefined'), says: '`workers.bundle` is missing.' },
    {
      what: 'a relative folder',
      text: change("container: { image: 'x', folder: 'app' }"),
      says: '`workers.container.folder` must begin with /.',
    },
    {
      what: 'checkpoints in a table that nothing makes',
      text: "export const config = { ...real, subjects: { ...real.subjects, documents: { checkpoints: true, effects: true } }, books: { checkpoints: { table: 't', activityType: 'a' } } };",
      says: '`books.checkpoints` needs `books.migrations`, which make its table.',
    },
    {
      what: 'tables of an exploration that nothing makes',
      text: "export const config = { ...real, subjects: { documents: { checkpoints: false, effects: true } }, books: {}, scenarios: [{ ...real.scenarios[0], subject: 'documents' }], explorations: { greeting: { ...real.explorations.greeting, subject: 'documents', tables: [{ table: 't', key: 'k' }] } } };",
      says: '`explorations.greeting.tables` needs `books.migrations`, which make the tables.',
    },
    {
      what: 'tables that nothing makes',
      text: 'export const config = { ...real, books: {} };',
      says: 'mjs: `subjects.documents.tables` needs `books.migrations`, which make the tables.',
    },
    {
      what: 'a table without a key',
      text: "export const config = { ...real, subjects: { s: { checkpoints: true, effects: true, tables: [{ table: 't' }] } } };",
      says: '`subjects.s.tables.0.key` is missing.',
    },
    {
      what: 'a fixed address beside an existing Temporal',
      text: "export const config = { ...real, temporal: { address: 'localhost:7233' }, workers: { ...real.workers, fixedAddress: 'localhost:7234' } };",
      says: '`workers.fixedAddress` stands for a Temporal of the run, so leave out it or `temporal`.',
    },
    {
      what: 'a service without an address',
      text: 'export const config = { ...real, services: { payments: {} } };',
      says: '`services.payments` must be { http: URL }, { http: { command: [...] } }, { tcp: "host:port" } or { postgresql: "own" }.',
    },
    {
      what: 'a service with the name of a server',
      text: "export const config = { ...real, services: { temporal: { tcp: 'localhost:1' } } };",
      says: 'mjs: `services.temporal` is a name that the harness uses itself.',
    },
    {
      what: 'a secret that is no pattern',
      text: "export const config = { ...real, secrets: ['pin'] };",
      says: '`secrets.0` ',
    },
    { what: 'no case', text: explore('cases: {}'), says: '`explorations.greeting.cases` must not be empty.' },
    {
      what: 'no scenario',
      text: 'export const config = { ...real, scenarios: [] };',
      says: '`scenarios` must not be empty',
    },
    {
      what: 'a check of no book',
      text: "export const config = { ...real, checks: [{ name: 'x', invariant: 'y', books: ['z'], judge() {} }] };",
      says: '`checks.0.books.0` must be one of eventHistories, replays',
    },
    {
      what: 'one scenario twice',
      text: 'export const config = { ...real, scenarios: [real.scenarios[0], real.scenarios[0]] };',
      says: '`scenarios.1.name` is "worker-kill", as that of another scenario.',
    },
    {
      what: 'a search attribute of no type of Temporal',
      text: "export const config = { ...real, setup: { searchAttributes: { customer: 'keyword' } } };",
      says: '`setup.searchAttributes.customer` must be one of Text, Keyword, Int',
    },
    {
      what: 'a scenario whose name leads out of its folder',
      text: "export const config = { ...real, scenarios: [{ ...real.scenarios[0], name: '../x' }] };",
      says: '`scenarios.0.name` becomes the name of a folder, so its name must have no slash',
    },
    {
      what: 'an exploration with a name that is too long',
      text: "export const config = { ...real, explorations: { ['x'.repeat(300)]: real.explorations.greeting } };",
      says: 'becomes the name of a folder, so its name must be at most 100 bytes long',
    },
    {
      what: 'a scenario of no subject',
      text: 'export const config = { ...real, subjects: {}, explorations: {} };',
      says: '`scenarios.0.subject` is "documents", which is none of `subjects`.',
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

  it('finds a chaos.config.mts, which a CommonJS package needs', async () => {
    await writeFile(join(folder, 'package.json'), '{ "type": "commonjs" }');
    await writeFile(join(folder, 'chaos.config.mts'), `export { config } from '${real}';`);
    expect(await loadConfig(folder)).to.have.property('taskQueue');
  });

  it('says so if the package is CommonJS and the file is no .mts', async () => {
    for (const [name, text] of [
      ['first', "import 'node:path';"],
      ['second', 'export const config = {};'],
    ] as const) {
      // A folder each: Node keeps what it has loaded, and what failed.
      const own = join(folder, name);
      await mkdir(own);
      await writeFile(join(own, 'package.json'), '{ "type": "commonjs" }');
      await writeFile(join(own, 'chaos.config.ts'), text);
      const thrown: unknown = await loadConfig(own).catch((error: unknown) => error);
      expect(String(thrown)).to.match(/could not be loaded: .*: name it chaos\.config\.mts, and/);
    }
  });

  it('prints no advice of Node that would break a CommonJS system', async () => {
    await writeFile(join(folder, 'package.json'), '{}');
    await writeFile(join(folder, 'chaos.config.ts'), `export { config } from '${real}';`);
    const heard: unknown[] = [];
    const hear = (warning: unknown): unknown => heard.push(warning);
    process.on('warning', hear);
    await loadConfig(folder);
    await new Promise((resolve) => setImmediate(resolve));
    process.off('warning', hear);
    expect(heard).to.deep.equal([]);
  });

  it('passes on what the functions of a good configuration give', async () => {
    const config = await load('export const config = real;');
    expect(config.canary?.(3).workflowId).to.equal('canary-3');
    const [scenario] = config.scenarios;
    expect(scenario?.plan(1, scenario.params.parse({})).workload).to.have.length(20);
  });

  it('refuses a function that throws or returns something else, once it is called', async () => {
    const config = await load(
      "export const config = { ...real, canary: (n) => { if (n > 1) throw new Error('oh'); return { n }; } };",
    );
    expect(() => config.canary?.(1)).to.throw(
      HarnessError,
      'chaos.config.mjs: `canary` returned a wrong value: `workflowType` is missing.',
    );
    expect(() => config.canary?.(2))
      .to.throw(HarnessError, 'chaos.config.mjs: `canary` threw: oh.')
      .with.property('code', 'CHAOS_BAD_CONFIG');
  });

  it('guards what is below names, and names it so', async () => {
    const config = await load(
      `export const config = {
        ...real,
        scenarios: [{ ...real.scenarios[0], plan: () => null }],
        explorations: { greeting: { ...real.explorations.greeting, cases: { one: () => ({}) }, label: () => 1 } },
      };`,
    );
    const [scenario] = config.scenarios;
    const { greeting } = config.explorations ?? {};
    const root = 'returned a wrong value: the value must be';
    expect(() => scenario?.plan(1, {})).to.throw(`\`scenarios.worker-kill.plan\` ${root} an object.`);
    expect(() => greeting?.cases['one']?.('id')).to.throw('`explorations.greeting.cases.one` returned a wrong value');
    expect(() => greeting?.label?.('type', [])).to.throw(`\`explorations.greeting.label\` ${root} a text.`);
    // Without it no request is a crash point.
    expect(greeting).not.to.have.property('attribute', undefined);
  });

  it('leaves objects of the class that they are, and calls each function on its owner', async () => {
    const config = await load(
      `class Own { name = 'own'; summary = 's'; strikes = 'link'; victim = 'any'; needs = []; params = real.scenarios[0].params;
        blastRadius() { return this.name; } inject() {} witnesses() {} }
      class Mine { name = 'mine'; plan() { return this.name === 'mine' ? null : {}; } get upper() { return this.name.toUpperCase(); } }
      const scenario = Object.assign(new Mine(), { ...real.scenarios[0], name: 'mine', plan: Mine.prototype.plan });
      delete scenario.plan;
      export const config = { ...real, faults: [new Own()], scenarios: [scenario], canary(n) { return { ...real.canary(n), workflowType: this.namespace }; } };`,
    );
    expect(config.faults?.[0]?.blastRadius({} as never)).to.equal('own');
    expect(config.canary?.(1).workflowType).to.equal('default');
    expect(config.scenarios[0]).to.have.property('upper', 'MINE');
    expect(() => config.scenarios[0]?.plan(1, {})).to.throw('`scenarios.mine.plan` returned a wrong value');
  });
});

function change(workers: string): string {
  return `export const config = { ...real, workers: { ...real.workers, ${workers} } };`;
}
