import { expect } from 'chai';
import { type CanaryConnection, serveCanaries } from './canary-worker.ts';

const place = { namespace: 'n', taskQueue: 'q' };

interface Answered {
  readonly taskToken: Uint8Array;
  readonly commands: readonly { readonly commandType: number }[];
}

/** A Temporal that answers each poll with the next of these: a token, an empty answer, or an error. */
function temporal(answers: (Uint8Array | Error)[]): { connection: CanaryConnection; done: readonly Answered[] } {
  const done: Answered[] = [];
  const asked = async (): Promise<unknown> => {
    const next = answers.shift();
    if (next instanceof Error) throw next;
    if (next !== undefined) return { taskToken: next };
    const { promise, reject } = Promise.withResolvers<never>();
    signal?.addEventListener('abort', () => reject(new Error('cancelled')));
    return await promise;
  };
  let signal: AbortSignal | undefined;
  const connection = {
    withAbortSignal: (given: AbortSignal, call: () => unknown) => {
      signal = given;
      return call();
    },
    withDeadline: (_: number, call: () => unknown) => call(),
    workflowService: {
      pollWorkflowTaskQueue: asked,
      respondWorkflowTaskCompleted: (answer: Answered) => Promise.resolve(done.push(answer)),
    },
  };
  return { connection: connection as unknown as CanaryConnection, done };
}

async function served(answers: (Uint8Array | Error)[]): Promise<readonly Answered[]> {
  const { connection, done } = temporal(answers);
  const serving = serveCanaries(connection, place);
  while (answers.length > 0) await new Promise((resolve) => setImmediate(resolve));
  await new Promise((resolve) => setImmediate(resolve));
  await serving[Symbol.asyncDispose]();
  return done;
}

describe('the worker of the canaries', () => {
  it('completes each workflow with its first workflow task', async () => {
    const [first, second] = [Uint8Array.of(1), Uint8Array.of(2)];
    const done = await served([first, second]);
    expect(done.map(({ taskToken }) => taskToken)).to.deep.equal([first, second]);
    // COMMAND_TYPE_COMPLETE_WORKFLOW_EXECUTION
    expect(done.map(({ commands }) => commands.map(({ commandType }) => commandType))).to.deep.equal([[4], [4]]);
  });

  it('asks again after an empty answer, and where Temporal is away', async () => {
    const done = await served([new Uint8Array(), new Error('UNAVAILABLE'), Uint8Array.of(1)]);
    expect(done).to.have.length(1);
  });
});
