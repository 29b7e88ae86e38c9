import { render } from '../../src/channels/render';
import type { Reply } from '../../src/conversation/reply';

const labels = {
  source: 'Source',
  sources: 'Sources',
  checked: 'This answer is dated {date}. No clinician has reviewed it yet.',
  picked: 'You picked: {what}',
  privateChat: 'Open a private chat with me',
  cards: {
    emergency: { level: 'Immediate action required', actions: [{ label: 'Call 911', url: 'tel:911' }] },
    crisis: { level: 'Immediate action required', actions: [{ label: 'Call 988', url: 'tel:988' }] },
    urgent: { level: 'Urgent advice', actions: [{ label: 'Call 911 in an emergency', url: 'tel:911' }] },
  },
};
const plain: Reply = {
  id: 'answer:mri',
  text: 'An MRI takes pictures.',
  urgency: 'none',
  choices: [],
  citations: [],
};
const webchat = { channelId: 'webchat', shared: false };
const teams = { channelId: 'msteams', shared: false };
const teamsGroup = { channelId: 'msteams', shared: true };
const choices = ['Yes', 'No', 'Not sure', 'Menu'].map((label) => ({ label }));

test('a plain reply is only its words', () => {
  expect(render(plain, webchat, labels)).toEqual({
    type: 'message',
    text: 'An MRI takes pictures.',
    textFormat: 'markdown',
    inputHint: 'expectingInput',
  });
});

test('the last message of a conversation does not wait for an answer', () => {
  expect(render({ ...plain, ends: true }, webchat, labels).inputHint).toBe('acceptingInput');
});

describe('sources', () => {
  const nice = { title: 'NG234', publisher: 'NICE', url: 'https://www.nice.org.uk/guidance/ng234' };
  const policy = { title: 'Service policy', publisher: 'Spine Guide' };
  const textWith = (citations: Reply['citations'], reviewed?: string) =>
    render({ ...plain, citations, ...(reviewed === undefined ? {} : { reviewed }) }, webchat, labels).text;

  test('one is a line under the answer, with the date under it', () => {
    expect(textWith([nice], '2026-11-24')).toBe(
      [
        'An MRI takes pictures.',
        'Source: [NG234](https://www.nice.org.uk/guidance/ng234), NICE',
        'This answer is dated 2026-11-24. No clinician has reviewed it yet.',
      ].join('\n\n'),
    );
  });

  test('one without an address is plain', () => {
    expect(textWith([policy])).toBe('An MRI takes pictures.\n\nSource: Service policy, Spine Guide');
  });

  test('several are a list', () => {
    expect(textWith([nice, policy])).toBe(
      [
        'An MRI takes pictures.',
        'Sources:',
        '- [NG234](https://www.nice.org.uk/guidance/ng234), NICE\n- Service policy, Spine Guide',
      ].join('\n\n'),
    );
  });

  test('brackets in titles and addresses do not break the link', () => {
    const odd = { title: 'Cord [MSCC]', publisher: 'P', url: 'https://a.example/b_(c)' };
    expect(textWith([odd])).toContain('[Cord \\[MSCC\\]](https://a.example/b_%28c%29), P');
  });

  test('a label that brings its own colon keeps one', () => {
    const text = render({ ...plain, citations: [policy] }, webchat, { ...labels, source: 'Source: ' }).text;
    expect(text).toContain('Source: Service policy');
  });
});

