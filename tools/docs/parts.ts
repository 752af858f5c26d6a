/** A part of the product: a folder, or a file that stands alone. */
export interface Part {
  readonly what: string;
  /** The other parts that it may import; `*` is every part of harness/. It may always import itself and packages. */
  readonly mayImport: readonly string[];
}

/** Every part, from the bottom up. A file belongs to the part with the longest prefix of its path. */
export const parts: Readonly<Record<string, Part>> = {
  'harness/model': {
    what: 'types, the schemas of stored files, and their pure functions; start with `plan.ts`, `evidence.ts`, `stack.ts`',
    mayImport: [],
  },
  'harness/version.ts': {
    what: 'the version of the harness, and the files of its package',
    mayImport: [],
  },
  'harness/errors.ts': {
    what: 'the error codes, with exit code and meaning',
    mayImport: [],
  },
  'harness/wait.ts': {
    what: 'the one way to wait: a limit, an abort signal and a sentence',
    mayImport: ['harness/errors.ts'],
  },
  'harness/contracts': {
    what: 'what every fault, check and action keeps, as tests for any test runner, and the correct run that they are tried on',
    mayImport: ['harness/model'],
  },
  'harness/checks': {
    what: 'one invariant per file or folder, the registry `index.ts`, `judge.ts`; `evidence/` holds the readings that checks share, `comparison/` compares with runs without a fault',
    mayImport: ['harness/model', 'harness/errors.ts'],
  },
  'harness/faults': {
    what: 'one fault per file, the registry `index.ts`, `landings.ts`; `builders/` make faults of one kind, `witnesses/` find the proof',
    mayImport: ['harness/model', 'harness/errors.ts'],
  },
  'harness/actions': {
    what: 'what explorations do at crash points: one action per file, as data over a fault, the registry `index.ts`',
    mayImport: ['harness/model', 'harness/faults'],
  },
  'harness/injection': {
    what: 'puts a fault in force, journals each step and heals it in any case; every engine strikes by `withInjection`',
    mayImport: ['harness/model', 'harness/errors.ts', 'harness/wait.ts'],
  },
  'harness/certificates': {
    what: "the certificate authority of a run, the files of what it signs, and the harness's own way through TLS",
    mayImport: ['harness/model', 'harness/errors.ts'],
  },
  'harness/probes': {
    what: 'read-only and live: the Temporal client, the books, and the replayer with its process; `payloads/` encodes and decodes as the system does',
    mayImport: ['harness/model', 'harness/errors.ts', 'harness/wait.ts', 'harness/processes', 'harness/certificates'],
  },
  'harness/gateway': {
    what: 'the gRPC relay: connections, calls, decoding, holds, places, task holders; `http/` is the relay before the services',
    mayImport: ['harness/model', 'harness/errors.ts'],
  },
  'harness/monitoring': {
    what: "the harness's own metrics, read off the journal, and the exporter that serves them and lists what to scrape",
    mayImport: ['harness/model', 'harness/errors.ts'],
  },
  'harness/processes': {
    what: 'process table, process trees, identities that survive the reuse of a pid, the compile cache',
    mayImport: ['harness/errors.ts', 'harness/wait.ts'],
  },
  'harness/engine': {
    what: 'finds and queries the container engine, follows its event stream, selects by the label of a run',
    mayImport: ['harness/errors.ts', 'harness/wait.ts'],
  },
  'harness/reaper': {
    what: 'the process that undoes a run when its owner dies',
    mayImport: ['harness/model', 'harness/errors.ts', 'harness/processes', 'harness/engine'],
  },
  'harness/provision': {
    what: '`servers/` finds, downloads or builds server binaries; `doctor/`; `orphans/` removes leftovers of killed runs; `images/` builds container images; `modules/` are the pinned Go modules',
    mayImport: [
      'harness/model',
      'harness/errors.ts',
      'harness/probes',
      'harness/processes',
      'harness/engine',
      'harness/reaper',
    ],
  },
  'harness/stack': {
    what: 'links, ports, `embedded/` (processes) and `docker/` (containers); the only code that talks to Toxiproxy and PostgreSQL, and that strikes containers',
    mayImport: [
      'harness/model',
      'harness/errors.ts',
      'harness/wait.ts',
      'harness/certificates',
      'harness/gateway',
      'harness/monitoring',
      'harness/processes',
      'harness/engine',
      'harness/provision',
      'harness/reaper',
    ],
  },
  'harness/daemon': {
    what: 'a stack that stays up: its record, its socket, manual faults with leases, its status',
    mayImport: [
      'harness/model',
      'harness/errors.ts',
      'harness/injection',
      'harness/processes',
      'harness/reaper',
      'harness/reporting',
    ],
  },
  'harness/outside-world': {
    what: 'the service that side effects reach, and its ledger; a separate program',
    mayImport: [],
  },
  'harness/reporting': {
    what: '`store/` reads and writes the run folder; `run/`, `batch/` and `exploration/` render reports; `timeline/`, `progress/`',
    mayImport: ['harness/model', 'harness/errors.ts', 'harness/version.ts', 'harness/actions'],
  },
  'harness/runner': {
    what: 'makes plans and runs them: phases, moments, strikes, load, steady state, quiescence, collection',
    mayImport: ['harness/model', 'harness/errors.ts', 'harness/wait.ts', 'harness/version.ts', 'harness/injection'],
  },
  'harness/exploration': {
    what: 'explores a workflow: `points/`, `steer/` (passes or holds calls), `strike/`, `judge/`; start with `explore.ts`, `steer/cut.ts`, `strike/front.ts`',
    mayImport: [
      'harness/model',
      'harness/errors.ts',
      'harness/wait.ts',
      'harness/checks',
      'harness/injection',
      'harness/runner',
    ],
  },
  'harness/sabotage': {
    what: 'deliberately broken harnesses, made by wrapping what the runner receives',
    mayImport: ['harness/model', 'harness/runner', 'harness/wait.ts'],
  },
  'harness/setup': {
    what: 'a first configuration: of what a command line says or a project shows, as an object and as the text of files',
    mayImport: ['harness/model', 'harness/errors.ts', 'harness/config'],
  },
  'harness/config': {
    what: 'loads `chaos.config.ts` and validates it',
    mayImport: ['harness/model', 'harness/errors.ts'],
  },
  'harness/allure': {
    what: 'turns results into one Allure page with history',
    mayImport: ['harness/errors.ts', 'harness/model', 'harness/processes', 'harness/reporting'],
  },
  'harness/mocha': {
    what: 'shows a run as a Mocha test with Allure steps, and an exploration as one test per step',
    mayImport: ['harness/errors.ts', 'harness/version.ts', 'harness/model', 'harness/reporting', 'harness/allure'],
  },
  'harness/app': {
    what: 'the application: what a run and an exploration are, built from the parts above',
    mayImport: [
      'harness/errors.ts',
      'harness/version.ts',
      'harness/config',
      'harness/model',
      'harness/monitoring',
      'harness/checks',
      'harness/faults',
      'harness/actions',
      'harness/engine',
      'harness/probes',
      'harness/provision',
      'harness/reaper',
      'harness/stack',
      'harness/runner',
      'harness/exploration',
      'harness/sabotage',
      'harness/reporting',
    ],
  },
  'harness/cli': {
    what: '`commands/` has one verb per file; `options/` parse, `init/` asks, `validate/` refuse, `terminal/` shows, `batch/` runs many, `daemon/` starts a stack that stays up',
    mayImport: ['*'],
  },
  'harness/index.ts': {
    what: 'the public API of the package',
    mayImport: ['*'],
  },
  scenarios: {
    what: 'experiments, workloads, explorations',
    mayImport: ['harness/index.ts', 'system-under-test'],
  },
  'system-under-test': {
    what: 'a document-ingestion system that knows nothing of the harness, with its sabotages',
    mayImport: [],
  },
  'chaos.config.ts': {
    what: 'joins the harness and the system under test',
    mayImport: ['harness/index.ts', 'scenarios'],
  },
  tools: {
    what: 'benchmark, offline images and the generator of documents; not shipped',
    mayImport: ['*', 'scenarios', 'chaos.config.ts', 'test/explore/where-it-bites.ts', 'test/catalogue/wanted-run.ts'],
  },
};
