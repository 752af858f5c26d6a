import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { packageRoot } from '../package-root.ts';
import { type BaseName, imageBases } from './image-bases.ts';

/** A service of docker/compose.yaml, which is also the name of the component. */
export type ServiceName = (typeof allServiceNames)[number];

/** The services that every stack needs, in the order in which their images are made. */
export const serviceNames = [
  'toxiproxy',
  'postgresql',
  'supabase-db',
  'temporal',
  'temporal-schema',
  'supabase',
  'outside-world',
  'worker',
  'temporal-ui',
] as const;

/** The services of the profile `monitoring`; a stack without it needs none of them. */
export const monitoringServices = ['prometheus', 'grafana'] as const;

/** All services. */
export const allServiceNames = [...serviceNames, ...monitoringServices] as const;

/** The recipe of one image. */
export interface ImageSpec {
  readonly service: ServiceName;
  /** The version of the program in it. */
  readonly version: string;
  /** Folder below docker/ with the Dockerfile and its files. */
  readonly folder: string;
  /** The bases that the Dockerfile names, by build argument. */
  readonly bases: readonly BaseName[];
  /** Files and folders of the project that are copied in, relative to its root; tests are left out. */
  readonly sources: readonly string[];
  /** Whether the folder has a package.json and a lock file, to be installed as node_modules on top of Node. */
  readonly packages: boolean;
}

/** The one list of our images: services, and their contents. */
export const imageSpecs: Readonly<Record<ServiceName, ImageSpec>> = specsOf({
  toxiproxy: { version: imageBases.TOXIPROXY.version, bases: ['TOXIPROXY', 'DEBIAN'] },
  postgresql: { version: imageBases.POSTGRES.version, bases: ['POSTGRES'] },
  'supabase-db': { version: imageBases.POSTGRES.version, bases: ['POSTGRES'], folder: 'postgresql' },
  temporal: { version: imageBases.SERVER.version, bases: ['SERVER', 'DEBIAN'] },
  'temporal-schema': { version: imageBases.ADMIN_TOOLS.version, bases: ['ADMIN_TOOLS', 'DEBIAN'] },
  supabase: {
    version: '0.10.0',
    bases: ['NODE'],
    sources: ['harness/stack/supabase', 'harness/errors.ts', 'harness/wait.ts'],
    packages: true,
  },
  'outside-world': { version: projectVersion(), bases: ['NODE'], sources: ['harness/outside-world'] },
  worker: { version: projectVersion(), bases: ['NODE'], sources: ['system-under-test'], packages: true },
  'temporal-ui': { version: imageBases.UI.version, bases: ['UI', 'DEBIAN'] },
  // Their other files are mounted, so that a change of an alert or a dashboard needs no new image.
  prometheus: {
    version: imageBases.PROMETHEUS.version,
    bases: ['PROMETHEUS', 'DEBIAN'],
    folder: 'prometheus/image',
  },
  grafana: { version: imageBases.GRAFANA.version, bases: ['GRAFANA'], folder: 'grafana/image' },
});

/** The tag of a service's image: only ours have it, so no foreign image is ever touched. */
export function imageTag(service: ServiceName): string {
  return `durable-chaos/${service}:${imageSpecs[service].version}`;
}

type Partly = Pick<ImageSpec, 'version' | 'bases'> & Partial<ImageSpec>;

function specsOf(parts: Readonly<Record<ServiceName, Partly>>): Readonly<Record<ServiceName, ImageSpec>> {
  const specs = allServiceNames.map((service): [ServiceName, ImageSpec] => [
    service,
    { service, folder: service, sources: [], packages: false, ...parts[service] },
  ]);
  return Object.fromEntries(specs) as Record<ServiceName, ImageSpec>;
}

function projectVersion(): string {
  return z.looseObject({ version: z.string() }).parse(json('package.json')).version;
}

function json(path: string): unknown {
  return JSON.parse(readFileSync(join(packageRoot(), path), 'utf8'));
}