describe('choices', () => {
  const button = (label: string) => ({ type: 'imBack', title: label, value: label });

  test.each(['webchat', 'directline', 'emulator'])(
    'are all buttons on %s, each with the ids of what it answers',
    (channelId) => {
      const offered = [
        { label: 'No', button: { of: 'dialog:symptom-check:pain', pick: 'no' } },
        { label: 'Menu' },
      ];
      const sent = render({ ...plain, choices: offered }, { channelId, shared: false }, labels);
      const shape = { type: 'messageBack' };
      expect(sent.suggestedActions).toEqual({
        to: [],
        actions: [
          {
            ...shape,
            title: 'No',
            text: 'No',
            displayText: 'No',
            value: { of: 'dialog:symptom-check:pain', pick: 'no', v: 1 },
          },
          {
            ...shape,
            title: 'Menu',
            text: 'Menu',
            displayText: 'Menu',
            value: { of: 'answer:mri', pick: 'Menu', v: 1 },
          },
        ],
      });
      expect(sent.text).toBe(plain.text);
    },
  );

  test('are plain words on a channel that is not known to carry ids', () => {
    const sent = render({ ...plain, choices }, { channelId: 'slack', shared: false }, labels);
    expect(sent.suggestedActions?.actions).toEqual(['Yes', 'No', 'Not sure', 'Menu'].map(button));
  });

  /** The labels on the card of buttons. */
  const onCard = (sent: ReturnType<typeof render>) => {
    const card = sent.attachments?.[0]?.content as { body: { actions: { title: string }[] }[] } | undefined;
    return card?.body.flatMap(({ actions }) => actions.map(({ title }) => title));
  };

  test('up to three are suggested actions in Teams, and no card', () => {
    const sent = render({ ...plain, choices: choices.slice(0, 3) }, teams, labels);
    expect(sent.suggestedActions?.actions).toEqual(['Yes', 'No', 'Not sure'].map(button));
    expect(sent.attachments).toBeUndefined();
    expect(sent.text).toBe(plain.text);
  });

  test('more are a card of buttons in Teams, and all of them stand in the text', () => {
    const sent = render({ ...plain, choices }, teams, labels);
    expect(sent.suggestedActions).toBeUndefined();
    expect(onCard(sent)).toEqual(['Yes', 'No', 'Not sure', 'Menu']);
    expect(sent.text).toBe('An MRI takes pictures.\n\n- Yes\n- No\n- Not sure\n- Menu');
  });

  test('a button of the card carries its ids and its label, and works in clients without universal actions', () => {
    const sent = render({ ...plain, choices: choices.slice(0, 1) }, teamsGroup, labels);
    const data = { of: 'answer:mri', pick: 'Yes', label: 'Yes', v: 1 };
    expect(sent.attachments?.[0]?.content).toMatchObject({
      version: '1.5',
      body: [
        {
          actions: [
            {
              type: 'Action.Execute',
              title: 'Yes',
              verb: 'pick',
              data,
              fallback: { type: 'Action.Submit', title: 'Yes', data },
            },
          ],
        },
      ],
    });
  });

  test('are not written out again where the text numbers them, and "No" is not taken for "Now"', () => {
    const text = 'Now pick one:\n\n1. Yes\n2. Not sure\n3. Menu';
    const sent = render({ ...plain, text, choices }, teamsGroup, labels);
    expect(sent.text).toBe(`${text}\n\n- No`);
  });

  test('are always a card in groups, where Teams shows no suggested actions', () => {
    const sent = render({ ...plain, choices: choices.slice(0, 2) }, teamsGroup, labels);
    expect(sent.suggestedActions).toBeUndefined();
    expect(onCard(sent)).toEqual(['Yes', 'No']);
    expect(sent.text).toBe('An MRI takes pictures.\n\n- Yes\n- No');
  });
});

