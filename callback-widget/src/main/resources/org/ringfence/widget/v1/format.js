/** Groups a number's digits while it is typed, as people of its country do. Adds and takes away separators, never digits. */

/** Calling codes of two digits; those of one are 1 and 7, all others have three (ITU E.164, list of assigned codes). */
const TWO = '20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 58 60 61 62 63 64 65 66 81 82 84 86 90 91 92 93 94 95 98';

/** What is left alone: fewer digits say too little of a number. */
const FEW = 3;

/**
 * Looks after a field from now on.
 *
 * @param {HTMLInputElement} field
 * @param {() => string | undefined} country whose people type there
 * @param {(of: string) => Promise<object | undefined>} load the formats of a country or a calling code
 */
export function format(field, country, load) {
  const tables = {};
  // Whoever sets separators of their own keeps them.
  let own = false;
  const group = () => {
    const { value } = field;
    if (own || field.readOnly || /[^\d\s+().\-/]/.test(value)) {
      return;
    }
    const table = (of) => {
      if (of && !(of in tables)) {
        tables[of] = undefined;
        load(of).then((loaded) => {
          tables[of] = loaded;
          group();
        });
      }
      return tables[of];
    };
    const grouped = grouping(value, table(country()), table);
    if (grouped !== value) {
      const caret = count(value.slice(0, field.selectionStart));
      field.value = grouped;
      if (field.matches(':focus')) {
        const at = place(grouped, caret);
        field.setSelectionRange(at, at);
      }
    }
  };
  const typed = ({ inputType = '', data, isComposing }) => {
    if (isComposing) {
      return;
    }
    if (!field.value) {
      own = false;
    } else if (!inputType.startsWith('delete')) {
      own ||= data ? /[^\d+]/.test(data) : /[^\d\s+]/.test(field.value);
    }
    group();
  };
  field.addEventListener('input', typed);
  typed({});
}

/**
 * @param {string} text of digits, separators and a plus
 * @param {object} [home] formats of the country whose people write so
 * @param {(code: string) => object | undefined} abroad formats behind a calling code
 * @returns {string} the same digits, grouped as far as is known; the text itself where nothing is
 */
export function grouping(text, home, abroad) {
  const written = text.replace(/[^\d+]/g, '');
  const digits = written.replaceAll('+', '');
  const lead = written.startsWith('+') ? '+' : home?.abroad && digits.startsWith(home.abroad) ? home.abroad : '';
  let known = home;
  let grouped;
  if (lead) {
    const rest = lead === '+' ? digits : digits.slice(lead.length);
    const code = callingCode(rest);
    const formats = code && abroad(code);
    known = formats;
    const national = rest.slice(code.length);
    if (formats && !/^0/.test(national)) {
      grouped = `${lead === '+' ? '+' : `${lead} `}${code} ${fit(national, formats.international) ?? national}`.trimEnd();
    }
  } else if (home) {
    grouped = inland(digits, home);
  }
  if (!known) {
    return text;
  }
  // Some formats leave digits out or put others in; a visitor's are the visitor's.
  return grouped?.replace(/[^\d+]/g, '') === written ? grouped : written;
}

function inland(digits, { prefix, national }) {
  if (prefix && digits.startsWith(prefix)) {
    const rest = digits.slice(prefix.length);
    return fit(rest, national, prefix);
  }
  return fit(digits, national);
}

function callingCode(digits) {
  if (/^[17]/.test(digits)) {
    return digits[0];
  }
  const two = digits.slice(0, 2);
  return two.length === 2 && TWO.includes(two) ? two : digits.length >= 3 ? digits.slice(0, 3) : '';
}

/** The digits as the first format that is right for them, or may still become it. */
function fit(digits, formats, prefix = '') {
  if (digits.length < FEW) {
    return undefined;
  }
  const possible = formats.filter(([, , , , leading]) => {
    const start = leading[Math.min(digits.length - FEW, leading.length - 1)];
    return !start || new RegExp(`^(?:${start})`).test(digits);
  });
  for (const one of possible) {
    const whole = new RegExp(`^(?:${one[0]})$`);
    if (whole.test(digits)) {
      return digits.replace(whole, shape(one, prefix));
    }
  }
  for (const one of possible) {
    const parts = split(digits, one[3]);
    if (parts) {
      return fill(shape(one, prefix), parts);
    }
  }
  return undefined;
}

/** With the national prefix where the country writes it. */
function shape([, form, rule], prefix) {
  if (!prefix) {
    return form;
  }
  return rule ? form.replace(/\$\d/, (first) => rule.replace('$1', () => first)) : `${prefix} ${form}`;
}

function split(digits, sizes) {
  const parts = [];
  let at = 0;
  for (const size of sizes) {
    parts.push(digits.slice(at, at + size));
    at += size;
  }
  return at >= digits.length && parts.length > 0 ? parts : undefined;
}

/** Up to the last digit there is: a separator comes with the digit behind it. */
function fill(form, parts) {
  let filled = '';
  for (const [, between, number] of form.matchAll(/([^$]*)(?:\$(\d))?/g)) {
    const part = number && parts[number - 1];
    if (!part) {
      break;
    }
    filled += between + part;
  }
  return filled;
}

function count(text) {
  return text.replace(/[^\d+]/g, '').length;
}

/** Behind so many digits. */
function place(text, digits) {
  let at = 0;
  for (let seen = 0; at < text.length && seen < digits; at++) {
    seen += /[\d+]/.test(text[at]) ? 1 : 0;
  }
  return at;
}
