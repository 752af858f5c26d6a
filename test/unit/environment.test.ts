import { globSync } from 'node:fs';
import { expect } from 'chai';
import { errorCodes } from '../../harness/errors.ts';
import { environmentVariables } from '../../tools/docs/environment-variables.ts';
import { at, textOf } from './documents.ts';

const documented = environmentVariables.flatMap(({ names }) => names);
// A program that the harness starts reads what the harness tells it: nothing that a user sets.
const sources = globSync(['harness/**/*.ts', 'tools/**/*.ts', 'test/**/*.ts'], at())
  .filter((path) => !/(\btest|-main)\.ts$/.test(path) && !path.startsWith('tools/docs/'))
  .map((path) => textOf(path));
const compose = globSync('docker/**/*', { ...at(), withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => textOf(`docker/${entry.parentPath.split('/docker/')[1] ?? ''}/${entry.name}`))
  .join('\n');

describe('the documented environment', () => {
  it('has every variable of ours that a source names, but for those that compose is told', () => {
    const named = sources.flatMap((text) => [...text.matchAll(/\bCHAOS_[A-Z]+(?:_[A-Z]+)*\b/g)].map(([name]) => name));
    const unknown = [...new Set(named)].filter((name) => !Object.hasOwn(errorCodes, name));
    expect(unknown.filter((name) => !documented.includes(name) && !compose.includes(name))).to.deep.equal([]);
  });

  it('has every variable that is read from the environment', () => {
    const pattern = /\b(?:process\.)?env(?:ironment)?(?:\.|\[')([A-Z][A-Z_]+)\b/g;
    const read = sources.flatMap((text) => [...text.matchAll(pattern)].map(([, name = '']) => name));
    expect([...new Set(read)].filter((name) => !documented.includes(name))).to.deep.equal([]);
  });

  it('has no variable that nothing reads', () => {
    const text = sources.join('\n');
    const made = documented.filter((name) => /^CHAOS_.*_PORT$/.test(name));
    // Node's own, which no source of ours needs to name.
    const ofNode = ['NODE_DISABLE_COMPILE_CACHE', 'TMPDIR', 'DOCKER_TLS_VERIFY'];
    expect(
      documented.filter((name) => ![...made, ...ofNode].some((one) => one === name) && !text.includes(name)),
    ).to.deep.equal([]);
  });
});
