/** The widget's side of the API: see docs/widget.md for shapes and errors. */

/** One try of one request (ms). */
const TRY_TIME = 15_000;
/** Waits between tries (ms); the last one repeats. */
const WAITS = [500, 1_000, 2_000, 4_000, 8_000];
/** How long a lost network is waited for (ms). */
const PATIENCE = 3 * 60 * 1000;

/** The server said no; trying again would not help. `code` names the reason, `detail` says it in English. */
export class Refusal extends Error {
  constructor(status, problem) {
    super(problem.detail ?? problem.title ?? `HTTP ${status}`);
    this.name = 'Refusal';
    this.status = status;
    this.code = problem.type?.split(':').pop() ?? 'refused';
    this.field = problem.field;
  }
}

export class Client {
  #base;
  #key;
  #proof;

  /**
   * @param {URL} base the API's address, with a slash at its end
   * @param {string} key the widget's public key
   */
  constructor(base, key) {
    this.#base = base;
    this.#key = encodeURIComponent(key);
  }

  /** @returns {Promise<{name: string, country: string, open: boolean, example?: string, design?: object}>} */
  config(language, signal) {
    // The server says whether what the browser has is still right.
    return this.#insist(`widgets/${this.#key}?lang=${language}`, { cache: 'no-cache' }, { signal });
  }

  /**
   * Asks for a call. The same idempotency key gives the same callback, however often it is sent, which is
   * what makes it safe to try again without knowing how far the last try came.
   *
   * @param {object} extras what the owner's form asks for besides, and where the visitor came from
   * @param {() => void} onWaiting told when a try failed and the next one waits
   */
  async request(number, idempotencyKey, visitor, extras, { signal, onWaiting }) {
    for (let tries = 0; ; tries++) {
      this.prepare(signal, onWaiting);
      const proof = await this.#proof;
      // Each counts once.
      this.#proof = undefined;
      try {
        return await this.#insist(
          `widgets/${this.#key}/callbacks`,
          {
            method: 'POST',
            headers: { 'Content-Type': 'application/json', 'Idempotency-Key': idempotencyKey },
            // Query and fragment stay out: owners put personal data there.
            body: JSON.stringify({ ...extras, number, page: location.origin + location.pathname, visitor, proof }),
          },
          { signal, onWaiting },
        );
      } catch (failure) {
        // Too old by now, or more work is asked for than before.
        if (failure.code !== 'proof-needed' || tries > 2) {
          throw failure;
        }
      }
    }
  }

  /** Begins the work that a request needs, while the visitor types. */
  prepare(signal, onWaiting) {
    this.#proof ??= this.#prove(signal, onWaiting);
    // Whoever needs it meets the failure and may begin anew.
    this.#proof.catch(() => (this.#proof = undefined));
  }

  async #prove(signal, onWaiting) {
    const [{ solve }, { challenge }] = await Promise.all([
      import('./proof.js'),
      this.#insist(`widgets/${this.#key}/challenge`, { method: 'POST' }, { signal, onWaiting }),
    ]);
    return solve(challenge, signal);
  }

  /** One try, no more: who polls comes again anyway. */
  status(id, signal) {
    return this.#once(`callbacks/${encodeURIComponent(id)}`, {}, signal);
  }

  /** The visitor does not want to be called after all; a lost network is waited for. */
  cancel(id, signal) {
    return this.#insist(`callbacks/${encodeURIComponent(id)}`, { method: 'DELETE' }, { signal });
  }

  /** Counts a page view, `shown` or `opened`, without anything of the visitor. Nobody waits for the answer. */
  count(what, { utm_source, referrer }) {
    fetch(new URL(`widgets/${this.#key}/views`, this.#base), {
      method: 'POST',
      body: JSON.stringify({ what, page: location.pathname, source: utm_source ?? referrer ?? '' }),
      credentials: 'omit',
      keepalive: true,
      referrerPolicy: 'origin',
    }).catch(() => {});
  }

  /** How numbers of a country, or behind a calling code, are written; nothing where that is not to be had. */
  formats(of, signal) {
    return this.#once(`numbers/${of}`, { cache: 'default' }, signal).catch(() => undefined);
  }

  eventsUrl(id) {
    return new URL(`callbacks/${encodeURIComponent(id)}/events`, this.#base).href;
  }

  async #insist(path, init, { signal, onWaiting }) {
    const deadline = Date.now() + PATIENCE;
    for (let tries = 0; ; tries++) {
      try {
        return await this.#once(path, init, signal);
      } catch (failure) {
        signal?.throwIfAborted();
        if (failure instanceof Refusal || Date.now() > deadline) {
          throw failure;
        }
        onWaiting?.();
        await pause(WAITS[Math.min(tries, WAITS.length - 1)] * (0.75 + Math.random() / 2), signal);
      }
    }
  }

  async #once(path, init, signal) {
    const url = new URL(path, this.#base);
    const stop = new AbortController();
    const abort = () => stop.abort();
    const timer = setTimeout(abort, TRY_TIME);
    const blocked = watchPolicy(url.origin);
    signal?.addEventListener('abort', abort);
    try {
      const response = await fetch(url, {
        cache: 'no-store',
        ...init,
        signal: stop.signal,
        mode: 'cors',
        credentials: 'omit',
        referrerPolicy: 'origin',
      });
      if (response.ok) {
        return await response.json();
      }
      // The 5xx pass; every other answer stays the same however often it is asked for.
      if (response.status >= 500) {
        throw new Error(`HTTP ${response.status}`);
      }
      throw new Refusal(response.status, await response.json().catch(() => ({})));
    } catch (failure) {
      if (await blocked.said()) {
        throw new Refusal(0, { type: 'blocked-by-policy', detail: `connect-src does not allow ${url.origin}` });
      }
      throw failure;
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
      blocked.stop();
    }
  }
}

/**
 * A page's own Content-Security-Policy makes fetch fail like a lost network does; only the violation event,
 * delivered a task later, tells the two apart.
 */
function watchPolicy(origin) {
  let violated = false;
  const heard = (event) => {
    violated ||= event.effectiveDirective === 'connect-src' && event.blockedURI.startsWith(origin);
  };
  document.addEventListener('securitypolicyviolation', heard);
  return {
    said: async () => {
      await new Promise((resolve) => setTimeout(resolve));
      return violated;
    },
    stop: () => document.removeEventListener('securitypolicyviolation', heard),
  };
}

/** Waits, but not when the network comes back meanwhile. Rejects when aborted. */
function pause(time, signal) {
  return new Promise((resolve, reject) => {
    const end = (how) => () => {
      clearTimeout(timer);
      removeEventListener('online', done);
      signal?.removeEventListener('abort', aborted);
      how();
    };
    const done = end(resolve);
    const aborted = end(() => reject(signal.reason));
    const timer = setTimeout(done, time);
    addEventListener('online', done);
    signal?.addEventListener('abort', aborted);
  });
}

/** A version 4 UUID. `crypto.randomUUID` exists on https pages only; owners' pages may be http. */
export function randomUuid() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
