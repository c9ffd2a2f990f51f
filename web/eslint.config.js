import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

import svelteConfig from './svelte.config.js';

export default defineConfig(
  js.configs.recommended,
  tseslint.configs.recommended,
  svelte.configs.recommended,
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: tseslint.parser, svelteConfig } },
  },
  {
    rules: {
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-undef': 'off', // TypeScript says it
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      'svelte/no-at-html-tags': 'off', // the HTML is made when building, or escaped by highlight.js and KaTeX
      'svelte/no-useless-mustaches': 'off', // a line break is written so
      'svelte/no-unused-svelte-ignore': 'off', // the comments speak to the compiler's own warnings
      'svelte/prefer-svelte-reactivity': 'off', // a cache in a Map need not be reactive
    },
  },
);
