/** The page around this one, when a site shows the chat in a frame. */
export interface Embedding {
  readonly isEmbedded: boolean;
  /** Asks the page to hide the frame, or to take it away because the chat is over. */
  tell(what: 'ready' | 'hide' | 'closed'): void;
}

/**
 * Talks to the page around the frame, with nobody else, and only when its site is a listed one.
 *
 * @param parents - origins of listed sites.
 * @param shown - called when the page has shown the frame.
 */
export function createEmbedding(parents: readonly string[], shown: () => void): Embedding {
  const named = new URLSearchParams(location.search).get('parent') ?? '';
  const isListed = named === location.origin || parents.includes(named);
  const isEmbedded = window.parent !== window && isListed;
  if (isEmbedded) {
    addEventListener('message', ({ origin, source, data }) => {
      if (origin === named && source === window.parent && data?.spineChat === 'shown') shown();
    });
  }
  return {
    isEmbedded,
    tell(what) {
      if (isEmbedded) window.parent.postMessage({ spineChat: what }, named);
    },
  };
}
