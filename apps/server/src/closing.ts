/** What is open, closed in the opposite order of opening. */
export interface Closing {
  add(close: () => Promise<unknown>): void;
  /** Closes everything, also after one of them failed. Safe to repeat. @throws AggregateError of what failed. */
  closeAll(): Promise<void>;
}

export function createClosing(): Closing {
  const open: (() => Promise<unknown>)[] = [];
  return {
    add: (close) => void open.push(close),
    async closeAll() {
      const failures: unknown[] = [];
      for (const close of open.splice(0).reverse()) {
        try {
          await close();
        } catch (error) {
          failures.push(error);
        }
      }
      if (failures.length > 0) throw new AggregateError(failures, 'Not everything could be closed.');
    },
  };
}
