import { resolve } from 'node:path';

import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

import { exhibits } from './plugins/exhibits.ts';
import { lessons } from './plugins/lessons.ts';
import { woff2Only } from './plugins/woff2-only.ts';

const HERE = (path: string): string => resolve(import.meta.dirname, path);

export default defineConfig({
  // All addresses are relative: the lab may lie under any prefix.
  base: './',
  plugins: [
    woff2Only(),
    exhibits(HERE('src/exhibits'), HERE('../src/neurarium/lab/exhibits')),
    lessons(),
    svelte(),
  ],
  // Component tests run in a simulated browser, so they need Svelte's browser half.
  resolve: process.env['VITEST'] ? { conditions: ['browser'] } : {},
  build: {
    outDir: '../src/neurarium/server/static',
    emptyOutDir: true,
    target: 'es2022',
    // Inlined assets would need `data:` in the Content-Security-Policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        // What nearly every page needs comes in one piece: each file costs a request and its headers.
        codeSplitting: {
          groups: [
            { name: 'pieces', test: /[\\/]src[\\/](components|draw|frame|lib)[\\/]/, minShareCount: 5 },
          ],
          includeDependenciesRecursively: false,
        },
      },
    },
    // What is bundled is given away with it, so its licences go along.
    license: { fileName: 'licenses.md' },
  },
  server: {
    host: '127.0.0.1',
    // The lab talks only to its own address: what goes to it comes from there.
    proxy: {
      '/ws': { target: 'http://127.0.0.1:8731', ws: true, changeOrigin: true, rewriteWsOrigin: true },
      '/api': 'http://127.0.0.1:8731',
      '/knock': {
        target: 'http://127.0.0.1:8731',
        changeOrigin: true,
        headers: { origin: 'http://127.0.0.1:8731' },
      },
    },
  },
  test: {
    // Tests of components ask for a simulated browser themselves: `// @vitest-environment happy-dom`.
    environment: 'node',
    include: ['src/**/*.test.ts', 'plugins/**/*.test.ts'],
    // Only so that a fault ends a test: none passes or fails because a machine is slow.
    testTimeout: 600_000,
  },
});
