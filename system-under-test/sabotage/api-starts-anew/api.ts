import { type DocumentService, TemporalDocuments } from '../../api/document-service.ts';
import { runApi } from '../../api/run-api.ts';
import { orAway } from '../../api/temporal-away.ts';
import { startOptions } from '../../ingestion-client.ts';
import type { ingestDocument } from '../../workflows/ingest-document.ts';
import { workflowTypes } from '../../workflows/types.ts';

// Broken: a start that is sent again ends the ingestion under way and begins it anew.
await runApi((parts) => {
  const { client, config } = parts;
  const start: DocumentService['start'] = async (request) => {
    const options = {
      ...startOptions(request, config),
      workflowIdReusePolicy: 'ALLOW_DUPLICATE',
      workflowIdConflictPolicy: 'TERMINATE_EXISTING',
    } as const;
    const begin = () => client.workflow.start<typeof ingestDocument>(workflowTypes.ingestDocument, options);
    await orAway(client.withDeadline(Date.now() + config.TEMPORAL_CALL_LIMIT_MS, begin));
    return { document: request.document, replayed: false };
  };
  return Object.assign(new TemporalDocuments(parts), { start });
});
