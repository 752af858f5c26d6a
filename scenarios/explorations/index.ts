import type { ExploredWorkflow } from '../../harness/index.ts';
import { greeting } from './greeting.ts';
import { ingestDocument } from './ingest-document.ts';

/** Every workflow that can be explored, by its type: to add one, write its file and name it here. */
export const explorations: Readonly<Record<string, ExploredWorkflow>> = { ingestDocument, greeting };
