/** A line of a component's log. */
export interface LogLine {
  readonly component: string;
  readonly incarnation: number;
  readonly text: string;
  /** What a line that is a JSON object says of itself; null for any other. */
  readonly fields: LogFields | null;
}

/** The fields that a reader looks for; a program may add others. */
export interface LogFields {
  /** ISO time; empty if the line has none. */
  readonly time: string;
  readonly level: string;
  readonly message: string;
  /** Null for a line that is about no workflow. */
  readonly workflowId: string | null;
  /** Type, activity, attempt and error, as far as the line has them. */
  readonly subject: readonly string[];
}

/** A file of one life of a component: `worker-1.2.log`. */
export interface LogFile {
  readonly component: string;
  readonly incarnation: number;
}

const subjects = ['type', 'activityId', 'attempt', 'error'];

/** Which component and which of its lives a file of a folder of logs belongs to; null if none. */
export function logFileNamed(name: string): LogFile | null {
  const [, component, incarnation] = /^(.+)\.(\d+)\.log$/.exec(name) ?? [];
  return component === undefined ? null : { component, incarnation: Number(incarnation) };
}

/** Reads one line. Temporal's server names workflows by `wf-id`; this project's programs by `workflowId`. */
export function readLogLine({ component, incarnation }: LogFile, text: string): LogLine {
  return { component, incarnation, text, fields: fieldsOf(text) };
}

function fieldsOf(text: string): LogFields | null {
  if (!text.startsWith('{')) return null;
  try {
    const line = JSON.parse(text) as Readonly<Record<string, unknown>>;
    const textOf = (...names: readonly string[]): string | null => {
      const value = names.map((name) => line[name]).find((one) => typeof one === 'string');
      return typeof value === 'string' ? value : null;
    };
    return {
      time: textOf('time', 'ts') ?? '',
      level: textOf('level') ?? '',
      message: textOf('message', 'msg') ?? '',
      workflowId: textOf('workflowId', 'wf-id'),
      subject: subjects.flatMap((name) => {
        const value = line[name];
        return typeof value === 'string' || typeof value === 'number' ? [`${name} ${value}`] : [];
      }),
    };
  } catch {
    return null;
  }
}
