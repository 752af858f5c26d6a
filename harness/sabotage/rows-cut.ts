import type { HarnessSabotage } from './harness-sabotage.ts';

/** Loses a row of the tables while it reads them. */
export const rowsCut: HarnessSabotage = {
  name: 'rows-cut',
  summary: 'The last row that is read of the tables gets lost.',
  caughtBy: { check: 'rows-as-expected', verdict: 'invalid' },
  apply: (parts) => ({
    ...parts,
    provision: async (signal) => {
      const system = await parts.provision(signal);
      const { books } = system.probes;
      const tables: typeof books.tables = async (options) => {
        const book = await books.tables(options);
        return book.state === 'collected' ? { state: 'collected', rows: book.rows.slice(0, -1) } : book;
      };
      return { ...system, probes: { ...system.probes, books: { ...books, tables } } };
    },
  }),
};
