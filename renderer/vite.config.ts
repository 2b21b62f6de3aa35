import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/**
 * Chromium 108 is the oldest page host (Electron 22). Everything is a file of its own: the page runs under
 * `default-src 'self'`, so neither inline scripts nor `data:` addresses may appear in it.
 */
export default defineConfig({
  root: import.meta.dirname,
  base: './',
  plugins: [react()],
  css: { transformer: 'lightningcss', lightningcss: { targets: { chrome: 108 << 16 } } },
  build: {
    outDir: '../dist/renderer',
    emptyOutDir: true,
    target: 'chrome108',
    cssMinify: 'lightningcss',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1500,
  },
})
