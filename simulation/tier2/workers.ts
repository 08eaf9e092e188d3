import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { Message, Order } from './worker.ts';

const file = new URL('./worker.ts', import.meta.url);

/** One worker process at a time, and the next one ready to take its place. */
export class Workers {
  readonly #env: { readonly [name: string]: string };
  #current: ChildProcess | null = null;
  #next: Promise<ChildProcess> | null;
  /** How many died. */
  deaths = 0;

  constructor(env: { readonly [name: string]: string }) {
    this.#env = env;
    this.#next = this.#prepare();
  }

  async #prepare(): Promise<ChildProcess> {
    const child = fork(file, {
      env: { ...process.env, ...this.#env },
      execArgv: [],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    if (!(await heardFrom(child))) throw new Error('The worker ended before it was ready');
    return child;
  }

  /** Whether a worker is at work. */
  get isAlive(): boolean {
    return this.#current !== null && this.#current.exitCode === null && this.#current.signalCode === null;
  }

  /** Makes sure that a worker is at work, with this order. One that dies by its last order before it hears of this one is replaced. */
  async order(order: Order | null): Promise<void> {
    for (;;) {
      if (!this.isAlive) await this.#replace();
      const child = this.#current;
      if (child === null) return;
      const heard = heardFrom(child);
      // A process that is just dying cannot be told any more; `heard` says so.
      child.send({ order } satisfies Message, () => undefined);
      if (await heard) return;
    }
  }

  async #replace(): Promise<void> {
    if (this.#current !== null) this.deaths += 1;
    this.#current = await (this.#next ?? this.#prepare());
    this.#next = this.#prepare();
  }

  async stop(): Promise<void> {
    const next = await this.#next;
    this.#next = null;
    for (const child of [this.#current, next]) {
      if (child === null || child.exitCode !== null || child.signalCode !== null) continue;
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    }
    this.#current = null;
  }
}

/** Waits for the next word of a process; false: it ended instead. */
function heardFrom(child: ChildProcess): Promise<boolean> {
  return new Promise((resolve) => {
    const done = (isAlive: boolean) => {
      child.off('message', spoke).off('exit', ended);
      resolve(isAlive);
    };
    const spoke = () => done(true);
    const ended = () => done(false);
    child.once('message', spoke).once('exit', ended);
  });
}
