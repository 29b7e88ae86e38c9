/**
 * The button on a hospital's own page. It loads nothing and changes nothing else until it is pressed; then the
 * chat comes in a frame of its own origin, so that the two pages cannot touch each other.
 */

/** What pages can call: `SpineChat.open()` and `SpineChat.close()`. */
interface SpineChat {
  open(): void;
  close(): void;
}

declare global {
  interface Window {
    SpineChat?: SpineChat;
  }
}

/** What the button says, and what is said when the chat does not come. */
interface Texts {
  readonly open: string;
  readonly close: string;
  readonly title: string;
  readonly failed: string;
  readonly emergency: string;
  readonly phone: string;
}

/** By language. The server puts the words in place of this string. */
const TEXTS = 'launcher-texts' as unknown as Readonly<Record<string, Texts>>;
const LAYER = '2147483000';
/** Below this, a panel beside the page would leave no room for either: the chat takes the whole screen. */
const SMALL_SCREEN = '(max-width: 480px), (max-height: 480px)';
const SANDBOX =
  'allow-scripts allow-same-origin allow-forms allow-modals allow-popups allow-popups-to-escape-sandbox allow-top-navigation-to-custom-protocols';

/** A page that takes longer than this will not come, or comes too late for somebody who needs help. */
const PATIENCE_MS = 6000;

type Styles = Readonly<Record<string, string>>;

/** Sets styles one by one, which a page's security policy allows, and which its own rules do not override. */
function style(element: HTMLElement, styles: Styles): void {
  for (const name of Object.keys(styles)) element.style.setProperty(name, styles[name] ?? '', 'important');
}

function start(script: HTMLScriptElement): void {
  const { origin } = new URL(script.src);
  const { label, color, position, lang = document.documentElement.lang || 'en' } = script.dataset;
  const texts = TEXTS[lang.slice(0, 2)] ?? TEXTS.en;
  if (texts === undefined) return;
  const side = position === 'left' ? 'left' : 'right';
  const small = matchMedia(SMALL_SCREEN);
  let frame: HTMLIFrameElement | undefined;
  let patience = 0;
  let isReady = false;

  const button = document.createElement('button');
  button.type = 'button';
  button.id = 'spine-chat-launcher';
  style(button, {
    position: 'fixed',
    bottom: '16px',
    [side]: '16px',
    'z-index': LAYER,
    margin: '0',
    'min-height': '48px',
    'max-width': 'calc(100vw - 32px)',
    padding: '12px 20px',
    border: '2px solid #fff',
    'border-radius': '28px',
    font: '600 16px/1.25 system-ui, sans-serif',
    background: '#00507d',
    cursor: 'pointer',
    'box-shadow': '0 2px 8px rgba(0,0,0,.4)',
  });
  if (color !== undefined && CSS.supports('color', color)) style(button, { background: color });

  const failure = document.createElement('p');
  failure.setAttribute('role', 'alert');
  style(failure, {
    display: 'none',
    position: 'fixed',
    bottom: '76px',
    [side]: '16px',
    'z-index': LAYER,
    margin: '0',
    'max-width': 'min(368px, calc(100vw - 32px))',
    padding: '12px 16px',
    'border-radius': '8px',
    font: '600 16px/1.4 system-ui, sans-serif',
    background: '#b3211a',
    color: '#fff',
  });

  const isOpen = () => frame !== undefined && frame.style.display !== 'none';
  const update = () => {
    button.textContent = isOpen() ? texts.close : (label ?? texts.open);
    button.setAttribute('aria-expanded', String(isOpen()));
    // On a small screen the chat takes all of it and has its own way out.
    style(button, { display: isOpen() && isReady && small.matches ? 'none' : 'block' });
  };
  const layOut = () => {
    if (frame === undefined) return;
    const all = small.matches;
    const corner: Styles = { top: 'auto', bottom: '76px', [side]: '16px' };
    const whole: Styles = { top: '0', bottom: '0', [side]: '0' };
    style(frame, {
      position: 'fixed',
      'z-index': LAYER,
      width: all ? '100%' : '400px',
      height: all ? '100%' : 'min(640px, calc(100vh - 92px))',
      border: all ? '0' : '1px solid #767676',
      'border-radius': all ? '0' : '12px',
      'box-shadow': '0 4px 24px rgba(0,0,0,.3)',
      background: 'Canvas',
      'color-scheme': 'light dark',
      ...(all ? whole : corner),
    });
  };
  /** The frame would only show the browser's own error, which names no number. */
  const showFailure = () => {
    const link = document.createElement('a');
    link.href = `tel:${texts.phone}`;
    link.textContent = texts.emergency;
    link.style.setProperty('color', '#fff', 'important');
    const words = document.createElement('span');
    words.textContent = `${texts.failed} `;
    failure.textContent = '';
    failure.append(words, link);
    style(failure, { display: 'block' });
  };
  const hideFailure = () => {
    clearTimeout(patience);
    style(failure, { display: 'none' });
  };
  const removeFrame = () => {
    frame?.remove();
    frame = undefined;
    isReady = false;
  };
  const tell = (what: string) => frame?.contentWindow?.postMessage({ spineChat: what }, origin);

  const api: SpineChat = {
    open() {
      if (frame === undefined) {
        frame = document.createElement('iframe');
        frame.title = texts.title;
        frame.setAttribute('sandbox', SANDBOX);
        frame.allow = `clipboard-write ${origin}`;
        frame.src = `${origin}/chat?lang=${encodeURIComponent(lang)}&parent=${encodeURIComponent(location.origin)}`;
        // Before the button, so that Tab leads out of the chat to it, and below what may have to be said.
        failure.before(frame);
        patience = setTimeout(showFailure, PATIENCE_MS);
      }
      frame.style.setProperty('display', 'block', 'important');
      layOut();
      update();
      frame.focus();
      tell('shown');
    },
    close() {
      hideFailure();
      frame?.style.setProperty('display', 'none', 'important');
      // One that did not come is tried again with the next press.
      if (!isReady) removeFrame();
      update();
      button.focus();
    },
  };

  button.addEventListener('click', () => (isOpen() ? api.close() : api.open()));
  small.addEventListener?.('change', () => {
    layOut();
    update();
  });
  window.addEventListener('message', (event) => {
    if (event.origin !== origin || frame === undefined || event.source !== frame.contentWindow) return;
    const what: unknown = event.data?.spineChat;
    if (what === 'ready') {
      isReady = true;
      hideFailure();
      update();
      tell('shown');
    }
    if (what !== 'hide' && what !== 'closed') return;
    api.close();
    if (what === 'closed') removeFrame();
  });

  document.body.append(failure, button);
  style(button, { color: readableOn(getComputedStyle(button).backgroundColor) });
  update();
  window.SpineChat = api;
  window.dispatchEvent(new Event('spinechat:ready'));
}

/** Black or white, whichever has more contrast. Source: WCAG 2.2, relative luminance. */
function readableOn(background: string): string {
  const [r = 0, g = 0, b = 0] = (background.match(/[\d.]+/g) ?? []).map((part) => {
    const value = Number(part) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b > 0.179 ? '#000' : '#fff';
}

const script = document.currentScript;
if (script instanceof HTMLScriptElement && window.SpineChat === undefined) {
  if (document.body === null)
    document.addEventListener('DOMContentLoaded', () => start(script), { once: true });
  else start(script);
}

export {};
