/**
 * The words of the element: every language in a file of its own that only those who read it load.
 *
 * A new language is one more file with the same keys and a line in `LANGUAGES`; `direction` alone turns the
 * layout round, because the stylesheet knows only logical sides.
 */

/** BCP 47 primary tag to the loader of its words. */
export const LANGUAGES = {
  en: async () => (await import('./texts-en.js')).words,
  de: async () => (await import('./texts-de.js')).words,
  fr: async () => (await import('./texts-fr.js')).words,
  es: async () => (await import('./texts-es.js')).words,
  it: async () => (await import('./texts-it.js')).words,
  nl: async () => (await import('./texts-nl.js')).words,
  tr: async () => (await import('./texts-tr.js')).words,
  ar: async () => (await import('./texts-ar.js')).words,
};

/**
 * The first wished language that there is, English otherwise. Regions are ignored: `de-AT` is `de`.
 *
 * @param {Iterable<string>} wished BCP 47 tags, the most wanted first
 */
export function chooseLanguage(wished) {
  for (const tag of wished) {
    const primary = tag.toLowerCase().split('-')[0];
    if (Object.hasOwn(LANGUAGES, primary)) {
      return primary;
    }
  }
  return 'en';
}

/** A country's name in the visitor's language: `('DE', 'en')` is Germany. */
export function countryName(code, language) {
  try {
    return new Intl.DisplayNames([language], { type: 'region' }).of(code);
  } catch {
    return code;
  }
}
