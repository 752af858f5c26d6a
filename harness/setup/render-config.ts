import type { StartCommand } from '../model/start-command.ts';
import { type TemplatePart, templateParts } from './address-template.ts';
import { hypothesisOf, scenarioNumbers, startOf, workerLimits } from './config-of-sketch.ts';
import { isSecret } from './secret-variable.ts';
import { CASE, namesOf, type SystemSketch } from './system-sketch.ts';
import { keyOf, literal, quoted, template } from './type-script.ts';

/** A file that says what a sketch says. */
export interface RenderedFile {
  /** Relative to the folder of the configuration. */
  readonly path: string;
  readonly text: string;
}

/** `ts`, or `mts` where a file named `.ts` is CommonJS. */
export type Extension = 'ts' | 'mts';

/** What the look at a project adds to a sketch, as advice. */
export interface Advice {
  /** The command and code of a replayer that could be configured, as a comment; left out: none is known. */
  readonly replayer?: { readonly command: readonly string[]; readonly code: readonly string[] };
  /** Whether the workers are in TypeScript or JavaScript, so that they may have a workflow bundle. */
  readonly mayBundle: boolean;
}

/** The file of the configuration, and that of its scenario: together they say the same as the configuration of the sketch. */
export function renderConfig(sketch: SystemSketch, extension: Extension, advice: Advice): readonly RenderedFile[] {
  const { scenario } = namesOf(sketch);
  return [
    { path: `chaos.config.${extension}`, text: configText(sketch, extension, advice) },
    { path: `scenarios/${scenario}.${extension}`, text: scenarioText(sketch) },
  ];
}

function configText(sketch: SystemSketch, extension: Extension, advice: Advice): string {
  const { taskQueue, services, cwd, migrations } = sketch;
  const { subject, job, scenario, scenarioConstant } = namesOf(sketch);
  const lines = [
    `import { defineConfig } from 'durable-chaos';`,
    `import { ${job}, ${scenarioConstant} } from './scenarios/${scenario}.${extension}';`,
    ``,
    `/** How the harness starts this system and what it may expect of it. */`,
    `export const config = defineConfig({`,
    `  workers: {`,
    `    // One worker, run without a shell. Its whole process tree is one component that faults strike.`,
    `    command: ${literal(sketch.worker, 4, '')},`,
    ...(cwd === undefined ? [] : [`    cwd: ${quoted(cwd)},`]),
    ...fixedLines(sketch),
    ...replayLines(advice),
    ...envLines(sketch),
    `    // From its start to its first call to Temporal, and from SIGTERM to its end, in milliseconds.`,
    `    readyLimitMs: ${number(workerLimits.readyLimitMs)},`,
    `    drainLimitMs: ${number(workerLimits.drainLimitMs)},`,
    `  },`,
    ...clientLines(sketch),
    ...serviceLines(services),
    `  taskQueue: ${quoted(taskQueue)},`,
    `  namespace: 'default',`,
    `  // The kinds of work, and the records that they keep beside the event history.`,
    `  subjects: { ${keyOf(subject)}: { checkpoints: false, effects: false } },`,
    `  books: ${migrations === undefined ? '{}' : `{ migrations: ${quoted(migrations)} }`},`,
    `  scenarios: [${scenarioConstant}],`,
    `  // Versions of the system that you break on purpose, to see that the checks find them.`,
    `  sabotages: {},`,
    ...explorationLines(sketch),
    `});`,
    ``,
  ];
  return lines.join('\n');
}

function fixedLines({ fixedAddress }: SystemSketch): readonly string[] {
  if (fixedAddress === undefined) return [];
  return [
    `    // Temporal's address in the code of the workers, which the harness takes for its links.`,
    `    fixedAddress: ${quoted(fixedAddress)},`,
  ];
}

function serviceLines(services: SystemSketch['services']): readonly string[] {
  if (Object.keys(services).length === 0) return [];
  return [
    `  // Each worker gets a link to each, which faults can strike; requests over HTTP are crash points.`,
    `  services: ${literal(services, 2, '')},`,
  ];
}

function explorationLines(sketch: SystemSketch): readonly string[] {
  const { workflowType, cwd } = sketch;
  const { subject, exploration, job } = namesOf(sketch);
  return [
    `  explorations: {`,
    `    ${keyOf(exploration)}: {`,
    `      subject: ${quoted(subject)},`,
    ...(exploration === workflowType ? [] : [`      workflowTypes: [${quoted(workflowType)}],`]),
    `      // Each way the workflow can go: another input, another signal, a timer that fires.`,
    `      cases: { ${CASE}: ${job} },`,
    ...(cwd === undefined ? [] : [`      sources: ${quoted(cwd)},`]),
    `    },`,
    `  },`,
  ];
}

