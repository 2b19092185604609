import { styleSheet } from './style.js';

/** What the visitor sees: built once, then told the whole picture again and again. Decides nothing itself. */

const STEPS = ['queued', 'calling', 'connected'];

/** The step a state stands at; a finished call has passed them all. */
const STEP_OF = { queued: 0, calling: 1, connected: 2, ended: 3 };

/**
 * @typedef {object} Picture
 * @property {boolean} floating a button that opens a panel, instead of a form in the page
 * @property {boolean} open whether the panel is open; a form in the page always is
 * @property {{tag: string, words: object}} language
 * @property {string} state idle, sending, queued, calling, connected, ended, failed or expired
 * @property {string} [reason] why it failed, a code
 * @property {string} [error] the sentence of a refusal
 * @property {boolean} [aboutNumber] whether the refusal is about what was typed
 * @property {boolean} [waiting] the network is lost and the request is tried again
 * @property {{title?: string, sentence?: string, cancel?: string}} [said] what is said of the call in place of
 *     the usual words, and the words of the button that cancels it
 * @property {boolean} [closed] the owner switched the widget off
 * @property {boolean} [later] nobody is there, but a later time may be chosen
 * @property {boolean} [own] a button of the page's opens the panel
 * @property {boolean} [absent] not on this page or not at this time
 * @property {string} [example] a number as people of the country write it
 */
export class View {
  #root;
  #part = {};
  #announced = '';

  /**
   * @param {ShadowRoot} root
   * @param {{submit: (number: string) => void, toggle: () => void, close: () => void, again: () => void,
   *     cancel: () => void, typing: () => void}} on
   */
  constructor(root, on) {
    this.#root = root;
    root.adoptedStyleSheets = [styleSheet()];
    const part = this.#part;

    part.title = make('h2', { id: 'title', tabIndex: -1 });
    part.close = make('button', { type: 'button', className: 'close', onclick: on.close }, icon(CROSS));
    part.lead = make('p', { className: 'lead', id: 'lead' });

    part.label = make('label', { htmlFor: 'number' });
    part.input = make('input', {
      id: 'number',
      name: 'tel',
      type: 'tel',
      autocomplete: 'tel',
      inputMode: 'tel',
      dir: 'ltr',
      maxLength: 40,
      required: true,
      enterKeyHint: 'send',
    });
    part.extras = make('div', { className: 'extras' });
    part.submit = make('button', { type: 'submit', className: 'primary' });
    part.hint = make('p', { className: 'hint', id: 'hint' });
    part.error = make('p', { className: 'error', id: 'error' });
    part.waiting = make('p', { className: 'waiting' });
    part.form = make(
      'form',
      { noValidate: true },
      part.label,
      part.input,
      part.hint,
      part.extras,
      part.error,
      part.waiting,
      part.submit,
    );
    part.input.addEventListener('input', on.typing);
    part.form.addEventListener('submit', (event) => {
      event.preventDefault();
      on.submit(part.input.value);
    });

    part.steps = STEPS.map(() => make('li', {}));
    part.list = make('ol', {}, ...part.steps);
    part.sentence = make('p', { className: 'sentence' });
    part.again = make('button', { type: 'button', className: 'secondary', onclick: on.again });
    part.cancel = make('button', { type: 'button', className: 'secondary', onclick: on.cancel });
    part.progress = make('div', { className: 'progress' }, part.list, part.sentence, part.again, part.cancel);

    part.panel = make(
      'section',
      { className: 'panel', id: 'panel' },
      make('div', { className: 'head' }, part.title, part.close),
      part.lead,
      part.form,
      part.progress,
    );
    part.panel.setAttribute('aria-labelledby', 'title');
    part.launcherText = make('span', {});
    part.launcher = make(
      'button',
      { type: 'button', className: 'launcher', onclick: on.toggle },
      icon(HANDSET),
      part.launcherText,
    );
    part.launcher.setAttribute('aria-controls', 'panel');
    // Outside of the panel: a closed one is not read out.
    part.live = make('p', { className: 'live' });
    part.live.setAttribute('role', 'status');
    part.live.setAttribute('aria-live', 'polite');

    part.frame = make('div', { className: 'frame' }, part.panel, part.launcher, part.live);
    part.frame.addEventListener('keydown', (event) => {
      if (event.key === 'Escape' && part.panel.getAttribute('role') === 'dialog' && !part.panel.hidden) {
        event.stopPropagation();
        on.close();
      }
    });
    // Takes its room at once and shows when its words are there.
    part.frame.toggleAttribute('data-silent', true);
    root.append(part.frame);
  }

  /** @param {CSSStyleSheet} [sheet] the owner's colours */
  dress(sheet) {
    this.#root.adoptedStyleSheets = sheet ? [styleSheet(), sheet] : [styleSheet()];
  }

  /** Puts fields below the number; none takes the former ones away. */
  ask(parts) {
    this.#part.extras.replaceChildren(...parts);
    this.#part.form.classList.toggle('more', parts.length > 0);
  }

  reveal() {
    this.#part.frame.removeAttribute('data-silent');
  }

  get revealed() {
    return !this.#part.frame.hasAttribute('data-silent');
  }

  get field() {
    return this.#part.input;
  }

  get number() {
    return this.#part.input.value;
  }

  set number(value) {
    this.#part.input.value = value;
  }

  /** Whether the visitor is in here with the keyboard. */
  get focused() {
    return this.#root.activeElement !== null;
  }

  focusNumber() {
    this.#part.input.focus();
  }

