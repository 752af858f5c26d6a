import { expect } from 'chai';
import { parts as table } from '../../tools/docs/parts.ts';
import { readSources } from './imports.ts';

/** Which part may import which, as ARCHITECTURE.md shows it. */
const mayImport: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  Object.entries(table).map(([part, { mayImport: allowed }]) => [part, allowed]),
);

/** Packages that only these parts may use. */
const packageHomes: Readonly<Record<string, readonly string[]>> = {
  zod: [
    'harness/model',
    'harness/gateway',
    'harness/probes',
    'harness/allure',
    'harness/version.ts',
    'harness/config',
    'harness/setup',
    'harness/index.ts',
    'harness/faults',
    'harness/cli',
    'harness/provision',
    'harness/engine',
    'harness/stack',
    'harness/daemon',
    'harness/reporting',
    'scenarios',
    'tools',
    'system-under-test',
  ],
  '@commander-js/extra-typings': ['harness/cli', 'tools'],
  mocha: ['harness/mocha'],
  '@temporalio/client': ['harness/probes', 'harness/stack', 'harness/reaper', 'system-under-test', 'tools'],
  '@temporalio/worker': ['harness/probes', 'system-under-test'],
  '@temporalio/proto': ['harness/gateway', 'harness/probes'],
  '@supabase/supabase-js': ['harness/probes', 'system-under-test'],
  '@supabase/lite': ['harness/stack'],
  'toxiproxy-node-client': ['harness/stack'],
  dockerode: ['harness/engine', 'harness/provision', 'harness/stack'],
  postgres: ['harness/stack'],
  'prom-client': ['harness/monitoring', 'system-under-test'],
  '@grafana/grafana-foundation-sdk': ['tools'],
};

const parts = Object.keys(mayImport);

function partOf(path: string): string {
  const found = parts
    .filter((part) => path === part || path.startsWith(`${part}/`))
    .toSorted((a, b) => b.length - a.length);
  return found[0] ?? path;
}

const edges = readSources().flatMap((source) =>
  source.files.map((file) => ({ from: source.path, to: file, fromPart: partOf(source.path), toPart: partOf(file) })),
);

describe('architecture', () => {
  it('knows the part of every source file', () => {
    const homeless = readSources().filter((source) => !parts.includes(partOf(source.path)));
    expect(homeless.map((source) => source.path)).to.deep.equal([]);
  });

  it('knows no part that does not exist', () => {
    const paths = readSources().map((source) => source.path);
    expect(parts.filter((part) => !paths.some((path) => partOf(path) === part))).to.deep.equal([]);
  });

  it('has no import that the table forbids', () => {
    const breaches = edges
      .filter(({ fromPart, toPart }) => fromPart !== toPart)
      .filter(({ fromPart, toPart }) => {
        const allowed = mayImport[fromPart] ?? [];
        return !allowed.includes(toPart) && !(allowed.includes('*') && toPart.startsWith('harness/'));
      });
    expect(breaches.map(({ from, to }) => `${from} → ${to}`)).to.deep.equal([]);
  });

  it('journals what becomes of a fault in one place, which every engine strikes by', () => {
    const write = /\bkind: 'fault'|\bstep: '(moment-reached|injecting|injected|healing|healed)'/;
    const writers = readSources().filter(({ text }) => write.test(text));
    // Contracts are tried on sample journals, which are written by hand.
    const engines = writers.filter(({ path }) => !path.startsWith('harness/contracts/'));
    expect(engines.map(({ path }) => path)).to.deep.equal(['harness/injection/with-injection.ts']);
    const callers = readSources().filter(({ text }) => /\.inject\(/.test(text));
    expect(callers.map(({ path }) => path)).to.have.members([
      'harness/injection/with-injection.ts',
      // A request to the daemon has the same name.
      'harness/daemon/run-daemon.ts',
      'harness/daemon/serve-daemon.ts',
      // Broken faults wrap good ones.
      'harness/sabotage/fault-too-wide.ts',
      'harness/sabotage/heal-skipped.ts',
      'harness/sabotage/replacement-late.ts',
      'harness/sabotage/version-ignored.ts',
    ]);
  });

  it('lets the scenarios know the types of the workflows and nothing else of the system under test', () => {
    const known = edges.filter(({ from, toPart }) => from.startsWith('scenarios/') && toPart === 'system-under-test');
    expect([...new Set(known.map(({ to }) => to))]).to.deep.equal(['system-under-test/workflows/types.ts']);
  });

  it('has no rule that nothing needs any more', () => {
    const stale = Object.entries(mayImport).flatMap(([part, allowed]) =>
      allowed
        .filter((other) => other !== '*')
        .filter((other) => !edges.some(({ fromPart, toPart }) => fromPart === part && toPart === other))
        .map((other) => `${part} → ${other}`),
    );
    expect(stale).to.deep.equal([]);
  });

  it('uses each package only where it belongs, and has no stale home for one', () => {
    const uses = readSources().flatMap((source) =>
      source.packages.map((name) => ({ name, path: source.path, part: partOf(source.path) })),
    );
    const breaches = uses.filter(
      ({ name, part }) => packageHomes[name] !== undefined && !packageHomes[name].includes(part),
    );
    const stale = Object.entries(packageHomes).flatMap(([name, homes]) =>
      homes
        .filter((home) => !uses.some((use) => use.name === name && use.part === home))
        .map((home) => `${name} in ${home}`),
    );
    expect(breaches.map(({ name, path }) => `${path} uses ${name}`)).to.deep.equal([]);
    expect(stale).to.deep.equal([]);
  });

  it('keeps clock and randomness out of the checks and the renderers', () => {
    const pure = readSources().filter(
      (source) =>
        source.path.startsWith('harness/checks/') || /^harness\/reporting\/.*\/render-[^/]+$/.test(source.path),
    );
    expect(pure.length).to.be.greaterThan(5);
    const impure = pure.filter((source) => source.packages.some((name) => !['zod'].includes(name)));
    expect(impure.map((source) => source.path)).to.deep.equal([]);
  });

  it('has no import cycle', () => {
    const next = new Map(readSources().map((source) => [source.path, source.files]));
    const done = new Set<string>();
    const cycles: string[] = [];
    const visit = (path: string, trail: readonly string[]): void => {
      if (trail.includes(path)) {
        cycles.push([...trail.slice(trail.indexOf(path)), path].join(' → '));
        return;
      }
      if (done.has(path)) return;
      for (const file of next.get(path) ?? []) visit(file, [...trail, path]);
      done.add(path);
    };
    for (const path of next.keys()) visit(path, []);
    expect(cycles).to.deep.equal([]);
  });
});
