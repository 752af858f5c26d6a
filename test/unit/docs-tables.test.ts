import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { config } from '../../chaos.config.ts';
import { actions } from '../../harness/actions/index.ts';
import { checks } from '../../harness/checks/index.ts';
import { doctorCommand } from '../../harness/cli/commands/doctor.ts';
import { exploreCommand } from '../../harness/cli/commands/explore.ts';
import { healCommand } from '../../harness/cli/commands/heal.ts';
import { imagesCommand } from '../../harness/cli/commands/images.ts';
import { injectCommand } from '../../harness/cli/commands/inject.ts';
import { judgeCommand } from '../../harness/cli/commands/judge.ts';
import { scenarioCommand } from '../../harness/cli/commands/scenario.ts';
import { stackCommand } from '../../harness/cli/commands/stack.ts';
import { GATEWAY_VARIABLE } from '../../harness/engine/find-engine.ts';
import { errorCodes } from '../../harness/errors.ts';
import { checkNames, faults } from '../../harness/index.ts';
import { exitCodes } from '../../harness/model/exit-code.ts';
import { pointStates } from '../../harness/model/exploration.ts';
import { harms } from '../../harness/model/violation.ts';
import { serverSpecs } from '../../harness/provision/servers/server-spec.ts';
import { harnessSabotages } from '../../harness/sabotage/index.ts';
import { PortPicker } from '../../harness/stack/port-picker.ts';
import { scenarios } from '../../scenarios/index.ts';
import { manifest, projectFolder, readme, textOf } from './documents.ts';

const architecture = textOf('ARCHITECTURE.md');
const exploration = textOf('docs/exploration.md');

/** The cells of the rows of a table, by its header's cells, without padding; the header and its rule left out. */
function table(text: string, ...header: readonly string[]): readonly (readonly string[])[] {
  const lines = text.split('\n').map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
  const start = lines.findIndex((cells) => header.every((name, column) => cells[column] === name));
  expect(start, `a table ${header.join(' | ')}`).to.be.greaterThan(-1);
  const rest = lines.slice(start + 2);
  const end = rest.findIndex((cells) => cells.length === 0);
  return end === -1 ? rest : rest.slice(0, end);
}

/** What stands in the first column of a table, code marks taken off; a cell may hold several names. */
function namesIn(rows: readonly (readonly string[])[]): readonly string[] {
  return rows.flatMap((cells) => [...(cells[0] ?? '').matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? ''));
}

/** Rows as text, so that two tables can be compared whatever the order of their rows. */
function lines(rows: readonly (readonly string[])[]): readonly string[] {
  return rows.map((cells) => cells.join(' | '));
}

function sameNames(documented: readonly string[], real: readonly string[]): void {
  expect(documented.toSorted()).to.deep.equal(real.toSorted());
}