function replayLines({ replayer, mayBundle }: Advice): readonly string[] {
  const none = `    bundle: null,`;
  if (replayer !== undefined) {
    // Each line of it is a comment: a long command takes several.
    const lines = `replayer: ${literal({ command: replayer.command, code: replayer.code }, 4, '')},`.split('\n');
    return [
      none,
      `    // Judges whether the workflows are deterministic, once these are the commands and files of this system:`,
      ...lines.map((line, index) => `    // ${index === 0 ? line : line.slice(4)}`),
    ];
  }
  const how = mayBundle ? 'a program that prints the path of the workflow bundle' : 'a replayer';
  return [`    // Nothing is replayed yet; with ${how}, determinism is judged too.`, none];
}

/** The program that starts the workflow is a client of the same servers. */
function clientLines(sketch: SystemSketch): readonly string[] {
  const { start, env } = sketch;
  if (start === undefined || Object.keys(env).length === 0) return [];
  return [
    `  client: {`,
    `    // \`chaos client\` runs it. The program of \`start\` has the same variables.`,
    `    command: [${quoted(start[0])}],`,
    ...variablesLines(sketch),
    `  },`,
  ];
}

function envLines(sketch: SystemSketch): readonly string[] {
  return [
    `    // A worker gets PATH, HOME and Temporal's standard variables: TEMPORAL_ADDRESS, TEMPORAL_NAMESPACE.`,
    ...variablesLines(sketch),
  ];
}

function variablesLines({ env }: SystemSketch): readonly string[] {
  const variables = Object.entries(env);
  if (variables.length === 0) return [];
  return [
    `    env: (${variables.some(([, value]) => usesAddresses(value)) ? 'addresses' : ''}) => ({`,
    ...variables.flatMap(([name, value]) => variableLines(name, value)),
    `    }),`,
  ];
}

function variableLines(name: string, value: string): readonly string[] {
  if (!isSecret(name, value)) return [`      ${keyOf(name)}: ${template(templateParts(value).map(rendered))},`];
  return [
    `      // Its value looks like a secret and is left out: set ${name} where this is run.`,
    `      ${keyOf(name)}: ${ofEnvironment(name)},`,
  ];
}

function ofEnvironment(variable: string): string {
  return `process.env[${quoted(variable)}] ?? ''`;
}

function usesAddresses(value: string): boolean {
  return templateParts(value).some(({ kind }) => kind === 'address' || kind === 'service');
}

function rendered(part: TemplatePart): { readonly text?: string; readonly expression?: string } {
  switch (part.kind) {
    case 'text':
      return { text: part.text };
    case 'address':
      return {
        expression: part.name === 'temporalPort' ? 'String(addresses.temporalPort)' : `addresses.${part.name}`,
      };
    case 'service':
      return { expression: `String(addresses.services[${quoted(part.name)}]?.${part.field} ?? '')` };
    case 'variable':
      return { expression: ofEnvironment(part.name) };
  }
}

function scenarioText(sketch: SystemSketch): string {
  const { workflowType, input, actions } = sketch;
  const start = startOf(sketch);
  const { job } = namesOf(sketch);
  return `import { defineScenario, type WrittenJob, z } from 'durable-chaos';

/** One execution of ${workflowType}. Its input must hold the id wherever the system makes keys or rows of it. */
export function ${job}(workflowId: string): WrittenJob {
  return {
    workflowType: ${quoted(workflowType)},
    workflowId,
    args: ${literal(input, 4, 'workflowId')},${start === undefined ? '' : startText(start)}
    // What a client does to it: a signal, an update, a cancellation, each after an event of its event history.
    actions: ${literal(actions, 4, 'workflowId')},
    // Without \`expect\`, it must end as the same workflow does without a fault. A given \`expect\` proves more.
  };
}

${killText(sketch)}`;
}

/** The harness fills in the id. */
function startText(start: StartCommand): string {
  return `
    // The program of the system that starts it. Without \`args\`, its arguments are not compared.
    start: ${literal(start, 4, '')},`;
}

/** The scenario itself. */
function killText(sketch: SystemSketch): string {
  const { subject, job, scenario, scenarioConstant } = namesOf(sketch);
  const { jobs, mostJobs, workers, runTimeMs, healAfterMs } = scenarioNumbers;
  return `/** Kills the worker that is about to report the first completed activity. */
export const ${scenarioConstant} = defineScenario({
  name: ${quoted(scenario)},
  hypothesis: ${quoted(hypothesisOf(sketch))},
  subject: ${quoted(subject)},
  needs: ['kill', 'hold-calls'],
  params: z.strictObject({ jobs: z.int().min(1).max(${mostJobs}).default(${jobs}) }),
  plan: (_seed, given) => ({
    workers: ${workers},
    workload: Array.from({ length: given.jobs }, (_, index) => ${job}(\`${subject}-\${index + 1}\`)),
    schedule: [
      {
        id: 'kill',
        at: { kind: 'call', side: 'request', method: 'RespondActivityTaskCompleted', nth: 1 },
        fault: 'worker-kill',
        params: {},
        target: { role: 'holder' },
        healAfterMs: ${number(healAfterMs)},
      },
    ],
    // Each check that fits any run judges, unless the plan names some.
    runTimeMs: ${number(runTimeMs)},
  }),
});
`;
}

function number(value: number): string {
  return String(value).replaceAll(/\B(?=(\d{3})+$)/g, '_');
}
