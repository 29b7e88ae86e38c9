/** Small talk that says what keeps a person from going; only heard after an emergency card. */
export const OBSTACLE = 'obstacle';
/** Small talk of somebody who goes, calls or waits for help; only heard after a card. */
/** "Why?" */
export const WHY = 'why';
export const GOING = 'going';
/** Small talk that takes back what was said: after a card it changes nothing. */
export const TAKES_BACK = 'better';
