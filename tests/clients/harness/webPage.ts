import { randomUUID } from 'node:crypto';
import { post } from './emulator';

/** One message of an answer that came back in the response. */
export interface BufferedReply {
  readonly type: string;
  readonly text: string;
  readonly importance?: string;
}

/** A chat on a web page whose replies come back in the response (deliveryMode expectReplies). */
export function openWebChat(serviceUrl: string) {
  const id = randomUUID();
  return async (text: string, more: object = {}): Promise<BufferedReply[]> => {
    const answer = await post(serviceUrl, {
      type: 'message',
      id: randomUUID(),
      channelId: 'webchat',
      conversation: { id },
      from: { id: 'visitor' },
      recipient: { id: 'bot' },
      deliveryMode: 'expectReplies',
      text,
      ...more,
    });
    return (answer as { activities: BufferedReply[] }).activities;
  };
}
