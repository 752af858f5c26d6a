/** A binary that the harness provides: two servers, and Docker Compose. */
export type ServerName = 'temporal' | 'toxiproxy' | 'compose';

/** The version that a binary prints. */
export interface SeenVersion {
  readonly version: string;
  /** Whether the harness can work with it. */
  readonly fits: boolean;
}

/** A program that can be looked for, and asked for its version. */
export interface ProgramSpec {
  /** Its name for people. */
  readonly title: string;
  /** The pinned version of its release, or the oldest that fits. */
  readonly version: string;
  /** File name, on the PATH and in the release's archive. */
  readonly program: string;
  /** Environment variable that names a binary to use and no other. */
  readonly environmentVariable: string;
  readonly versionArguments: readonly string[];
  /** Reads the version from the binary's output; null if it printed none. */
  readonly readVersion: (output: string) => SeenVersion | null;
}

/** The properties that distinguish one server binary from another. */
export interface ServerSpec extends ProgramSpec {
  readonly server: ServerName;
  /** Path of the official release below the base URL, for a target such as `linux_amd64`. */
  readonly releasePath: (target: string) => string;
  /** Of each release archive; empty if no release is pinned and a missing program is always built. */
  readonly sha256: Readonly<Record<string, string>>;
  /** Folder below modules/, the package to build, and the variable that its linker writes the version to. */
  readonly goModule: { readonly folder: string; readonly package: string; readonly versionVariable: string };
}

const temporalServerVersion = '1.31.2';
const temporalCliVersion = '1.8.2';
const toxiproxyVersion = '2.12.0';
const composeVersion = '5.0.2';
/** The first whose override files can extend a service of another file and drop its profile. */
const composeMinimum = [2, 24] as const;

/**
 * All of them, pinned.
 *
 * @remarks The Temporal CLI is compared by the version of the server in it: runs are about that server, and a CLI
 * built from source calls itself 0.0.0-DEV. The checksums are those of the official releases.
 */
export const serverSpecs: Readonly<Record<ServerName, ServerSpec>> = {
  temporal: {
    server: 'temporal',
    title: 'Temporal CLI',
    version: temporalCliVersion,
    program: 'temporal',
    environmentVariable: 'CHAOS_TEMPORAL_PATH',
    versionArguments: ['--version'],
    readVersion: (output) => {
      const [, cli, server] = /^temporal version (\S+) \(Server ([^\s,)]+)/m.exec(output) ?? [];
      if (cli === undefined || server === undefined) return null;
      return { version: `${server} (CLI ${cli})`, fits: server === temporalServerVersion };
    },
    releasePath: (target) =>
      `temporalio/cli/releases/download/v${temporalCliVersion}/temporal_cli_${temporalCliVersion}_${target}.tar.gz`,
    sha256: {
      linux_amd64: 'd8421bda989e6514b4bdb4d63a9012a8a05a806892e881a5aad8510496349a94',
      linux_arm64: '83600a8fac6e3da54093e5da6918d399f501532b9f1172235603f9606f4ac6e4',
      darwin_amd64: '489d7f5420cae02b559774ac23df035141954c33a51dba96f5759a0ddccdf1b6',
      darwin_arm64: 'dacdc3587682c04cf27e67c8878ca2d755230b6ad63c0c6ebddd7348ae90ed94',
    },
    goModule: {
      folder: 'temporal-cli',
      package: 'github.com/temporalio/cli/cmd/temporal',
      versionVariable: 'github.com/temporalio/cli/internal/temporalcli.Version',
    },
  },
  toxiproxy: {
    server: 'toxiproxy',
    title: 'toxiproxy-server',
    version: toxiproxyVersion,
    program: 'toxiproxy-server',
    environmentVariable: 'CHAOS_TOXIPROXY_PATH',
    versionArguments: ['-version'],
    readVersion: (output) => {
      const [, version] = /^toxiproxy-server version (\S+)/m.exec(output) ?? [];
      return version === undefined ? null : { version, fits: version === toxiproxyVersion };
    },
    releasePath: (target) =>
      `Shopify/toxiproxy/releases/download/v${toxiproxyVersion}/toxiproxy_${toxiproxyVersion}_${target}.tar.gz`,
    sha256: {
      linux_amd64: '65e042d3fc2290c099527bc506446a6fd863a09f113b8944b636ece70221c2b3',
      linux_arm64: 'ab417dafc77ae8b54ec8461cc5da5180d0465a61dcbda86c72da72ee4ab843b7',
      darwin_amd64: '52ac1f99d7204b4b523f910b791bc86318b50ef94822c79a6157606704003ced',
      darwin_arm64: 'cece3905c06ad84d6b3bb4cd024c344e6466736b2a8cbaf9ef4fe45e62aba9b2',
    },
    goModule: {
      folder: 'toxiproxy',
      package: 'github.com/Shopify/toxiproxy/v2/cmd/server',
      versionVariable: 'github.com/Shopify/toxiproxy/v2.Version',
    },
  },
  compose: {
    server: 'compose',
    title: 'Docker Compose',
    version: composeVersion,
    program: 'docker-compose',
    environmentVariable: 'CHAOS_COMPOSE_PATH',
    versionArguments: ['version'],
    readVersion: (output) => readComposeVersion(output),
    releasePath: () => `docker/compose/releases/tag/v${composeVersion}`,
    sha256: {},
    goModule: {
      folder: 'compose',
      package: 'github.com/docker/compose/v5/cmd',
      versionVariable: 'github.com/docker/compose/v5/internal.Version',
    },
  },
};

/** The version of `docker compose version`; null if another program answered, or a Compose before version 2. */
export function readComposeVersion(output: string): SeenVersion | null {
  const [, version, major, minor] = /^Docker Compose version v?((\d+)\.(\d+)\.\S+)/m.exec(output) ?? [];
  if (version === undefined) return null;
  const [leastMajor, leastMinor] = composeMinimum;
  const fits = Number(major) > leastMajor || (Number(major) === leastMajor && Number(minor) >= leastMinor);
  return { version, fits };
}

/** The oldest Go that builds all wrapper modules. */
export const goMinimum = '1.26.4';

/** The releases' name of a platform, or null if there is none for it. */
export function releaseTarget(platform: string, arch: string): string | null {
  const archName = arch === 'x64' ? 'amd64' : arch;
  const target = `${platform}_${archName}`;
  return target in serverSpecs.temporal.sha256 ? target : null;
}
