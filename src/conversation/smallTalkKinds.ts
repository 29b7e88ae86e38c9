/** "Ok", "maybe": inside a dialog it may be meant as an answer. */
export const ACKNOWLEDGE = 'acknowledge';
/** Small talk that says what keeps a person from going; only heard after an emergency card. */
export const OBSTACLE = 'obstacle';
/** "Why?" */
export const WHY = 'why';
/** Small talk of somebody who goes, calls or waits for help; only heard after a card. */
export const GOING = 'going';
/** Small talk of somebody who was sent home by an emergency room. */
export const SENT_HOME = 'sent-home';
/** Small talk of somebody let down by those who should help or by the one who should go, or who is not there. */
export const LET_DOWN: ReadonlySet<string> = new Set([SENT_HOME, 'refuses', 'unheard', 'far-away']);
/** Small talk that takes back what was said: after a card it changes nothing. */
export const TAKES_BACK = 'better';

/** At or above this score what sounds like an answer to a card is taken for one. Tuned by reading. */
export const HEARD_SCORE = 0.4;
