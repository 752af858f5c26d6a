/** What an exploration tells while it goes on. */
export interface ExplorationNews {
  /** All references have run: how many points there are, and how many results are wanted of them. */
  planned(points: number, results: number): void;
  /** A front begins; `of` is how many there will be at least. */
  front(number: number, of: number, action: string): void;
  /** One more result, or a revised one. */
  judged(done: number, failing: number): void;
  note(line: string): void;
}
