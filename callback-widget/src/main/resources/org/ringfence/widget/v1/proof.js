/**
 * Finds a counter so that the SHA-256 of `challenge:counter` begins with as many zero bits as the challenge
 * says (its first field). Our own SHA-256: `crypto.subtle` exists on https pages only, waits a task for each
 * digest, and a worker would need a policy that owners' pages do not have. Only loaded when a number is typed.
 */

/** Computing without a pause (ms): shorter than a frame. */
const SLICE = 10;

/** The first 32 bits of the fractional parts of the cube roots and square roots of the first primes (FIPS 180-4). */
const K = [];
const START = [];
for (let number = 2; K.length < 64; number++) {
  let prime = true;
  for (let factor = 2; factor * factor <= number; factor++) {
    prime &&= number % factor !== 0;
  }
  if (prime) {
    const fraction = (root) => ((root % 1) * 2 ** 32) | 0;
    if (START.length < 8) {
      START.push(fraction(Math.sqrt(number)));
    }
    K.push(fraction(Math.cbrt(number)));
  }
}

const W = new Int32Array(64);

/** One 64-byte block at `at` of the bytes, from a state to the next. */
function compress(state, bytes, at) {
  for (let i = 0; i < 16; i++) {
    const j = at + i * 4;
    W[i] = (bytes[j] << 24) | (bytes[j + 1] << 16) | (bytes[j + 2] << 8) | bytes[j + 3];
  }
  for (let i = 16; i < 64; i++) {
    const x = W[i - 15];
    const y = W[i - 2];
    W[i] =
      (W[i - 16] +
        W[i - 7] +
        (((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3)) +
        (((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10))) |
      0;
  }
  let [a, b, c, d, e, f, g, h] = state;
  for (let i = 0; i < 64; i++) {
    const one =
      (h +
        (((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7))) +
        ((e & f) ^ (~e & g)) +
        K[i] +
        W[i]) |
      0;
    const two =
      ((((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10))) +
        ((a & b) ^ (a & c) ^ (b & c))) |
      0;
    h = g;
    g = f;
    f = e;
    e = (d + one) | 0;
    d = c;
    c = b;
    b = a;
    a = (one + two) | 0;
  }
  return [a, b, c, d, e, f, g, h].map((word, i) => (word + state[i]) | 0);
}

/** @returns {Promise<string>} the proof. Leaves the page its frames meanwhile. */
export async function solve(challenge, signal) {
  const bits = parseInt(challenge, 10);
  const text = new TextEncoder().encode(`${challenge}:`);
  // What stands before the last whole block never changes.
  const fixed = text.length - (text.length % 64);
  let begun = START;
  for (let at = 0; at < fixed; at += 64) {
    begun = compress(begun, text, at);
  }
  const rest = text.subarray(fixed);
  for (let counter = 0; ; ) {
    const until = performance.now() + SLICE;
    while (performance.now() < until) {
      for (let i = 0; i < 100; i++, counter++) {
        const digits = String(counter);
        const used = rest.length + digits.length;
        const bytes = new Uint8Array(used < 56 ? 64 : 128);
        bytes.set(rest);
        for (let j = 0; j < digits.length; j++) {
          bytes[rest.length + j] = digits.charCodeAt(j);
        }
        bytes[used] = 128;
        new DataView(bytes.buffer).setUint32(bytes.length - 4, (fixed + used) * 8);
        let state = begun;
        for (let at = 0; at < bytes.length; at += 64) {
          state = compress(state, bytes, at);
        }
        if (Math.clz32(state[0]) + (state[0] === 0 ? Math.clz32(state[1]) : 0) >= bits) {
          return `${challenge}:${counter}`;
        }
      }
    }
    await new Promise((resolve) => setTimeout(resolve));
    signal?.throwIfAborted();
  }
}
