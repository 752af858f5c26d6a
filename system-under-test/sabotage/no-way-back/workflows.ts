// Broken: the version to go back to has the change that was to be undone. Nothing shows until a deployment goes back.
export { greeting, ingestDocument } from '../../versions/v2-unguarded/workflows.ts';
