import { randomUuid } from './client.js';

/**
 * What the browser keeps for one widget on one site, so that a reload or a second tab finds the same call.
 *
 * The callback's id and last state lie in localStorage, seen by every tab. The number lies in sessionStorage
 * and only while a request is under way: after a reload it goes out again with the same idempotency key.
 * There, too, lies whether the panel was open, so that a reload leaves it open.
 * A browser that forbids storage still works; it then forgets at the reload.
 */

/** A finished call is shown this long after a reload (ms). */
const FINISHED_KEPT = 10 * 60 * 1000;
/** An unfinished call older than this is not asked about any more (ms). */
const UNFINISHED_KEPT = 60 * 60 * 1000;

/** A visitor is the same one for this long (ms). */
const VISITOR_KEPT = 24 * 60 * 60 * 1000;

/** Who comes back after this was here before (ms). */
const VISIT = 30 * 60 * 1000;

const CAMPAIGN = ['utm_source', 'utm_medium', 'utm_campaign', 'utm_term', 'utm_content'];

const FINISHED = new Set(['ended', 'failed', 'expired']);

export function isFinished(state) {
  return FINISHED.has(state);
}

export class Memory {
  #name;
  #local;
  #session;

  constructor(key) {
    this.#name = `ringfence-callback:${key}`;
    this.#local = storage('localStorage');
    this.#session = storage('sessionStorage');
  }

  /** @returns {{id: string, state: string, reason?: string, at: number} | undefined} */
  callback() {
    const kept = read(this.#local, this.#name);
    if (!kept?.id || !kept.state) {
      return undefined;
    }
    const age = Date.now() - kept.at;
    return age < (isFinished(kept.state) ? FINISHED_KEPT : UNFINISHED_KEPT) ? kept : undefined;
  }

  keepCallback(callback) {
    write(this.#local, this.#name, { ...callback, at: Date.now() });
  }

  forgetCallback() {
    write(this.#local, this.#name, undefined);
  }

  /** @returns {{idempotencyKey: string, number: string} | undefined} a request without an answer so far */
  pending() {
    const kept = read(this.#session, this.#name);
    return kept?.idempotencyKey && kept.number ? kept : undefined;
  }

  keepPending(pending) {
    write(this.#session, this.#name, pending);
  }

  forgetPending() {
    write(this.#session, this.#name, undefined);
  }

  /** What this browser calls itself towards one widget; new every day. */
  visitor() {
    const kept = read(this.#local, `${this.#name}:visitor`);
    if (kept?.id && Date.now() - kept.at < VISITOR_KEPT) {
      return kept.id;
    }
    const id = randomUuid();
    write(this.#local, `${this.#name}:visitor`, { id, at: Date.now() });
    return id;
  }

  /** Whether this tab's panel was open when the page was left. */
  get open() {
    return read(this.#session, `${this.#name}:open`) === true;
  }

  set open(open) {
    write(this.#session, `${this.#name}:open`, open || undefined);
  }

  /** Where the visitor came from: kept for this visit, because the second page does not know it any more. */
  arrival() {
    const name = 'ringfence-callback:arrival';
    let arrival = read(this.#session, name);
    if (!arrival) {
      arrival = {};
      const parameters = new URLSearchParams(location.search);
      for (const parameter of CAMPAIGN) {
        if (parameters.get(parameter)) {
          arrival[parameter] = parameters.get(parameter).slice(0, 120);
        }
      }
      // Query and fragment stay out here, too.
      const referrer = document.referrer.split(/[?#]/)[0].slice(0, 500);
      if (referrer && !referrer.startsWith(`${location.origin}/`)) {
        arrival.referrer = referrer;
      }
      write(this.#session, name, arrival);
    }
    return arrival;
  }

  /** Whether the visitor was here before; only asked where an owner wants to know. */
  visit() {
    const last = read(this.#local, `${this.#name}:visit`);
    write(this.#local, `${this.#name}:visit`, Date.now());
    return last > 0 && Date.now() - last > VISIT;
  }

  /** Whether the panel opened by itself in this visit, or the visitor closed it. */
  get offered() {
    return read(this.#session, `${this.#name}:offered`) === true;
  }

  set offered(offered) {
    write(this.#session, `${this.#name}:offered`, offered || undefined);
  }

  /** Calls back when another tab changes the call. @returns {() => void} stops it */
  onChange(listener) {
    const heard = (event) => {
      // A null key is the whole storage cleared at once.
      if (event.storageArea === this.#local && (event.key === this.#name || event.key === null)) {
        listener();
      }
    };
    addEventListener('storage', heard);
    return () => removeEventListener('storage', heard);
  }
}

/** The browser's storage, or one that lives as long as the page where the browser forbids it. */
function storage(name) {
  try {
    const there = globalThis[name];
    there.getItem('');
    return there;
  } catch {
    const held = new Map();
    return {
      getItem: (key) => held.get(key) ?? null,
      setItem: (key, value) => held.set(key, value),
      removeItem: (key) => held.delete(key),
    };
  }
}

function read(area, name) {
  try {
    return JSON.parse(area.getItem(name) ?? 'null') ?? undefined;
  } catch {
    return undefined;
  }
}

function write(area, name, value) {
  try {
    if (value === undefined) {
      area.removeItem(name);
    } else {
      area.setItem(name, JSON.stringify(value));
    }
  } catch {
    // A full storage costs the visitor the reload, never the call.
  }
}
