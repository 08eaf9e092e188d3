import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { createClient, type ApiClient } from '../apps/server/src/testing/client.ts';

const BAD_EVERY = 100;
const LOOK_AGAIN_MS = 100;

interface State {
  readonly state: string;
  readonly done: number;
  readonly created: number;
  readonly total: number;
}

/**
 * A CSV file of `rows` contacts through HTTP, as a person imports it: seconds, how often the progress moved, the most memory of the server (serving
 * and working in one process) and how far above where it began; then the refused rows downloaded, mended and imported; then another import that is
 * cancelled midway.
 */
export async function importFile(options: { readonly rows: number }) {
  const server = await startServer();
  try {
    const api = createClient(server.url);
    await api.signIn(server.email, server.password);
    const uploadedAt = performance.now();
    const id = await upload(api, fileOf(options.rows));
    const startedAt = performance.now();
    const first = await run(api, id);
    const seconds = (performance.now() - startedAt) / 1000;
    const { before, peak } = await server.memory();
    const refusedFile = String((await api.request('GET', `/api/imports/${id}/refused`)).body);
    const mended = await run(api, await upload(api, refusedFile.replaceAll('not an address', '')));
    const { id: other, state: cancelled } = await cancelMidway(api, options.rows);
    const later = await api.get<State>(`/api/imports/${other}`);
    return {
      rows: options.rows,
      uploadSeconds: rounded((startedAt - uploadedAt) / 1000),
      seconds: rounded(seconds),
      rowsPerSecond: Math.round(options.rows / seconds),
      progressSteps: first.steps,
      created: first.state.created,
      refused: first.state.done - first.state.created,
      mended: mended.state.created,
      peakMb: rounded(peak / 1e6),
      grewMb: rounded((peak - before) / 1e6),
      cancelled: { ...cancelled, stayed: later.done === cancelled.done },
    };
  } finally {
    await server.stop();
  }
}

async function startServer() {
  const file = new URL('./import-server.ts', import.meta.url).pathname;
  const child = spawn(process.execPath, [...process.execArgv, file], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const read = async <T>(): Promise<T> => {
    const { value, done } = await lines.next();
    if (done) throw new Error('The server of the bench ended.');
    return JSON.parse(value) as T;
  };
  const address = await read<{ url: string; email: string; password: string }>();
  return {
    ...address,
    /** Bytes: at the beginning, and at most since then. */
    async memory(): Promise<{ before: number; peak: number }> {
      child.stdin.write('memory\n');
      return read();
    },
    async stop() {
      child.stdin.write('end\n');
      if (child.exitCode === null) await once(child, 'exit');
    },
  };
}

const rounded = (value: number) => Math.round(value * 10) / 10;

/** Rows as a CRM exports them, with quotation marks, other alphabets, line breaks and some addresses that are none. */
function fileOf(rows: number): string {
  const lines = Array.from({ length: rows }, (_, n) => {
    const email = n % BAD_EVERY === 0 ? 'not an address' : `eva.berg${n}@company${n % 997}.example`;
    return `Eva,Berg ${n},"Company ""${n % 997}"", Inc.",${email},+46 8 ${100_000 + n},Buyer,Sales,Storgatan ${n % 200},Västerås,Sweden,"Met in ${2000 + (n % 26)}.\nПозвонить."`;
  });
  const head =
    'First name,Last name,Account name,Email,Phone,Title,Department,Mailing street,Mailing city,Mailing country,Description';
  return `${head}\n${lines.join('\n')}\n`;
}

async function upload(api: ApiClient, content: string): Promise<string> {
  const form = new FormData();
  form.append('file', new Blob([content]), 'contacts.csv');
  const { id, suggestedMapping } = await api.post<{ id: string; suggestedMapping: object }>(
    '/api/contacts/imports',
    form,
  );
  await api.post(`/api/imports/${id}/start`, { mapping: suggestedMapping, duplicates: 'skip' });
  return id;
}

async function run(api: ApiClient, id: string): Promise<{ state: State; steps: number }> {
  const seen = new Set<number>();
  for (;;) {
    const state = await api.get<State>(`/api/imports/${id}`);
    seen.add(state.done);
    if (state.state !== 'running') return { state, steps: seen.size };
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
  }
}

async function cancelMidway(api: ApiClient, rows: number): Promise<{ id: string; state: State }> {
  const id = await upload(api, fileOf(rows).replaceAll('@company', '@other'));
  for (;;) {
    const { done } = await api.get<State>(`/api/imports/${id}`);
    if (done > 0) break;
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
  }
  const { state, done, created, total } = await api.post<State>(`/api/imports/${id}/cancel`);
  return { id, state: { state, done, created, total } };
}