describe('in Teams', () => {
  const nice = { title: 'T'.repeat(100), publisher: 'NICE', url: 'https://www.nice.org.uk/guidance/ng234' };
  const policy = { title: 'Service policy', publisher: 'Spine Guide' };

  test('sources are numbered in the text and named to the channel, within its limits', () => {
    const sent = render({ ...plain, citations: [nice, policy] }, teams, labels);
    expect(sent.text).toMatch(/\), NICE \[1\]\n- Service policy, Spine Guide \[2\]$/);
    expect(sent.entities).toEqual([
      {
        type: 'https://schema.org/Message',
        '@type': 'Message',
        '@context': 'https://schema.org',
        '@id': '',
        citation: [
          {
            '@type': 'Claim',
            position: 1,
            appearance: {
              '@type': 'DigitalDocument',
              name: `${'T'.repeat(79)}…`,
              abstract: 'NICE',
              url: nice.url,
            },
          },
          {
            '@type': 'Claim',
            position: 2,
            appearance: { '@type': 'DigitalDocument', name: 'Service policy', abstract: 'Spine Guide' },
          },
        ],
      },
    ]);
  });

  test('more than twenty sources stay in the text, and the channel is told of twenty', () => {
    const sent = render({ ...plain, citations: Array.from({ length: 22 }, () => policy) }, teams, labels);
    expect(sent.entities).toEqual([expect.objectContaining({ citation: expect.any(Array) })]);
    expect(sent.entities?.flatMap((entity) => (entity as { citation: object[] }).citation)).toHaveLength(20);
    expect(sent.text).toMatch(/\[20\]\n- Service policy, Spine Guide\n- Service policy, Spine Guide$/);
  });

  test.each([
    ['answer:mri', true],
    ['more:mri', true],
    ['disposition:emergency-spine', false],
    ['menu', false],
    ['dialog:symptom-check:pain', false],
  ])('a reply %s can be rated: %p', (id, rated) => {
    const sent = render({ ...plain, id }, teams, labels);
    expect(sent.channelData).toEqual(rated ? { feedbackLoop: { type: 'default' } } : undefined);
  });

  test.each([
    [
      '28:app-id',
      'msteams',
      '\n\n[Open a private chat with me](https://teams.microsoft.com/l/chat/0/0?users=28%3Aapp-id)',
    ],
    ['bot-1', 'msteams', ''],
    ['28:x&users=evil@example.org', 'msteams', ''],
    ['28:app-id', 'slack', ''],
  ])('a reply of %s on %s that asks to go on in private ends with %j', (bot, channelId, link) => {
    const sent = render({ ...plain, privately: true }, { channelId, shared: true, bot }, labels);
    expect(sent.text).toBe(plain.text + link);
  });
});

test.each(['emergency', 'crisis', 'urgent'] as const)(
  '%s is marked, and its words come first and whole',
  (urgency) => {
    const text = 'Call 911 now.\n\n**Do not wait.**';
    const sent = render({ ...plain, text, urgency, choices, reviewed: '2026-11-24' }, teams, labels);
    expect(sent.importance).toBe('high');
    expect(sent.text.startsWith(text)).toBe(true);
  },
);

describe('an urgent message', () => {
  const urgent: Reply = { ...plain, text: '**Call 911 now.**', urgency: 'emergency' };

  test('on a web page has numbers to press, and its text is complete without them', () => {
    const activity = render(urgent, { channelId: 'directline', shared: false }, labels);
    expect(activity).toMatchObject({
      text: '**Call 911 now.**',
      importance: 'high',
      channelData: { urgency: 'emergency' },
    });
    expect(activity.attachments).toEqual([
      {
        contentType: 'application/vnd.microsoft.card.adaptive',
        content: {
          type: 'AdaptiveCard',
          version: '1.3',
          body: [{ type: 'TextBlock', text: 'Immediate action required', weight: 'Bolder', wrap: true }],
          actions: [{ type: 'Action.OpenUrl', title: 'Call 911', url: 'tel:911' }],
        },
      },
    ]);
  });

  test.each(['msteams', 'emulator', 'email'])(
    'on %s is its words alone, marked as important',
    (channelId) => {
      const activity = render(urgent, { channelId, shared: false }, labels);
      expect(activity).toMatchObject({ text: '**Call 911 now.**', importance: 'high' });
      expect(activity.attachments).toBeUndefined();
    },
  );

  test('a plain one has neither mark nor numbers', () => {
    const activity = render(plain, { channelId: 'directline', shared: false }, labels);
    expect([activity.importance, activity.attachments, activity.channelData]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });
});
