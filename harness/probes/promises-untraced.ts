import v8 from 'node:v8';

/**
 * Has `node:v8` install no promise hooks in this process.
 *
 * @remarks By such a hook the SDK notes a stack trace of each promise that a workflow makes, for its `__stack_trace` query,
 * which is half of the time of a replay. Nobody queries a replay, and where there are no hooks the SDK does without.
 */
export function leavePromisesUntraced(): void {
  v8.promiseHooks.createHook = () => () => undefined;
}
