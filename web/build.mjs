// Bundles the browser part into dist/web: one file each for the launcher, the chat page and the demo page.
import { copyFileSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const web = dirname(fileURLToPath(import.meta.url));
const out = join(web, '../dist/web');
/** Phones that no longer get updates: iOS 13, and Android 7 with its last Chrome. */
const target = ['es2020', 'safari13.1', 'chrome80', 'firefox78'];

mkdirSync(out, { recursive: true });
await build({
  entryPoints: {
    widget: join(web, 'launcher/widget.ts'),
    chat: join(web, 'chat/main.ts'),
    demo: join(web, 'demo/demo.ts'),
  },
  outdir: out,
  bundle: true,
  minify: true,
  format: 'iife',
  charset: 'utf8',
  target,
  // Safari before 14.1 has a fault with destructuring in corner cases that are not used here.
  supported: { destructuring: true },
  logLevel: 'warning',
});
await build({
  entryPoints: { chat: join(web, 'chat/chat.css'), demo: join(web, 'demo/demo.css') },
  outdir: out,
  minify: true,
  target,
  logLevel: 'warning',
});
for (const page of ['chat/chat.html', 'demo/demo.html'])
  copyFileSync(join(web, page), join(out, page.split('/')[1]));
