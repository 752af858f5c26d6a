import { type Context, type RunningScriptOptions, Script } from 'node:vm';
import type { IssuedCommand, ReplayTrace, SourceLine } from '../model/replay-trace.ts';

type Run = (this: Script, context: Context, options?: RunningScriptOptions) => unknown;

/** A command of the SDK: one field, named after its kind. */
type Command = Readonly<Record<string, CommandBody | undefined>>;

interface CommandBody {
  readonly seq?: number;
  readonly activityType?: string;
  readonly workflowType?: string;
  readonly patchId?: string;
}

/** The parts of the SDK's runtime of one workflow that a trace needs. */
interface Activator {
  readonly info: { readonly historyLength: number };
  pushCommand(command: Command, complete?: boolean): void;
  getStackTraces(): readonly { readonly formatted: string }[];
}

/** The lines of a workflow in a stack, from the innermost. */
type LinesOf = (stack: string) => readonly SourceLine[];

interface OpenTrace {
  readonly activator: Activator;
  readonly commands: IssuedCommand[];
  thrownAt: readonly SourceLine[];
}

const FRAMES = 200;
const LINES = 5;
const kindsOfNames = ['activityType', 'workflowType', 'patchId'] as const;

/**
 * Notes the commands of each workflow that is replayed in this process, with the lines that issue them.
 *
 * @remarks Every call into a workflow runs a script of `node:vm`, after which the runtime of the workflow can be reached.
 * The SDK maps stack traces to the sources by the source map of the bundle.
 * @param bundlePath - frames that stay in the bundle itself are no lines of a workflow
 * @returns gives the trace of the workflow that was replayed last, and forgets it
 */
export function traceCommands(bundlePath: string): () => ReplayTrace {
  const linesOf = (stack: string): readonly SourceLine[] => ownLines(stack, bundlePath);
  Error.stackTraceLimit = FRAMES;
  let open: OpenTrace | null = null;
  const { prototype }: { readonly prototype: { runInContext: Run } } = Script;
  const run = prototype.runInContext;
  prototype.runInContext = function runTraced(this: Script, context, options) {
    try {
      return run.call(this, context, options);
    } catch (error) {
      if (open !== null) open.thrownAt = linesOf(stackOf(error));
      throw error;
    } finally {
      const activator = context['__TEMPORAL_ACTIVATOR__'] as Activator | undefined;
      if (activator !== undefined && activator !== open?.activator) open = follow(activator, linesOf);
    }
  };
  return () => {
    const taken = close(open, linesOf);
    open = null;
    return taken;
  };
}

function follow(activator: Activator, linesOf: LinesOf): OpenTrace {
  const open: OpenTrace = { activator, commands: [], thrownAt: [] };
  const push = activator.pushCommand.bind(activator);
  activator.pushCommand = (command, complete) => {
    const source = linesOf(currentStack());
    open.commands.push({ ...describe(command), task: activator.info.historyLength, source });
    push(command, complete);
  };
  return open;
}

function describe(command: Command): Pick<IssuedCommand, 'kind' | 'name' | 'seq'> {
  const kind = Object.keys(command).find((key) => key !== 'eventGroupMarkers') ?? 'unknown';
  const body = command[kind] ?? {};
  const name = kindsOfNames.map((key) => body[key]).find((value) => value !== undefined);
  return { kind, name: name ?? null, seq: body.seq ?? null };
}

function close(open: OpenTrace | null, linesOf: LinesOf): ReplayTrace {
  if (open === null) return { commands: [], waitsAt: [], thrownAt: [], task: null };
  const { commands, thrownAt, activator } = open;
  return { commands, thrownAt, waitsAt: waitingLines(activator, linesOf), task: activator.info.historyLength };
}

function waitingLines(activator: Activator, linesOf: LinesOf): readonly SourceLine[] {
  const stacks = activator.getStackTraces().map(({ formatted }) => linesOf(formatted));
  return stacks.find((lines) => lines.length > 0) ?? [];
}

/** The SDK maps the stacks of all objects but those of the Error of this realm. */
function currentStack(): string {
  const holder = {};
  Error.captureStackTrace(holder);
  return stackOf(holder);
}

function stackOf(error: unknown): string {
  const stack = (error as { readonly stack?: unknown } | null)?.stack;
  return typeof stack === 'string' ? stack : '';
}

/** The lines of a stack that are none of a package, of the bundle's frame or of Node. */
function ownLines(stack: string, bundlePath: string): readonly SourceLine[] {
  const lines = stack.split('\n').flatMap((frame) => {
    const [, file = '', line, column] = /^\s+at (?:.*\()?(.+?):(\d+):(\d+)\)?$/.exec(frame) ?? [];
    return isOwn(file) && file !== bundlePath ? [{ file, line: Number(line), column: Number(column) }] : [];
  });
  return lines.slice(0, LINES);
}

function isOwn(file: string): boolean {
  const isForeign = /[\\/]node_modules[\\/]|^node:|^webpack[:/]|^file:/.test(file) || file === import.meta.filename;
  return file.startsWith('/') && !isForeign;
}
