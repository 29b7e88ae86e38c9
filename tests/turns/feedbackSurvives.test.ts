import { startHost } from './harness/host';

test('a rating is on the disk before the comment is asked for, and the comment joins it', async () => {
  const service = await startHost();
  try {
    for (const text of ['what is an mri', 'feedback', 'helpful']) await service.say(text);
    expect(await service.stored()).toEqual([
      expect.objectContaining({ rating: 'helpful', about: 'answer:mri' }),
    ]);
    await service.say('clear words');
    expect(await service.stored()).toEqual([
      expect.objectContaining({ rating: 'helpful', comment: 'clear words' }),
    ]);
    await service.say('delete my feedback');
    expect(await service.stored()).toEqual([]);
  } finally {
    await service.close();
    service.remove();
  }
});
