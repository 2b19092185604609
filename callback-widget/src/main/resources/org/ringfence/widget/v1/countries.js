/** Where a visitor is at home: only loaded where a widget calls further countries. */

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

/** The widget as somebody at home there sees it: numbers are written as there. */
export function at(config) {
  const home = chooseCountry(navigator.languages, config.country, config.countries);
  return home === config.country ? config : { ...config, country: home, guessed: home, example: config.countries[home] };
}
