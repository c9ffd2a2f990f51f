import type { Plugin } from 'vite';

/** KaTeX names every font three times; each browser that runs this lab reads woff2, so the other two go. */
export function woff2Only(): Plugin {
  return {
    name: 'neurarium:woff2-only',
    enforce: 'pre',
    transform(code, id) {
      if (!id.split('?')[0]?.endsWith('katex.min.css')) return null;
      return {
        code: code.replace(/,url\([^)]*\.(?:woff|ttf)\) format\("(?:woff|truetype)"\)/g, ''),
        map: null,
      };
    },
  };
}
