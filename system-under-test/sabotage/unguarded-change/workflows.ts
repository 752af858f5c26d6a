// Broken: the second version forgets `patched`. Nothing shows until it gets an execution that the first one began.
export { greeting, ingestDocument } from '../../versions/v2-unguarded/workflows.ts';
