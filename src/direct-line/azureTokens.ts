import { randomUUID } from 'node:crypto';
import { z } from 'zod';

/** What a page needs to talk to a Direct Line channel, wherever that channel is. */
export interface ChatToken {
  readonly token: string;
  readonly conversationId: string;
  readonly userId: string;
  /** Base address of the channel. */
  readonly domain: string;
  readonly expires_in: number;
}

export interface AzureDirectLine {
  /** Base address; other regions have their own, such as https://europe.directline.botframework.com/v3/directline */
  readonly url: string;
  /** Never leaves this service. */
  readonly secret: string;
  /** Origins that may use the tokens. */
  readonly trustedOrigins: readonly string[];
  readonly timeoutMs: number;
}

const generated = z.object({
  token: z.string().min(1),
  conversationId: z.string().min(1),
  expires_in: z.number().positive(),
});

/** Azure could not be asked, or answered something else than a token. Holds no part of the answer. */
class AzureTokenError extends Error {
  override readonly name = 'AzureTokenError';

  constructor(
    /** HTTP status, 0 when there was no answer. */
    readonly statusCode: number,
  ) {
    super(`Azure Direct Line gave no token (${statusCode})`);
  }
}

/**
 * Gets a token from Azure Direct Line for a fresh user id.
 *
 * @throws {@link AzureTokenError}
 */
export async function azureToken(azure: AzureDirectLine): Promise<ChatToken> {
  const userId = `dl_${randomUUID()}`;
  const response = await fetch(`${azure.url}/tokens/generate`, {
    method: 'POST',
    headers: { authorization: `Bearer ${azure.secret}`, 'content-type': 'application/json' },
    body: JSON.stringify({ user: { id: userId }, trustedOrigins: azure.trustedOrigins }),
    redirect: 'error',
    signal: AbortSignal.timeout(azure.timeoutMs),
  }).catch(() => {
    throw new AzureTokenError(0);
  });
  const body: unknown = await response.json().catch(() => undefined);
  const parsed = generated.safeParse(body);
  if (!response.ok || !parsed.success) throw new AzureTokenError(response.status);
  return { ...parsed.data, userId, domain: azure.url };
}
