import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { z } from 'zod';
import { imageBases } from '../../harness/provision/images/image-bases.ts';
import { offlineBases } from './offline-bases.ts';
import { goFolder, npmFolder, standInDigest } from './stand-in-files.ts';
import { type StandIn, standInSpecs } from './stand-in-specs.ts';

const bases = Object.keys(standInSpecs) as readonly StandIn[];
const manifestSchema = z.looseObject({ optionalDependencies: z.record(z.string(), z.string()) });

describe('standInSpecs', () => {
  it('has one for each base but Grafana, and says of that what to do', async () => {
    const lacking = Object.keys(imageBases).filter((base) => !bases.some((one) => one === base));
    expect(lacking).to.deep.equal(offlineBases.lacks).and.to.deep.equal(['GRAFANA']);
  });

  it('names each stand-in by the version of the base that it stands in for', () => {
    for (const base of bases) expect(standInSpecs[base].standIn).to.match(new RegExp(`:${imageBases[base].version}$`));
  });

  it('builds the pinned versions from Go modules', () => {
    for (const base of bases) {
      const { from } = standInSpecs[base];
      if (from.kind !== 'go') continue;
      const { version } = imageBases[base];
      const goMod = readFileSync(join(goFolder(from.build), 'go.mod'), 'utf8');
      expect(goMod).to.include(from.build.package);
      expect(goMod).to.match(new RegExp(`\\n\\s(go\\.temporal\\.io/server|github\\.com/\\S+) v${version} `));
      const { linkerFlags } = from.build;
      if (linkerFlags !== undefined) expect(linkerFlags).to.match(new RegExp(`Version=${version}$`));
    }
  });

  it('installs the pinned versions from npm packages', () => {
    for (const base of bases) {
      const { from } = standInSpecs[base];
      if (from.kind !== 'npm') continue;
      const text = readFileSync(join(npmFolder(from), 'package.json'), 'utf8');
      const versions = Object.values(manifestSchema.parse(JSON.parse(text)).optionalDependencies);
      expect(versions.length).to.equal(2);
      // PostgreSQL's packages add a number to the version of the server.
      for (const version of versions) expect(version).to.match(new RegExp(`^${imageBases[base].version}(\\.|$)`));
    }
  });
});

describe('standInDigest', () => {
  it('is the same each time, and differs between stand-ins', () => {
    const digests = bases.map(standInDigest);
    expect(digests).to.deep.equal(bases.map(standInDigest));
    expect(new Set(digests).size).to.equal(bases.length);
  });
});
