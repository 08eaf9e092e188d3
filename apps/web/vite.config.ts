import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants } from 'node:zlib';
import react from '@vitejs/plugin-react';
import postcssMantine from 'postcss-preset-mantine';
import { defineConfig, type Plugin } from 'vite';

/** `vite` alone (development) serves the pages and passes the API on to a server started with `npm start`. */
export default defineConfig(({ command }) => {
  // Test runners set another value, with which React's slower development build would be taken.
  if (command === 'build') process.env['NODE_ENV'] = 'production';
  return {
    plugins: [react(), compressed()],
    css: { postcss: { plugins: [postcssMantine()] } },
    build: { target: 'es2022', reportCompressedSize: false, emptyOutDir: true },
    server: { proxy: { '/api': 'http://localhost:3000', '/auth': 'http://localhost:3000' } },
  };
});

const compress = promisify(brotliCompress);
/** Of 0 to 11: two steps more would save 3 % and take ten times as long. */
const QUALITY = 9;
const WORTH_IT_BYTES = 1000;

/** Puts a compressed copy beside each file, which the server sends as it is: better and quicker than compressing each answer. */
function compressed(): Plugin {
  return {
    name: 'compressed',
    apply: 'build',
    async writeBundle({ dir = '' }) {
      const assets = join(dir, 'assets');
      for (const name of await readdir(assets)) {
        const content = await readFile(join(assets, name));
        if (content.length < WORTH_IT_BYTES) continue;
        const params = {
          [constants.BROTLI_PARAM_QUALITY]: QUALITY,
          [constants.BROTLI_PARAM_SIZE_HINT]: content.length,
        };
        await writeFile(join(assets, `${name}.br`), await compress(content, { params }));
      }
    },
  };
}