  focusTitle() {
    this.#part.title.focus();
  }

  /** @returns {boolean} false where there is no launcher to focus */
  focusLauncher() {
    this.#part.launcher.focus();
    return !this.#part.launcher.hidden;
  }

  /** @param {Picture} picture */
  show(picture) {
    const part = this.#part;
    const { words, tag } = picture.language;
    part.frame.dir = words.direction;
    part.frame.lang = tag;
    this.#showForm(picture, words);
    this.#showProgress(picture, words);

    const asking = isAsking(picture.state);
    part.title.textContent = asking ? words.heading : titleOf(picture, words);
    part.close.setAttribute('aria-label', words.close);
    part.close.hidden = !picture.floating;
    part.panel.hidden = picture.floating && !picture.open;
    part.panel.setAttribute('role', picture.floating ? 'dialog' : 'region');
    part.frame.hidden = Boolean(picture.absent);
    part.launcher.hidden = !picture.floating || picture.closed || picture.own;
    part.launcher.setAttribute('aria-expanded', String(picture.open));
    part.launcher.toggleAttribute('data-live', ['queued', 'calling'].includes(picture.state));
    part.launcherText.textContent = asking ? words.launcher : titleOf(picture, words);
    this.#announce(picture, words);
  }

  #showForm(picture, words) {
    const part = this.#part;
    const asking = isAsking(picture.state);
    const sending = picture.state === 'sending';
    part.form.hidden = !asking || picture.closed;
    part.lead.hidden = !asking;
    part.lead.textContent = picture.closed ? words.closed : picture.later ? words.later : words.invitation;
    part.label.textContent = words.number;
    part.input.readOnly = sending;
    part.submit.textContent = sending ? `${words.sending} …` : words.request;
    // Not `disabled`: that would take the keyboard focus away.
    part.submit.setAttribute('aria-disabled', String(sending));
    part.hint.hidden = !picture.example;
    part.hint.textContent = picture.example ? words.hint(picture.example) : '';
    part.error.hidden = !picture.error;
    part.error.textContent = picture.error ?? '';
    part.waiting.hidden = !picture.waiting;
    part.waiting.textContent = words.offline;
    part.input.setAttribute('aria-invalid', String(Boolean(picture.error && picture.aboutNumber)));
    part.input.setAttribute('aria-describedby', picture.error ? 'error hint' : 'hint');
  }

  #showProgress(picture, words) {
    const part = this.#part;
    const { state } = picture;
    part.progress.hidden = isAsking(state);
    if (part.progress.hidden) {
      return;
    }
    const failed = hasFailed(state);
    const finished = state === 'ended' || failed;
    part.progress.dataset.state = state;
    part.list.hidden = failed;
    part.list.setAttribute('aria-label', words.progress);
    part.steps.forEach((step, index) => {
      const at = index < STEP_OF[state] ? 'done' : index === STEP_OF[state] ? 'now' : 'ahead';
      step.textContent = words.steps[STEPS[index]];
      step.dataset.at = at;
      if (at === 'now') {
        step.setAttribute('aria-current', 'step');
      } else {
        step.removeAttribute('aria-current');
      }
    });
    part.sentence.textContent = sentenceOf(picture, words);
    part.again.hidden = !finished;
    part.again.textContent = failed ? words.retry : words.again;
    part.cancel.hidden = !picture.said?.cancel;
    part.cancel.textContent = picture.said?.cancel ?? '';
  }

  /** Says what changed to those who do not see it, each thing once. */
  #announce(picture, words) {
    let text = '';
    if (picture.waiting) {
      text = words.offline;
    } else if (picture.error) {
      text = picture.error;
    } else if (picture.state === 'sending') {
      text = words.sending;
    } else if (picture.state !== 'idle') {
      text = `${titleOf(picture, words)}. ${sentenceOf(picture, words)}`;
    }
    if (text !== this.#announced) {
      this.#announced = text;
      this.#part.live.textContent = text;
    }
  }
}

function isAsking(state) {
  return state === 'idle' || state === 'sending';
}

function hasFailed(state) {
  return state === 'failed' || state === 'expired';
}

function titleOf({ state, said }, words) {
  return said?.title ?? (words.states[state] ?? words.states.failed)[0];
}

function sentenceOf({ state, reason, said }, words) {
  return said?.sentence ?? ((state === 'failed' && words.reasons[reason]) || (words.states[state] ?? words.states.failed)[1]);
}

function make(tag, properties, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

/** A handset: an arc between two thick ends. */
const HANDSET = [
  ['M6.2 7.6c1 4.8 5.4 9.2 10.2 10.2', 3],
  ['M5.2 4.6l2 3.6', 5],
  ['M15.8 16.8l3.6 2', 5],
];
const CROSS = [
  ['M4 4l16 16', 2.6],
  ['M20 4L4 20', 2.6],
];

/** Built node by node: a page that demands Trusted Types refuses markup from strings. */
function icon(strokes) {
  const namespace = 'http://www.w3.org/2000/svg';
  const svg = document.createElementNS(namespace, 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  for (const [path, width] of strokes) {
    const stroke = document.createElementNS(namespace, 'path');
    stroke.setAttribute('d', path);
    stroke.setAttribute('stroke-width', String(width));
    stroke.setAttribute('stroke-linecap', 'round');
    stroke.setAttribute('stroke', 'currentColor');
    stroke.setAttribute('fill', 'none');
    svg.append(stroke);
  }
  return svg;
}
