/** Undo steps of a transaction under way, so that a failure leaves everything as it was. */
export class Journalled {
  #undo: (() => void)[] | null = null;

  /** Whether a transaction is under way. */
  get isBusy(): boolean {
    return this.#undo !== null;
  }

  /** Sets or deletes a key of a map, remembering how to take it back. */
  put<K, V>(map: Map<K, V>, key: K, value: V | undefined): void {
    const before = map.get(key);
    this.#undo?.push(() => (before === undefined ? map.delete(key) : map.set(key, before)));
    if (value === undefined) map.delete(key);
    else map.set(key, value);
  }

  /** Remembers how to take back a change made otherwise. */
  undoWith(undo: () => void): void {
    this.#undo?.push(undo);
  }

  async transaction<T>(work: () => Promise<T>): Promise<T> {
    if (this.#undo) throw new Error('A transaction is under way already');
    const undo: (() => void)[] = [];
    this.#undo = undo;
    try {
      return await work();
    } catch (failure) {
      this.#undo = null;
      for (const step of undo.reverse()) step();
      throw failure;
    } finally {
      this.#undo = null;
    }
  }
}