describe('the documentation', () => {
  it('has every error code with its exit code and meaning, and no other', () => {
    const rows = table(readme, 'code', 'exit', 'meaning');
    const real = Object.entries(errorCodes).map(([code, { exit, means }]) => [`\`${code}\``, String(exit), means]);
    sameNames(lines(rows), lines(real));
  });

  it('has every exit code, and no other', () => {
    const rows = table(readme, 'exit code', 'meaning');
    sameNames(
      rows.map((cells) => cells[0] ?? ''),
      Object.values(exitCodes).map(String),
    );
  });

  it('names every scenario with its hypothesis and its faults, and no other', () => {
    const rows = table(readme, 'scenario', 'hypothesis', 'fault');
    const real = scenarios.map((scenario) => {
      const { schedule } = scenario.plan(1, scenario.params.parse({}));
      const struck = [...new Set(schedule.map(({ fault }) => `\`${fault}\``))].join(', ');
      return [`\`${scenario.name}\``, scenario.hypothesis, struck];
    });
    sameNames(lines(rows), lines(real));
  });

  it('names every fault, and no other', () => {
    const real = faults.map((fault) => fault.name);
    sameNames(namesIn(table(readme, 'fault', 'what it does')), real);
    sameNames(namesIn(table(architecture, 'fault', 'cause', 'effect')), real);
  });

  it('names every check, and no other', () => {
    sameNames(namesIn(table(readme, 'check', 'claim')), [...checkNames]);
  });

  it('names every sabotage and what catches it, and no other', () => {
    const rows = table(readme, 'sabotage', 'what is broken', 'caught by');
    sameNames(namesIn(rows), [...Object.keys(config.sabotages), ...harnessSabotages.map((rig) => rig.name)]);
    for (const { name, caughtBy } of harnessSabotages) {
      const row = rows.find((cells) => cells[0] === `\`${name}\``);
      expect(row?.[2], name).to.contain(`\`${caughtBy.check}\``);
    }
    for (const [name, { summary }] of Object.entries(config.sabotages)) {
      expect(rows.find((cells) => cells[0] === `\`${name}\``)?.[1], name).to.equal(summary);
    }
    for (const { name, control } of scenarios) {
      const caughtBy = rows.find((cells) => cells[0] === `\`${control.sabotage}\``)?.[2] ?? '';
      expect(caughtBy, `control of ${name}`).to.contain(`\`${control.check}\``);
    }
  });

  it('names every option of the commands, and no other', () => {
    for (const command of [scenarioCommand(), exploreCommand()]) {
      const start = readme.indexOf(`**\`npm run ${command.name()} [`);
      expect(start, command.name()).to.be.greaterThan(-1);
      const rows = table(readme.slice(start), 'option', 'meaning');
      const documented = namesIn(rows).map((option) => option.split(' ', 1)[0] ?? '');
      sameNames(
        documented,
        command.options.map((option) => option.long ?? ''),
      );
    }
    const stack = stackCommand();
    const others = [
      judgeCommand(),
      doctorCommand(),
      imagesCommand(),
      injectCommand(),
      healCommand(),
      ...stack.commands,
    ];
    for (const command of others) {
      for (const option of command.options) expect(readme).to.contain(`\`${option.long ?? '?'}\``);
    }
  });

  it('names what an exploration does at a point and what can come of it, and no more', () => {
    const real = actions.map(({ name }) => name);
    sameNames(namesIn(table(readme, 'action', 'what is done at a point')), real);
    sameNames(namesIn(table(exploration, 'state', 'meaning')), [...pointStates]);
    sameNames(namesIn(table(exploration, 'harm', 'meaning')), [...harms]);
    const judging = checks.filter(({ points }) => points !== undefined);
    for (const { name } of judging) expect(exploration).to.contain(`\`${name}\``);
  });

  it('names the variables by which servers, ports and addresses are chosen', () => {
    const documented = namesIn(table(readme, 'variable', 'meaning')).filter((name) => name.startsWith('CHAOS_'));
    const servers = Object.values(serverSpecs).map((spec) => spec.environmentVariable);
    const roles = ['temporal', 'temporal-ui', 'database', 'supabase', 'toxiproxy', 'outside-world'];
    const ports = roles.map((role) => PortPicker.variableOf(role));
    sameNames(documented, [...servers, 'CHAOS_DOWNLOAD_BASE_URL', GATEWAY_VARIABLE, ...ports]);
  });
});

describe('the architecture document', () => {
  it('has a reason and the licence of every dependency, and of no other', () => {
    const both = [...architecture.matchAll(/^\| package +\| licence +\| why +\|$/gm)].map(({ index }) => index);
    const [ships, builds] = both.map((start) => table(architecture.slice(start), 'package', 'licence', 'why'));
    sameNames(namesIn(ships ?? []), Object.keys(manifest.dependencies));
    sameNames(namesIn(builds ?? []), Object.keys(manifest.devDependencies));
    for (const cells of [...(ships ?? []), ...(builds ?? [])]) {
      const name = cells[0]?.replaceAll('`', '') ?? '';
      const { license } = JSON.parse(textOf(`node_modules/${name}/package.json`)) as { readonly license: string };
      expect(cells[1], name).to.equal(license);
      expect(cells[2], name).not.to.equal('');
    }
  });

  it('maps every folder of harness/, and no other', () => {
    const folders = readdirSync(join(projectFolder, 'harness'), { withFileTypes: true }).filter((one) =>
      one.isDirectory(),
    );
    const mapped = namesIn(table(architecture, 'folder', 'what is in it')).filter(
      (name) => name.includes('/harness/') || name.startsWith('harness/'),
    );
    sameNames(
      mapped,
      folders.map(({ name }) => `harness/${name}`),
    );
  });

  it('has the import table of the architecture test, word for word', () => {
    const source = textOf('test/unit/architecture.test.ts');
    const [, literal = ''] = /const mayImport[^=]*= \{(.*?)\n\};/s.exec(source) ?? [];
    const rules = [...literal.matchAll(/^ {2}'?([\w./-]+)'?: \[([^\]]*)\],$/gm)].map(([, part = '', list = '']) => {
      const allowed = [...list.matchAll(/'([^']+)'/g)].map((match) => `\`${match[1] ?? ''}\``);
      if (allowed.length === 0) return [`\`${part}\``, 'nothing of ours'];
      return [`\`${part}\``, allowed[0] === '`*`' ? 'every part of `harness/`' : allowed.join(', ')];
    });
    expect(rules.length).to.be.greaterThan(15);
    expect(table(architecture, 'part', 'may import')).to.deep.equal(rules);
  });
});
