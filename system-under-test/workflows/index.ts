// A workflow is registered under the name of its export here: these are the names in `workflowTypes`.
export { greeting } from './greeting.ts';
export { ingestDocument } from './ingest-document.ts';
