/** What the owner's designer changes of the element: only loaded where there is such a change. */

const COLOUR = /^#[0-9a-f]{6}$/;
const COLOURS = { accent: '--design-accent', onAccent: '--design-on-accent', surface: '--design-surface', text: '--design-text' };

/** Below what the page itself says by custom properties. A constructed sheet needs no `style-src`. */
export function sheetOf(design) {
  const rules = Object.entries(COLOURS)
    .filter(([name]) => COLOUR.test(design[name]))
    .map(([name, property]) => `${property}:${design[name]}`);
  if (Number.isInteger(design.radius)) {
    rules.push(`--design-radius:${design.radius}px`);
  }
  if (COLOUR.test(design.surface)) {
    // What the owner did not choose follows the ground that was chosen.
    rules.push(`color-scheme:${isLight(design.surface) ? 'light' : 'dark'} !important`);
  }
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`:host{${rules.join(';')}}`);
  return sheet;
}

function isLight(colour) {
  const [red, green, blue] = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
  return red * 0.3 + green * 0.59 + blue * 0.11 > 140;
}

/** Whether this page and this visitor are among those the owner wants the widget for. */
export function isWanted(design, arrival) {
  const pages = design.pages ?? [];
  const not = pages.filter((page) => page.startsWith('!')).map((page) => page.slice(1));
  const only = pages.filter((page) => !page.startsWith('!'));
  const campaigns = design.campaigns ?? [];
  return (
    !not.some(isHere) &&
    (only.length === 0 || only.some(isHere)) &&
    (campaigns.length === 0 ||
      campaigns.some((campaign) => {
        const [name, value] = campaign.split('=');
        return arrival[name]?.toLowerCase() === value.toLowerCase();
      }))
  );
}

/** Compares a path piece by piece: a pattern of the owner's is no regular expression. */
function isHere(pattern) {
  const pieces = pattern.split('*');
  const path = location.pathname;
  const last = pieces.pop();
  let at = 0;
  for (const [index, piece] of pieces.entries()) {
    const found = path.indexOf(piece, at);
    if (found < 0 || (index === 0 && found > 0)) {
      return false;
    }
    at = found + piece.length;
  }
  return pieces.length === 0 ? path === last : path.length - last.length >= at && path.endsWith(last);
}

/** Opens the panel when the owner's conditions are met, once in a visit. */
export function trigger(design, memory, signal, open) {
  const again = memory.visit();
  if (memory.offered) {
    return;
  }
  const offer = () => {
    if (!memory.offered && !signal.aborted) {
      memory.offered = true;
      open();
    }
  };
  if (design.returning && again) {
    offer();
  }
  if (design.delay) {
    const timer = setTimeout(offer, design.delay * 1000);
    signal.addEventListener('abort', () => clearTimeout(timer));
  }
  if (design.scroll) {
    const look = () => {
      const { scrollHeight, clientHeight, scrollTop } = document.documentElement;
      if ((scrollTop + clientHeight) * 100 >= scrollHeight * design.scroll && scrollTop > 0) {
        offer();
      }
    };
    addEventListener('scroll', look, { passive: true, signal });
  }
  if (design.exit) {
    document.documentElement.addEventListener('mouseleave', (event) => event.clientY <= 0 && offer(), { signal });
  }
}
