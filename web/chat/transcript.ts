import { type Activity, type Choice, callActions, choicesOf } from './activity';
import { showMarkdown } from './markdown';
import { element, make, type PageData } from './pageData';
import { urgencyOf, urgentCard } from './urgentCard';

/** What was said, on the page. */
export interface Transcript {
  /** Shows what the visitor sends, before the service has it. @returns a handle to settle it with. */
  addOwn(text: string): Own;
  /** Shows a message of the service. @param isHistory - said before a reload, so not announced as news. */
  addBot(activity: Activity, isHistory: boolean): void;
  /** Shows a line that nobody said. */
  addNotice(text: string): void;
  clear(): void;
  /** All of it as text. */
  text(): string;
}

/** A message of the visitor on its way. */
export interface Own {
  sent(): void;
  /** Says why it was not taken, and offers to try again. */
  failed(reason: string, again: () => void): void;
}

/** Shows the conversation. @param pick - called with the button that was pressed. */
export function createTranscript(data: PageData, pick: (choice: Choice) => void): Transcript {
  const log = element('log');
  const { texts } = data;
  const shortNumbers = [data.phones.emergency, data.phones.crisis];

  function add(message: HTMLElement, sender?: string): void {
    if (sender !== undefined) message.prepend(make('span', 'visually-hidden', `${sender} `));
    log.append(message);
    scrollTo(log, message);
  }

  /** Buttons of an earlier message are no longer pressed, but what they were stays readable. */
  function retireChoices(): void {
    for (const list of log.querySelectorAll('.choices')) {
      const labels = Array.from(list.querySelectorAll('button'), (button) => button.textContent ?? '');
      list.replaceWith(make('p', 'choices-were', `${texts['choices-were']} ${labels.join(', ')}`));
    }
  }

  function choiceList(choices: readonly Choice[]): HTMLElement {
    const items = choices.map((choice) => {
      const button = make('button', '', choice.label);
      button.type = 'button';
      button.addEventListener('click', () => pick(choice));
      return make('li', '', button);
    });
    const list = make('ul', '', ...items);
    list.setAttribute('aria-label', texts.choices);
    return make('div', 'choices', list);
  }

  return {
    addOwn(text) {
      retireChoices();
      const message = make('div', 'message own sending', make('p', '', text));
      add(message, texts['you-said']);
      return {
        sent: () => message.classList.remove('sending'),
        failed(reason, again) {
          message.classList.remove('sending');
          const button = make('button', '', texts['try-again']);
          const note = make('div', 'failed', make('p', '', reason), button);
          button.type = 'button';
          button.addEventListener('click', () => {
            message.remove();
            again();
          });
          message.append(note);
          scrollTo(log, note);
        },
      };
    },
    addBot(activity, isHistory) {
      retireChoices();
      const body = make('div', 'body');
      showMarkdown(body, activity.text ?? '', shortNumbers);
      const urgency = urgencyOf(activity);
      const message = make('div', 'message bot');
      if (urgency === undefined) message.append(body);
      else
        message.append(
          urgentCard(
            { body, urgency, words: data.cards[urgency], actions: callActions(activity), shortNumbers },
            isHistory,
          ),
        );
      const choices = choicesOf(activity);
      if (choices.length > 0) message.append(choiceList(choices));
      add(message, texts['bot-said']);
    },
    addNotice(text) {
      add(make('p', 'notice', text));
    },
    clear() {
      log.textContent = '';
    },
    text: () => Array.from(log.children, (message) => (message as HTMLElement).innerText.trim()).join('\n\n'),
  };
}

/** Shows a new message from its beginning: what does not fit is read on from there. */
function scrollTo(log: HTMLElement, message: HTMLElement): void {
  const inner = log.scrollHeight > log.clientHeight && getComputedStyle(log).overflowY !== 'visible';
  const scroller = inner ? log : (document.scrollingElement ?? log);
  const top = message.getBoundingClientRect().top - (inner ? log.getBoundingClientRect().top : 0);
  const end = scroller.scrollHeight;
  scroller.scrollTop = Math.min(scroller.scrollTop + top - 8, end);
}
