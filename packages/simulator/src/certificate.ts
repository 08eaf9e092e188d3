import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { generate } from 'selfsigned';

export type Certificate = {
  key: string;
  cert: string;
  /** Where the certificate lies: clients are told to trust it, Node by NODE_EXTRA_CA_CERTS. */
  path: string;
};

const YEAR_MS = 365 * 24 * 3600_000;

/** The self-signed certificate for this machine that is kept in the folder, made when there is none. */
export async function certificateIn(folder: string, nowMs: number): Promise<Certificate> {
  const path = join(folder, 'certificate.pem');
  const keyPath = join(folder, 'key.pem');
  await mkdir(folder, { recursive: true });
  const kept = await Promise.all([readIfThere(keyPath), readIfThere(path)]);
  if (kept[0] !== null && kept[1] !== null) return { key: kept[0], cert: kept[1], path };
  const made = await generate([{ name: 'commonName', value: 'localhost' }], {
    algorithm: 'sha256',
    keyType: 'ec',
    curve: 'P-256',
    notBeforeDate: new Date(nowMs),
    notAfterDate: new Date(nowMs + 10 * YEAR_MS),
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      {
        name: 'subjectAltName',
        altNames: [
          { type: 2, value: 'localhost' },
          { type: 7, ip: '127.0.0.1' },
          { type: 7, ip: '::1' },
        ],
      },
    ],
  });
  await writeFile(keyPath, made.private, { mode: 0o600 });
  await writeFile(path, made.cert);
  return { key: made.private, cert: made.cert, path };
}

async function readIfThere(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}
