/**
 * The callback element. One line on the owner's page is enough:
 *
 *   <script type="module" src="https://…/widget/v1/ringfence-callback.js" data-key="KEY"></script>
 *
 * places a floating button; `<ringfence-callback key="KEY">` places a form where it stands.
 * Attributes, methods, events and custom properties: docs/widget.md.
 */
import { Client, Refusal, randomUuid } from './client.js';
import { Memory, isFinished } from './memory.js';
import { LANGUAGES, chooseLanguage, countryName } from './texts.js';
import { View } from './view.js';

const BASE = new URL('.', import.meta.url);

/** What of a design are fields of the form. */
const FIELDS = ['ask', 'departments', 'times', 'consent'];

/** How long the owner's look is waited for before the element shows in its own (ms). */
const PATIENCE = 1500;

/** What a script tag may say, handed on to the element it places. */
const SCRIPT_OPTIONS = ['lang', 'theme', 'position', 'mode'];

export class RingfenceCallback extends HTMLElement {
  static observedAttributes = ['key', 'data-key', 'mode', 'lang', 'open'];

  #view;
  #client;
  #memory;
  #config;
  /** Ends whatever is under way for the present key. */
  #work = new AbortController();
  #following;
  #followed;
  #picture = { state: 'idle' };
  /** Nothing is shown before there are words. */
  #language;
  /** The module that knows designs, once there is one. */
  #designer;
  #fields;
  #formatting;
  /** Kept when the fields are there. */
  #asking;
  #absent = false;
  #opener;
  /** Whether somebody has opened the panel before it could be seen. */
  #awaited = false;
  /** Attributes that came from the design and not from the page. */
  #designed = new Set();
  #counted = new Set();
  /** What is said of those who wait, once that is loaded. */
  #waiting;

