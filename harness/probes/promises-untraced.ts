import v8 from 'node:v8';

/**
 * Keeps `node:v8` from installing promise hooks in this process.
 *
 * @remarks The SDK uses such a hook to note a stack trace of each promise of a workflow, for its `__stack_trace` query.
 * That takes half of the time of a replay. The harness never queries a replay, and the SDK works without hooks.
 */
export function leavePromisesUntraced(): void {
  v8.promiseHooks.createHook = () => () => undefined;
}
