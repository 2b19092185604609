/** What an owner asks for besides the number: only loaded by who sees the form. */

/**
 * The fields an owner asks for besides the number.
 *
 * @returns {{parts: HTMLElement[], values: () => object, missing: () => HTMLElement | undefined}}
 */
export function fieldsOf(design, words, tag, open) {
  const parts = [];
  const required = [];
  const read = {};
  const add = (name, label, input) => {
    input.id = name;
    parts.push(Object.assign(document.createElement('label'), { htmlFor: name, textContent: label }), input);
    read[name] = () => input.value.trim();
  };
  if (design.ask) {
    const must = design.ask === 'required';
    const input = Object.assign(document.createElement('input'), {
      type: 'text',
      autocomplete: 'name',
      maxLength: 80,
      required: must,
    });
    add('name', must ? words.fields.name : `${words.fields.name} (${words.fields.optional})`, input);
    if (must) {
      required.push(input);
    }
  }
  if (design.departments) {
    const select = choice(design.departments.map((name) => [name, name]));
    add('department', words.fields.department, select);
  }
  if (design.times) {
    const format = new Intl.DateTimeFormat(tag, { weekday: 'short', day: 'numeric', month: 'short', hour: 'numeric', minute: '2-digit' });
    const times = design.times.map((at) => [String(at), format.format(at * 1000)]);
    add('at', words.fields.when, choice(open ? [['', words.fields.now], ...times] : times));
  }
  if (design.consent) {
    const box = Object.assign(document.createElement('input'), { type: 'checkbox', id: 'consent', required: true });
    const label = Object.assign(document.createElement('label'), { htmlFor: 'consent', className: 'consent' });
    const text = document.createElement('span');
    text.append(design.consent.text);
    if (design.consent.link?.startsWith('https://')) {
      const link = { href: design.consent.link, target: '_blank', rel: 'noopener', textContent: words.fields.more };
      text.append(' ', Object.assign(document.createElement('a'), link));
    }
    label.append(box, text);
    parts.push(label);
    required.push(box);
    read.consent = () => (box.checked ? design.consent.version : '');
  }
  return {
    parts,
    values: () => {
      const values = { language: tag };
      for (const [name, value] of Object.entries(read)) {
        if (value()) {
          values[name] = value();
        }
      }
      return values;
    },
    /** The first that is missing; each says of itself whether the refusal is about it. */
    missing: () => {
      const missing = required.find((input) => (input.type === 'checkbox' ? !input.checked : !input.value.trim()));
      for (const input of required) {
        input.setAttribute('aria-invalid', String(input === missing));
        input.setAttribute('aria-describedby', input === missing ? 'error' : '');
      }
      return missing;
    },
  };
}

function choice(options) {
  const select = document.createElement('select');
  select.append(
    ...options.map(([value, textContent]) => Object.assign(document.createElement('option'), { value, textContent })),
  );
  return select;
}
