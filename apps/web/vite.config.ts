import react from '@vitejs/plugin-react';
import postcssMantine from 'postcss-preset-mantine';
import { defineConfig } from 'vite';

/** `vite` alone (development) serves the pages and passes the API on to a server started with `npm start`. */
export default defineConfig(({ command }) => {
  // Test runners set another value, with which React's slower development build would be taken.
  if (command === 'build') process.env['NODE_ENV'] = 'production';
  return {
    plugins: [react()],
    css: { postcss: { plugins: [postcssMantine()] } },
    build: { target: 'es2022', reportCompressedSize: false, emptyOutDir: true },
    server: { proxy: { '/api': 'http://localhost:3000', '/auth': 'http://localhost:3000' } },
  };
});
