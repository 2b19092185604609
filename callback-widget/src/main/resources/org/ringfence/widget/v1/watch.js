import { isFinished } from './memory.js';
import { Refusal } from './client.js';

/** Between two polls while no stream delivers (ms). */
const POLL_ALONE = 2_500;
/** Between two polls beside a working stream (ms): finds a stream that a proxy swallows without closing it. */
const POLL_BESIDE = 20_000;

/**
 * Follows one callback to its end: server-sent events, and polling for where they do not come through.
 *
 * @param {import('./client.js').Client} client
 * @param {string} id
 * @param {{onState: (status: object) => void, onGone: () => void}} listener told each status as the server
 *     tells it; `onGone` when it does not know the callback any more
 * @returns {() => void} stops following
 */
export function watch(client, id, { onState, onGone }) {
  const stopped = new AbortController();
  let delivering = false;
  let timer;

  const stop = () => {
    stopped.abort();
    stream.close();
    clearTimeout(timer);
  };

  const tell = (status) => {
    if (stopped.signal.aborted) {
      return;
    }
    if (isFinished(status.state)) {
      stop();
    }
    onState(status);
  };

  const pollAfter = (time) => {
    clearTimeout(timer);
    timer = setTimeout(poll, time);
  };

  const poll = async () => {
    try {
      tell(await client.status(id, stopped.signal));
    } catch (failure) {
      if (failure instanceof Refusal && failure.status === 404) {
        stop();
        onGone();
      }
      // Anything else passes or does not; the next poll finds out.
    }
    if (!stopped.signal.aborted) {
      pollAfter(delivering ? POLL_BESIDE : POLL_ALONE);
    }
  };

  const stream = new EventSource(client.eventsUrl(id));
  stream.addEventListener('state', (event) => {
    delivering = true;
    pollAfter(POLL_BESIDE);
    tell(JSON.parse(event.data));
  });
  // The browser reconnects by itself unless the answer was an error; polling covers both meanwhile.
  stream.addEventListener('error', () => {
    delivering = false;
    if (!stopped.signal.aborted) {
      pollAfter(POLL_ALONE);
    }
  });
  pollAfter(POLL_ALONE);

  return stop;
}
