import { WorkflowNotFoundError } from '@temporalio/client';
import { type DocumentService, TemporalDocuments } from '../../api/document-service.ts';
import { Problem } from '../../api/problem.ts';
import { runApi } from '../../api/run-api.ts';
import { orAway } from '../../api/temporal-away.ts';

// Broken: a review is a signal like any other, so one that is sent again with the same key counts again.
await runApi((parts) => {
  const { client, config } = parts;
  const review: DocumentService['review'] = async (document, decided) => {
    const signal = (): Promise<void> => client.workflow.getHandle(document).signal('review', decided);
    try {
      await orAway(client.withDeadline(Date.now() + config.TEMPORAL_CALL_LIMIT_MS, signal));
    } catch (error) {
      if (!(error instanceof WorkflowNotFoundError)) throw error;
      throw new Problem(409, `No ingestion of "${document}" is under way. Ask for its status.`);
    }
    return { document, replayed: false };
  };
  return Object.assign(new TemporalDocuments(parts), { review });
});
