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

/** Countries' names in the visitor's language: `(['FR', 'DE'], 'en')` is France or Germany. */
export function countryNames(codes, language) {
  try {
    const names = new Intl.DisplayNames([language], { type: 'region' });
    return new Intl.ListFormat(language, { type: 'disjunction' }).format(codes.map((code) => names.of(code)));
  } catch {
    return codes[0];
  }
}

function regionOf(tag) {
  try {
    return new Intl.Locale(tag).region;
  } catch {
    return undefined;
  }
}

/** The first country among those called that one of the visitor's languages is spoken in; the widget's otherwise. */
export function chooseCountry(wished, own, others) {
  for (const tag of wished) {
    const region = regionOf(tag);
    if (region && (region === own || Object.hasOwn(others, region))) {
      return region;
    }
  }
  return own;
}
