import { createServer } from 'node:net';

/** Something that the person at the keyboard can put right; shown without a stack. */
export class UserError extends Error {
  override readonly name = 'UserError';
}

/** A port that nobody uses at this moment. */
export async function freePort(): Promise<number> {
  const found = await tryPort(0);
  if (found === null) throw new Error('No free port was given.');
  return found;
}

/**
 * Reads a port and makes sure that it is free.
 * @throws UserError that names the option.
 */
export async function portOf(text: string, option: string): Promise<number> {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new UserError(`${option} must be a number from 1 to 65535, not "${text}".`);
  }
  if ((await tryPort(port)) === null) {
    throw new UserError(
      `Port ${port} is taken by another program. Stop that one, or choose another port with ${option}.`,
    );
  }
  return port;
}

/** Listens for a moment; null when the port is taken. */
async function tryPort(port: number): Promise<number | null> {
  const server = createServer();
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, 'localhost', resolve);
    });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') return null;
    throw error;
  }
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' ? (address?.port ?? null) : null;
}