  constructor() {
    super();
    this.#view = new View(this.attachShadow({ mode: 'open' }), {
      submit: (number) => this.#submit(number),
      toggle: () => (this.open ? this.closePanel() : this.openPanel()),
      close: () => this.closePanel(),
      again: () => this.reset(),
      cancel: () => this.cancel(),
      typing: () => {
        this.#client?.prepare(this.#work.signal);
        this.#format();
        this.#count('opened');
      },
    });
  }

  /** The widget's public key. `data-key` serves frameworks that keep `key` for themselves. */
  get key() {
    return this.getAttribute('key') ?? this.dataset.key ?? '';
  }

  /** Whether the floating button's panel is open. */
  get open() {
    return this.hasAttribute('open');
  }

  set open(value) {
    this.toggleAttribute('open', Boolean(value));
  }

  /** idle, sending, queued, calling, connected, ended, failed or expired. */
  get state() {
    return this.#picture.state;
  }

  openPanel() {
    this.#opener = document.activeElement;
    this.open = true;
    // What cannot be seen yet takes no focus.
    this.#awaited = !this.#view.revealed;
    this.#focus();
  }

  #focus() {
    if (this.#picture.state === 'idle') {
      this.#view.focusNumber();
    } else {
      this.#view.focusTitle();
    }
  }

  #reveal() {
    this.#view.reveal();
    if (this.#awaited) {
      this.#awaited = false;
      this.#focus();
    }
  }

  closePanel() {
    this.#awaited = false;
    const inside = this.#view.focused;
    this.open = false;
    if (this.#memory) {
      this.#memory.offered = true;
    }
    if (inside && !this.#view.focusLauncher()) {
      this.#opener?.focus();
    }
  }

  /** The element's own words in a language it speaks. */
  static words(tag) {
    return LANGUAGES[tag]();
  }

  /** For the designer: shows a configuration as if the server had sent it. Nothing is kept and nothing sent. */
  async preview(config) {
    this.#memory = undefined;
    await this.#use(config);
    this.#view.reveal();
  }

  /** Asks for a call as if the visitor had typed the number and pressed the button. */
  requestCall(number) {
    this.#view.number = number;
    return this.#submit(number);
  }

  /** Takes the request back. Whoever is called already need not pick up. */
  async cancel() {
    const id = this.#followed;
    if (!id) {
      return;
    }
    this.#change({ ...this.#picture, cancelling: true });
    this.#view.focusTitle();
    const { signal } = this.#work;
    try {
      const status = await this.#client.cancel(id, signal);
      if (id === this.#followed) {
        this.#learn(id, { ...status, cancelling: true });
      }
    } catch (failure) {
      if (id === this.#followed && !signal.aborted) {
        // Where the network stays lost, the button is there again.
        this.#change({ ...this.#picture, cancelling: failure.code === 'too-late' && 'late' });
      }
    }
  }

  /** Back to the form. A call that was asked for goes on; this page only stops showing it. */
  reset() {
    this.#follow(undefined);
    this.#memory?.forgetCallback();
    this.#change({ state: 'idle' });
    this.#view.focusNumber();
  }

  connectedCallback() {
    if (this.#previewing) {
      this.#loadLanguage();
    } else {
      this.#start();
    }
  }

  get #previewing() {
    return this.hasAttribute('data-preview');
  }

  disconnectedCallback() {
    this.#stop();
  }

  attributeChangedCallback(name, before, after) {
    if (!this.isConnected || before === after) {
      return;
    }
    if ((name === 'key' || name === 'data-key') && !this.#previewing) {
      this.#stop();
      this.#start();
      return;
    }
    if (name === 'lang') {
      this.#loadLanguage();
      if (!this.#previewing) {
        this.#loadConfig();
      }
      return;
    }
    this.#show();
    if (name === 'open' && this.open) {
      this.#asking = this.#askMore();
    }
    if (name === 'open' && this.#memory) {
      this.#memory.open = this.open;
      this.#tell(this.open ? 'open' : 'close');
      if (this.open) {
        this.#count('opened');
      }
    }
  }

  #start() {
    this.#work = new AbortController();
    this.#client = new Client(BASE, this.key);
    this.#memory = new Memory(this.key);
    this.#config = undefined;
    const stopListening = this.#memory.onChange(() => this.#recall());
    this.#work.signal.addEventListener('abort', stopListening);
    document.addEventListener('click', (event) => this.#clicked(event), { signal: this.#work.signal });
    this.#memory.arrival();
    const looks = Promise.race([this.#loadConfig(), new Promise((resolve) => setTimeout(resolve, PATIENCE))]);
    Promise.all([this.#loadLanguage(), looks]).then(() => this.#reveal());
    this.#recall();
    // Only while there is a call to see: a panel must not greet who comes back another day.
    if (this.#memory.open && this.#picture.state !== 'idle') {
      this.open = true;
    }
    const pending = this.#memory.pending();
    if (pending) {
      this.#view.number = pending.number;
      this.#send(pending);
    }
  }

  #stop() {
    this.#work.abort();
    this.#follow(undefined);
    this.#picture = { state: 'idle' };
  }

  async #loadConfig() {
    const { signal } = this.#work;
    try {
      const config = await this.#client.config(this.#tag(), signal);
      if (!signal.aborted) {
        await this.#use(config);
      }
    } catch (failure) {
      // Without its configuration the form still works; only a refusal is worth words now.
      if (!signal.aborted && failure instanceof Refusal) {
        this.#refused(failure);
      }
    }
  }

  async #use(config) {
    this.#config = config.countries ? (await import('./countries.js')).at(config) : config;
    this.#absent = false;
    const { design } = config;
    if (design || this.#designer) {
      this.#designer ??= await import('./design.js');
      this.#wear(design ?? {});
    }
    this.#show();
    if (!this.#absent) {
      this.#count('shown');
    }
  }

  /** Each thing once in a page view. */
  #count(what) {
    if (this.#memory && this.#config && !this.#counted.has(what)) {
      this.#counted.add(what);
      this.#client.count(what, this.#memory.arrival());
    }
  }

  #wear(design) {
    const { signal } = this.#work;
    this.#view.dress(this.#designer.sheetOf(design));
    for (const name of ['position', 'theme']) {
      if (!this.hasAttribute(name) || this.#designed.has(name)) {
        this.#designed.add(name);
        this.toggleAttribute(name, Boolean(design[name]));
        if (design[name]) {
          this.setAttribute(name, design[name]);
        }
      }
    }
    this.#asking = this.#askMore();
    if (this.#memory) {
      this.#absent = !this.#designer.isWanted(design, this.#memory.arrival());
      if (!this.#absent && this.#floating && this.#config.open) {
        // Not the keyboard focus: nobody asked for it.
        this.#designer.trigger(design, this.#memory, signal, () => (this.open = true));
      }
    }
  }

  /** Builds the further fields anew, with what was typed into the former ones. */
  async #askMore() {
    const { design = {}, open } = this.#config ?? {};
    const seen = this.open || !this.#floating;
    if (!this.#language || !seen || !(this.#fields || FIELDS.some((name) => design[name]))) {
      return;
    }
    const { fieldsOf } = await import('./fields.js');
    const typed = this.#fields?.values() ?? {};
    const { words, tag } = this.#language;
    this.#fields = fieldsOf(design, words, tag, open);
    this.#view.ask(this.#fields.parts);
    for (const part of this.#fields.parts) {
      if (typed[part.id]) {
        part.value = typed[part.id];
      }
    }
  }

  get #floating() {
    return this.getAttribute('mode') === 'button';
  }

  #clicked({ target }) {
    const opener = target.closest?.('[data-ringfence-callback]')?.dataset.ringfenceCallback;
    if (this.#floating && (opener === '' || opener === this.key)) {
      this.openPanel();
    }
  }

  /** Groups the digits while they are typed. It is a help: without it everything works. */
  #format() {
    this.#formatting ??= import('./format.js')
      .then(({ format }) =>
        format(
          this.#view.field,
          () => this.#config?.country,
          (of) => this.#client?.formats(of),
        ),
      )
      .catch(() => (this.#formatting = undefined));
  }

  #tag() {
    const said = this.getAttribute('lang') || this.closest('[lang]')?.getAttribute('lang');
    return chooseLanguage(said ? [said] : navigator.languages);
  }

  async #loadLanguage() {
    const tag = this.#tag();
    try {
      this.#language = { tag, words: await LANGUAGES[tag]() };
    } catch {
      // The file did not come through: the words so far serve, or those of another file.
      this.#language ??= { tag: 'en', words: await LANGUAGES.en() };
    }
    this.#asking = this.#askMore();
    this.#show();
  }

  /** Takes up the call that this or another tab asked for, or drops it when the other tab did. */
  #recall() {
    if (this.#picture.state === 'sending') {
      return;
    }
    const kept = this.#memory.callback();
    if (kept) {
      this.#change({ state: kept.state, reason: kept.reason });
      this.#follow(isFinished(kept.state) ? undefined : kept.id);
    } else if (this.#picture.state !== 'idle') {
      this.#follow(undefined);
      this.#change({ state: 'idle' });
    }
  }

  async #submit(number) {
    if (this.#picture.state === 'sending') {
      return;
    }
    if (!number.trim()) {
      this.#refuse('number-missing', { aboutNumber: true });
      return;
    }
    await this.#asking;
    if (this.#picture.state === 'sending') {
      return;
    }
    const missing = this.#fields?.missing();
    if (missing) {
      this.#refuse('field-refused', {});
      missing.focus();
      return;
    }
    if (this.#memory) {
      const extras = { ...this.#memory.arrival(), ...this.#fields?.values(), country: this.#config?.guessed };
      await this.#send({ idempotencyKey: randomUuid(), number, extras });
    }
  }

  async #send(pending) {
    const { signal } = this.#work;
    // Kept before it goes out: a reload in between sends the same request, not a second one.
    this.#memory.keepPending(pending);
    this.#change({ state: 'sending' });
    try {
      const callback = await this.#client.request(pending.number, pending.idempotencyKey, this.#memory.visitor(), pending.extras, {
        signal,
        onWaiting: () => this.#change({ state: 'sending', waiting: true }),
      });
      this.#memory.forgetPending();
      this.#memory.keepCallback({ id: callback.id, state: callback.state });
      const hadFocus = this.#view.focused;
      this.#change(callback);
      this.#view.number = '';
      this.#follow(callback.id);
      if (hadFocus) {
        this.#view.focusTitle();
      }
    } catch (failure) {
      if (signal.aborted) {
        return;
      }
      this.#memory.forgetPending();
      if (failure instanceof Refusal) {
        this.#refused(failure);
        if (failure.code === 'field-refused') {
          // The owner changed the form meanwhile, or the time has passed.
          this.#loadConfig();
        }
      } else {
        this.#refuse('unreachable', {});
      }
    }
  }

  #follow(id) {
    if (id === this.#followed) {
      return;
    }
    this.#following?.();
    this.#followed = id;
    this.#following = id && this.#watch(id);
  }

  /** @returns {() => void} stops watching; only who asked for a call loads what watches it */
  #watch(id) {
    let stop;
    import('./watch.js')
      .then(({ watch }) => {
        if (this.#followed === id) {
          stop = watch(this.#client, id, {
            onState: (status) => this.#learn(id, { ...status, cancelling: this.#picture.cancelling, number: this.#picture.number }),
            onGone: () => this.reset(),
          });
        }
      })
      // Lost on the way: the next look at the memory begins anew.
      .catch(() => (this.#followed = undefined));
    return () => stop?.();
  }

  #learn(id, status) {
    const { state, reason } = status;
    if (state !== this.#picture.state) {
      this.#memory.keepCallback({ id, state, reason });
    }
    this.#change(status);
    if (isFinished(state)) {
      this.#follow(undefined);
    }
  }

  #refused(refusal) {
    // For the owner, who looks into the console when the widget does not work.
    console.error(`ringfence-callback: ${refusal.message}`);
    const aboutNumber = refusal.field === 'number';
    this.#refuse(refusal.code, { aboutNumber, detail: refusal.message });
    this.#tell('refused', { code: refusal.code, detail: refusal.message });
  }

  #refuse(code, { aboutNumber = false, detail = '' }) {
    this.#change({ state: 'idle', refusal: { code, aboutNumber, detail } });
    if (aboutNumber) {
      this.#view.focusNumber();
    }
  }

  /** What the visitor, or the owner who tries it out, reads about a refusal. */
  #sentence({ code, detail }) {
    const { words, tag } = this.#language;
    const say = words.refusals[code] ?? (() => detail || words.refusals.unreachable());
    return say({
      example: this.#config?.example,
      country: this.#config && countryName(this.#config.country, tag),
      origin: location.origin,
      server: BASE.origin,
    });
  }

  #change(picture) {
    const before = this.#picture.state;
    this.#picture = picture;
    this.#show();
    if (picture.state !== before) {
      this.#tell('state', { state: picture.state, reason: picture.reason });
    }
  }

  #show() {
    if (!this.#language) {
      return;
    }
    const { state, reason, waiting, refusal } = this.#picture;
    const { open, design = {} } = this.#config ?? {};
    const away = open === false && state === 'idle';
    const called = state !== 'idle' && state !== 'sending';
    if (called && !this.#waiting) {
      import('./waiting.js').then(({ say }) => {
        this.#waiting = say;
        this.#show();
      }, () => {});
    }
    const later = away && design.closed === 'later' && Boolean(design.times);
    const words = { ...this.#language.words, ...design.texts };
    this.#view.show({
      state,
      reason,
      waiting,
      said: called ? this.#waiting?.(this.#picture, this.#language.tag, words, this.#config) : undefined,
      error: refusal && this.#sentence(refusal),
      aboutNumber: refusal?.aboutNumber,
      floating: this.#floating,
      own: design.form === 'own',
      absent: this.#absent || (away && design.closed === 'hide'),
      open: this.open,
      language: { tag: this.#language.tag, words },
      later,
      example: this.#config?.example,
      // A call under way is shown to its end.
      closed: away && !later,
    });
  }

  #tell(what, detail) {
    this.dispatchEvent(new CustomEvent(`ringfence-${what}`, { bubbles: true, composed: true, detail }));
  }
}

/** One floating button for each script tag that names a key and is this very script. */
function placeButtons() {
  for (const script of document.querySelectorAll('script[data-key]')) {
    // A module runs once however many tags name it, and has no document.currentScript.
    if (script.src === import.meta.url && !script.dataset.placed) {
      script.dataset.placed = '';
      const element = document.createElement('ringfence-callback');
      element.setAttribute('key', script.dataset.key);
      element.setAttribute('mode', 'button');
      for (const option of SCRIPT_OPTIONS) {
        if (script.dataset[option]) {
          element.setAttribute(option, script.dataset[option]);
        }
      }
      document.body.append(element);
    }
  }
}

if (!customElements.get('ringfence-callback')) {
  customElements.define('ringfence-callback', RingfenceCallback);
}
if (document.readyState === 'loading') {
  document.addEventListener('DOMContentLoaded', placeButtons);
} else {
  placeButtons();
}
