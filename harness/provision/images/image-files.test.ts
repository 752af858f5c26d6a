import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { contextFiles, sourcesDigest } from './image-files.ts';
import { imageSpecs, serviceNames } from './image-specs.ts';

describe('contextFiles', () => {
  it('holds the system under test and its sabotages for the worker, and nothing that only tests need', () => {
    const names = contextFiles(imageSpecs.worker).map(({ name }) => name);
    expect(names).to.include.members(['Dockerfile', 'package.json', 'system-under-test/worker.ts']);
    expect(names.filter((name) => name.startsWith('system-under-test/sabotage/')).length).to.be.greaterThan(5);
    expect(names.filter((name) => /test\.ts$|\/testing\/|node_modules/.test(name))).to.deep.equal([]);
    expect(names).to.not.include('healthcheck.sh');
  });

  it('holds all that the sources import of ours', () => {
    for (const service of serviceNames) {
      const files = contextFiles(imageSpecs[service]);
      const names = new Set(files.map(({ name }) => name));
      for (const { name, path } of files.filter((file) => file.name.endsWith('.ts'))) {
        const imports = readFileSync(path, 'utf8').matchAll(/from '(\.[^']+)'/g);
        for (const [, specifier = ''] of imports) {
          const target = new URL(specifier, `file:///${name}`).pathname.slice(1);
          expect(names.has(target), `${target}, imported by ${name}, in the image of ${service}`).to.equal(true);
        }
      }
    }
  });

  it('holds every file that a Dockerfile copies', () => {
    for (const service of serviceNames) {
      const names = contextFiles(imageSpecs[service]).map(({ name }) => name);
      const dockerfile = contextFiles(imageSpecs[service]).find(({ name }) => name === 'Dockerfile');
      const copied = [...readFileSync(dockerfile?.path ?? '', 'utf8').matchAll(/^COPY (?!--from)(\S+) /gm)];
      for (const [, source = ''] of copied) {
        const there = names.some((name) => name === source || name.startsWith(`${source}/`));
        expect(there, `${source} of ${service}`).to.equal(true);
      }
    }
  });
});

describe('sourcesDigest', () => {
  it('is another for each image, and the same each time', () => {
    const digests = serviceNames.map((service) => sourcesDigest(service));
    for (const digest of digests) expect(digest).to.match(/^[0-9a-f]{64}$/);
    expect(new Set(digests).size).to.equal(serviceNames.length);
    expect(serviceNames.map((service) => sourcesDigest(service))).to.deep.equal(digests);
  });
});
