import { converse } from '../conversation/converse';
import { explainTurn } from '../turns/explainTurn';
import { openConverse } from './openConverse';
import { runCommand } from './runCommand';

/** `npm run explain -- "message"`: prints what the service makes of one message, and why. */
function main(): void {
  const text = process.argv.slice(2).join(' ');
  if (text.trim() === '') {
    process.stderr.write('usage: npm run -s explain -- "i cant feel my legs"\n');
    process.exit(2);
  }
  const started = performance.now();
  const turn = converse(
    { event: { kind: 'message', text }, state: undefined, now: 0, newId: '' },
    openConverse(),
  );
  const { detail } = explainTurn(turn, turn.replies, '', performance.now() - started);
  const { state: _, contentVersion: __, ms: ___, ...shown } = detail;
  process.stdout.write(`${JSON.stringify(shown, null, 2)}\n`);
}

runCommand(main);
