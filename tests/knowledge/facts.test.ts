import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { typedLabel } from '../../src/dialog/chosen';
import { Chat, ROOT, realContent, realSources, replyOf } from '../conversation/harness/chat';

const { script, topics } = realContent();
const sources = realSources();
const MORE = script.texts.more;

/** One fact of the source page: how a visitor asks for it, and words that the reply must hold. */
interface Fact {
  readonly id: string;
  readonly ask: string;
  readonly says: readonly RegExp[];
  /** Buttons tapped after the question, where the fact is not in the first answer. */
  readonly taps?: readonly string[];
}

const FACTS: readonly Fact[] = [
  {
    id: 'S01',
    ask: 'what is a metastatic spine tumor',
    says: [/began somewhere else/, /spread to the spine/],
  },
  { id: 'S02', ask: 'are metastatic spine tumors cancer?', says: [/malignant/, /cancer/] },
  {
    id: 'S03',
    ask: 'What are metastatic spine tumors?',
    says: [/vertebrae/, /spinal cord/, /nearby nerves/, /pain/, /nerve problems/, /severe cases.*paralysis/],
  },
  { id: 'S04', ask: 'which cancers spread to the spine', says: [/more likely to spread to the spine/] },
  {
    id: 'S05',
    ask: 'does breast cancer spread to the spine?',
    says: [/breast/i, /likely to spread to the spine/],
  },
  { id: 'S06', ask: 'can lung cancer spread to the spine', says: [/lung/i, /likely to spread to the spine/] },
  {
    id: 'S07',
    ask: 'does prostate cancer go to the spine',
    says: [/prostate/i, /likely to spread to the spine/],
  },
  {
    id: 'S08',
    ask: 'can kidney cancer spread to your spine',
    says: [/kidney/i, /renal/, /likely to spread/],
  },
  {
    id: 'S09',
    ask: 'does colon cancer spread to the spine',
    says: [/gastrointestinal/i, /likely to spread/],
  },
  {
    id: 'S10',
    ask: 'can thyroid cancer spread to the spine',
    says: [/thyroid/i, /likely to spread to the spine/],
  },
  {
    id: 'S11',
    ask: 'where in the spine do these tumors happen',
    says: [/most often.*mid-back.*lower back/s],
  },
  { id: 'S12', ask: 'are spine tumors common in the neck?', says: [/less common in the neck/] },
  {
    id: 'S13',
    ask: 'what do thoracic, lumbar and cervical mean',
    taps: [MORE],
    says: [/mid-back \(?thoracic|thoracic.*mid-back/is, /lower back \(?lumbar|lumbar.*lower back/is, /neck/i],
  },
  {
    id: 'S14',
    ask: 'what happens if a spine tumor is not treated',
    says: [/press on the spinal cord/, /cord compression/, /nerve damage and paralysis/],
  },
  {
    id: 'S15',
    ask: 'can a tumor make the spine unstable',
    says: [/break down bone/, /unstable/, /more\s+fractures/],
  },
  {
    id: 'S16',
    ask: 'what nerve problems can a spine tumor cause',
    says: [/pain/, /weakness/, /numbness/, /loss of function/],
  },
  {
    id: 'S17',
    ask: 'what is hypercalcemia',
    says: [/bone can break down/, /fatigue/, /nausea/, /confusion/],
  },
  {
    id: 'S18',
    ask: 'can a spine tumor make it hard to walk',
    says: [/hard to walk/, /falls/, /unsteady|unstable/],
  },
  {
    id: 'S19',
    ask: 'can a spine tumor affect the bladder and bowels',
    says: [/press on nerves/, /loss of bladder or bowel control/],
  },
  {
    id: 'S20',
    ask: 'can the pain spread to other parts of the body',
    says: [/hips/, /legs/, /feet/, /arms/],
  },
  {
    id: 'S21',
    ask: 'what does spine tumor pain feel like',
    says: [/back or neck pain/, /deep ache/, /sharp, shooting/, /worse/],
  },
  { id: 'S22', ask: 'can a spine tumor cause weakness', says: [/weakness/i, /arms/, /legs/] },
  {
    id: 'S23',
    ask: 'can spine tumors cause paralysis',
    says: [/severe cases/, /presses on the spinal\s+cord/],
  },
  {
    id: 'S24',
    ask: 'when should I get medical help',
    says: [/neurological/, /prevent more\s+damage/, /right away|promptly/],
  },
  {
    id: 'S25',
    ask: 'how are metastatic spine tumors diagnosed',
    says: [/full medical history/, /physical exam/, /neurological exam/],
  },
  {
    id: 'S26',
    ask: 'what is an MRI?',
    says: [/detailed pictures/, /spinal cord, nerves, and the tissue around/],
  },
  { id: 'S27', ask: 'what does a CT scan show', says: [/detailed pictures of bone/, /stable/] },
  {
    id: 'S28',
    ask: 'what is a myelogram',
    says: [/special X-ray/, /contrast dye/, /compressed|compression/],
  },
  {
    id: 'S29',
    ask: 'why do I need a biopsy',
    says: [/tissue sample/, /confirm the diagnosis/, /type of cancer/],
  },
  {
    id: 'S30',
    ask: 'what tests are done if they suspect a spine tumor',
    says: [/suspected/, /MRI/, /CT/, /myelogram/, /biopsy/],
  },
  {
    id: 'S31',
    ask: 'how do doctors decide on the treatment',
    says: [/size/, /location/, /stability/, /neurological function/],
  },
  { id: 'S32', ask: 'when is surgery needed', says: [/compresses the spinal cord/, /unstable/, /resection/] },
  { id: 'S33', ask: 'what kind of surgery will I need', says: [/depends on the tumor's location and size/] },
  {
    id: 'S34',
    ask: 'what is traditional surgery',
    says: [/incision, a cut, over the tumor/, /carefully removed/, /preserve spinal function/],
  },
  {
    id: 'S35',
    ask: 'what is minimally invasive spine surgery',
    says: [/smaller incisions/, /special instruments/, /less recovery time/, /fewer complications/],
  },
  {
    id: 'S36',
    ask: 'how long will I be in the hospital after surgery',
    says: [/several days/, /monitoring and rehabilitation/],
  },
  { id: 'S37', ask: 'what does radiation do', says: [/shrink tumors that cannot be removed/] },
  {
    id: 'S38',
    ask: 'can radiation help with the pain',
    says: [/relieve pain/, /compression/],
  },
  { id: 'S39', ask: 'does radiation stop the tumor from coming back', says: [/prevent recurrence/] },
  { id: 'S40', ask: 'what is stereotactic radiosurgery', says: [/highly focused/, /beams/, /noninvasive/] },
  {
    id: 'S41',
    ask: 'does radiosurgery harm healthy tissue',
    says: [/little harm to healthy tissue nearby/],
  },
  { id: 'S42', ask: 'who is radiosurgery good for', says: [/smaller tumors/, /sensitive places/] },
  {
    id: 'S43',
    ask: 'is chemo used for spine tumors',
    says: [/cannot be removed/, /chemo or targeted drugs/, /slow the tumor's growth/, /manage symptoms/],
  },
  {
    id: 'S44',
    ask: 'is pain management part of the treatment',
    says: [/critical parts of treatment/, /rehab/],
  },
  { id: 'S45', ask: 'what medicines help with the pain', says: [/anti-inflammatory/, /corticosteroids/] },
  { id: 'S46', ask: 'are opioids used for the pain', says: [/opioids/i, /severe pain/] },
  {
    id: 'S47',
    ask: 'will I need physical therapy after surgery',
    says: [
      /strength and mobility/,
      /after surgery/,
      /occupational therapy/i,
      /daily activities/,
      /quality of life/,
    ],
  },
  {
    id: 'S48',
    ask: 'my wife was just diagnosed, how do we see a specialist',
    says: [/you or a loved one is diagnosed/, /schedule a consultation/, /specialists/],
  },
  {
    id: 'S49',
    ask: 'what is the phone number',
    says: [/412-647-8762/, /800-533-8762/],
  },
  { id: 'S50', ask: 'what department treats spine tumors', says: [/Neurosurgery/, /Spine/] },
  {
    id: 'S51',
    ask: 'what is the address of the hospital',
    says: [/200 Lothrop Street, Pittsburgh, PA 15213/],
  },
  {
    id: 'S51 tap',
    ask: 'where are you located?',
    says: [/200 Lothrop Street, Pittsburgh, PA 15213/],
  },
  { id: 'S52 bill', ask: 'how do I pay my bill', says: [/Pay a Bill/] },
  { id: 'S52 records', ask: 'how do I get my medical records', says: [/Medical Records page/] },
  {
    id: 'S52 money',
    ask: 'is there financial assistance',
    says: [/financial assistance/, /price transparency/, /No Surprises Act/],
  },
  {
    id: 'S52 portal',
    ask: 'how do I log in to the patient portal',
    says: [/Patient Portals?/i, /Video Visits?/i],
  },
  { id: 'S52 doctor', ask: 'how do I find a doctor', says: [/412-647-8762/, /schedule/] },
  {
    id: 'S52 visit',
    ask: 'how do I schedule an appointment',
    says: [/schedule a consultation/, /412-647-8762/],
  },
  { id: 'S52 classes', ask: 'are there classes and events for patients', says: [/classes and events/i] },
  { id: 'S52 stories', ask: 'where can I read patient stories', says: [/patient stories/i] },
  { id: 'S52 library', ask: 'do you have a health library', says: [/health library/i] },
  {
    id: 'S52 travel',
    ask: 'we live far away, is there help for traveling patients',
    says: [/traveling patients/i],
  },
  { id: 'S53', ask: 'is there a support group', says: [/support group/, /neurosurgery/i] },
  {
    id: 'S54',
    ask: 'is there help for people with disabilities',
    says: [/Disabilities Resource Center/, /Nondiscrimination Policy/],
  },
  { id: 'S55', ask: 'is this medical advice', says: [/not medical advice/, /privacy|names|kept/i] },
  { id: 'S55 words', ask: 'terms of use', says: [/not medical advice/, /privacy/i] },
  { id: 'S56', ask: 'help', says: [/\*\*cancel\*\* or \*\*exit\*\*: stop the conversation/] },
  { id: 'S57', ask: 'help', says: [/\*\*start over\*\*: begin again/] },
  { id: 'S58', ask: 'help', says: [/\*\*help\*\*/, /What I can do/] },
  { id: 'S59', ask: 'help', says: [/\*\*terms\*\*: terms of use and privacy/] },
  { id: 'S60', ask: 'help', says: [/\*\*feedback\*\*: tell us how we did/] },
  { id: 'S61', ask: 'who wrote this and when was it reviewed', says: [/editorial staff/, /2025-05-16/] },
  {
    id: 'S62',
    ask: 'what are the symptoms',
    says: [/vary with where the tumor is, how big it is/, /cord and nerves/],
  },
  {
    id: 'S63',
    ask: 'what do the restart, menu and close buttons do',
    says: [/restart/i, /menu/i, /close/i],
    taps: [MORE],
  },
  {
    id: 'S64',
    ask: 'is a hemangioma or meningioma the same thing',
    says: [
      /hemangi/i,
      /meningioma/i,
      /schwannoma/i,
      /neurofibroma/i,
      /ask the doctor|see a doctor|your doctor/i,
    ],
    taps: [MORE],
  },
];

test('every fact of the source page has a question', () => {
  const asked = new Set(FACTS.map(({ id }) => id.slice(0, 3)));
  expect([...asked].sort()).toEqual(
    Array.from({ length: 64 }, (_, i) => `S${String(i + 1).padStart(2, '0')}`),
  );
});

test('no fact is more than one tap away', () => {
  expect(FACTS.filter(({ taps = [] }) => taps.length > 1)).toEqual([]);
});

/** Words of a fact that the replies to a question do not hold. */
function missingAfter(ask: string, { says, taps = [] }: Fact): { replies: string[]; missing: string[] } {
  const chat = new Chat(sources);
  const replies = [replyOf(chat.say(ask))];
  for (const tap of taps.filter((label) => replies.at(-1)?.choices.some((choice) => choice.label === label)))
    replies.push(replyOf(chat.say(tap)));
  const text = replies
    .map((reply) => reply.text)
    .join(' ')
    .replace(/\s+/g, ' ');
  return {
    replies: replies.map(({ id }) => id),
    missing: says.filter((words) => !words.test(text)).map(String),
  };
}

test.each(FACTS)('$id: "$ask"', (fact) => {
  expect(missingAfter(fact.ask, fact)).toMatchObject({ missing: [] });
});

/** The same, where any one button of the reply may be tapped; the fewest that are missing. */
function missingWithinOneTap(ask: string, fact: Fact) {
  const says = IN_THE_CHAT[fact.id] ?? fact.says;
  const labels = replyOf(new Chat(sources).say(ask)).choices.map(({ label }) => label);
  const tries = [[], fact.taps ?? [], ...labels.map((label) => [label])].map((taps) =>
    missingAfter(ask, { ...fact, says, taps }),
  );
  return tries.reduce((best, each) => (each.missing.length < best.missing.length ? each : best));
}

/** Who asks how to stop is told by the topic about this chat, in other words than the help uses. */
const IN_THE_CHAT: Readonly<Record<string, readonly RegExp[]>> = {
  S56: [/cancel/i, /exit/i],
  S57: [/start over/i],
  S58: [/help/i],
  S59: [/terms/i],
  S60: [/feedback/i],
};

/** The same facts in other people's words. `missed` says why one is not found yet. */
interface OtherWords {
  readonly fact: string;
  readonly text: string;
  readonly missed?: string;
}
const OTHER_WORDS = readFileSync(join(ROOT, 'tests/knowledge/questions.jsonl'), 'utf8')
  .trim()
  .split('\n')
  .map((row) => JSON.parse(row) as OtherWords);

describe('in words that no topic lists', () => {
  test('each fact is asked for in three ways', () => {
    const counts = new Map<string, number>();
    for (const { fact } of OTHER_WORDS) counts.set(fact, (counts.get(fact) ?? 0) + 1);
    expect([...counts].filter(([, count]) => count !== 3)).toEqual([]);
    expect([...counts.keys()].map((id) => id.slice(0, 3))).toEqual(
      expect.arrayContaining(FACTS.map(({ id }) => id.slice(0, 3))),
    );
  });

  test('and no topic lists any of them', () => {
    const listed = new Set(
      [...topics.values()].flatMap(({ title, asks }) => [title, ...asks].map(typedLabel)),
    );
    expect(OTHER_WORDS.filter(({ text }) => listed.has(typedLabel(text)))).toEqual([]);
  });

  test.each(OTHER_WORDS)('$fact: "$text"', ({ fact, text, missed }) => {
    const told = FACTS.find(({ id }) => id === fact);
    if (told === undefined) throw new Error(`no fact ${fact}`);
    const found = missingWithinOneTap(text, told);
    if (missed === undefined) expect(found).toMatchObject({ missing: [] });
    else expect(found.missing).not.toEqual([]);
  });
});
