import { createBot } from '../../src/bot/createBot';
import { startHost } from '../turns/harness/host';

/** What the bot sends for one message, with or without a contact center behind it. */
async function sentFor(texts: readonly string[], handoffEvents: boolean, channelId = 'webchat') {
  const service = await startHost();
  try {
    const receive = createBot({
      ...service,
      allowedServiceHosts: [],
      connectorTimeoutMs: 1_000,
      handoffEvents,
    }).receive;
    let sent: readonly { type: string; name?: string; value?: { summary: string } }[] = [];
    for (const [index, text] of texts.entries()) {
      const receipt = await receive('', {
        type: 'message',
        id: `m${index}`,
        channelId,
        conversation: { id: 'c' },
        from: { id: 'visitor' },
        recipient: { id: 'bot' },
        deliveryMode: 'expectReplies',
        text,
      });
      if (receipt.kind !== 'accepted') throw new Error('not accepted');
      sent = (receipt.body as { activities: typeof sent }).activities;
    }
    return sent;
  } finally {
    await service.close();
    service.remove();
  }
}

describe('a visitor who asks for a person', () => {
  test('is told the phone, and a contact center gets the summary, without a name', async () => {
    const sent = await sentFor(
      ['my name is Zebulon, back pain and i have breast cancer', 'i want to talk to a person'],
      true,
    );
    expect(sent.map(({ type }) => type)).toEqual(['message', 'event']);
    expect(sent[1]).toMatchObject({ name: 'handoff.initiate' });
    expect(sent[1]?.value?.summary).toContain('Cancer: yes');
    expect(JSON.stringify(sent[1])).not.toMatch(/zebulon/i);
  });

  test('with nothing told the summary is empty', async () => {
    const sent = await sentFor(['i want to talk to a person'], true);
    expect(sent[1]).toMatchObject({ name: 'handoff.initiate', value: { summary: '' } });
  });

  test('without a contact center no event is sent, and nothing else ever sends one', async () => {
    expect((await sentFor(['i want to talk to a person'], false)).map(({ type }) => type)).toEqual([
      'message',
    ]);
    expect((await sentFor(['i cant feel my legs'], true)).map(({ type }) => type)).toEqual(['message']);
  });
});
