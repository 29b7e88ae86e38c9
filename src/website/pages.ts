import type { Widget } from '../content/widget';
import { type Body, bodyOf, readBuilt } from './assets';
import { dataBlock, fillPage } from './fill';

/** One answer of the website. */
export interface Page {
  readonly body: Body;
  readonly headers: Readonly<Record<string, string>>;
}

export interface PageRequest {
  readonly path: string;
  readonly query: URLSearchParams;
  /** Origin under which the visitor sees this service. */
  readonly origin: string;
}

interface PageOptions {
  /** Folder of the built browser part. */
  readonly folder: string;
  /** By language; English must be there. */
  readonly widgets: ReadonlyMap<string, Widget>;
  /** Sites that may show the chat. */
  readonly allowedOrigins: readonly string[];
  /** Origin of Azure Direct Line, when the chat runs there. */
  readonly azureOrigin?: string;
}

const FALLBACK = 'en';
const HOUR_S = 3600;
const YEAR_S = 31_536_000;
/** Where the language-dependent data stands in the built chat page and in the built launcher. */
const PAGE_DATA = '<!--page-data-->';
const LAUNCHER_DATA = '"launcher-texts"';

const ASSETS = ['chat.js', 'chat.css', 'demo.js', 'demo.css'] as const;

/** The paths that are served. */
export const PAGE_PATHS: readonly string[] = [
  '/',
  '/chat',
  '/widget.js',
  ...ASSETS.map((name) => `/assets/${name}`),
];

/**
 * Prepares everything the website serves, once. Nothing of it depends on who asks, but for the origin that
 * the demo page shows and the security policy names.
 */
export function createPages(options: PageOptions): (request: PageRequest) => Page | undefined {
  const { folder, widgets } = options;
  const assets = new Map<string, Body>(
    ASSETS.map((name) => [`/assets/${name}`, bodyOf(name, readBuilt(folder, name))]),
  );
  const versioned = (name: string) => `/assets/${name}?v=${assets.get(`/assets/${name}`)?.hash}`;
  const chats = new Map(
    [...widgets].map(([locale, widget]) => [locale, chatPage(widget, options, versioned)]),
  );
  const launcher = bodyOf('widget.js', launcherScript(options));
  const demo = readBuilt(folder, 'demo.html');

  return ({ path, query, origin }) => {
    const asset = assets.get(path);
    if (asset !== undefined) return { body: asset, headers: cached(query.get('v') === asset.hash) };
    if (path === '/widget.js') {
      // Sites that embed it are other origins, and some of them ask for this header.
      return {
        body: launcher,
        headers: {
          'cache-control': `public, max-age=${HOUR_S}`,
          'cross-origin-resource-policy': 'cross-origin',
        },
      };
    }
    if (path === '/chat') {
      const body = chats.get(languageOf(query)) ?? chats.get(FALLBACK);
      return body === undefined ? undefined : { body, headers: chatHeaders(options, origin) };
    }
    if (path !== '/') return undefined;
    const words = { origin, css: versioned('demo.css'), js: versioned('demo.js') };
    return { body: bodyOf('demo.html', fillPage(demo, words)), headers: demoHeaders() };
  };
}

function chatPage(widget: Widget, options: PageOptions, versioned: (name: string) => string): Body {
  const { locale, texts, cards, phones } = widget;
  const data = dataBlock({ locale, texts, cards, phones, parents: options.allowedOrigins });
  const words = {
    ...texts,
    locale,
    'emergency-phone': phones.emergency,
    css: versioned('chat.css'),
    js: versioned('chat.js'),
  };
  const page = fillPage(readBuilt(options.folder, 'chat.html'), words);
  return bodyOf(
    'chat.html',
    page.replace(PAGE_DATA, () => `<script type="application/json" id="page-data">${data}</script>`),
  );
}

function launcherScript({ folder, widgets }: PageOptions): string {
  const texts = Object.fromEntries(
    [...widgets].map(([locale, { texts: t, phones }]) => [
      locale,
      {
        open: t['launcher-open'],
        close: t['launcher-close'],
        title: t['frame-title'],
        failed: t['launcher-failed'],
        emergency: t['emergency-line'],
        phone: phones.emergency,
      },
    ]),
  );
  return readBuilt(folder, 'widget.js').replace(LAUNCHER_DATA, () => JSON.stringify(texts));
}

function languageOf(query: URLSearchParams): string {
  return (query.get('lang') ?? FALLBACK).slice(0, 2).toLowerCase();
}

function cached(forGood: boolean): Record<string, string> {
  return { 'cache-control': forGood ? `public, max-age=${YEAR_S}, immutable` : 'no-cache' };
}

/**
 * Only own files, no inline code, and a frame only for listed sites. No HTML is ever made from text, so the
 * page can do without any trusted type.
 */
function chatHeaders({ allowedOrigins, azureOrigin }: PageOptions, origin: string): Record<string, string> {
  const azure = azureOrigin === undefined ? [] : [azureOrigin, azureOrigin.replace(/^http/, 'ws')];
  // 'self' does not cover sockets in every browser that is still in use.
  const connect = ["'self'", origin.replace(/^http/, 'ws'), ...azure].join(' ');
  return {
    'cache-control': 'no-cache',
    'content-security-policy': [
      "default-src 'none'",
      "base-uri 'none'",
      "form-action 'none'",
      "script-src 'self'",
      "style-src 'self'",
      'img-src data:',
      `connect-src ${connect}`,
      `frame-ancestors ${["'self'", ...allowedOrigins].join(' ')}`,
      "require-trusted-types-for 'script'",
      "trusted-types 'none'",
    ].join('; '),
    'permissions-policy': 'camera=(), geolocation=(), microphone=()',
  };
}

function demoHeaders(): Record<string, string> {
  return {
    'cache-control': 'no-cache',
    'content-security-policy':
      "default-src 'none'; base-uri 'none'; form-action 'none'; script-src 'self'; style-src 'self'; img-src data:; " +
      "frame-src 'self'; frame-ancestors 'none'",
  };
}
