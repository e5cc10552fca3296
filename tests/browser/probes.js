// What the tests ask of a page. Runs before it; adds one name to it and touches nothing.
window.probe = (() => {
  const forbidden = [];
  addEventListener('securitypolicyviolation', (event) => {
    forbidden.push(`${event.effectiveDirective} forbids ${event.blockedURI}`);
  });

  const name = (element) => {
    if (!element) return 'nothing';
    const classes = [...element.classList].map((word) => '.' + word).join('');
    const text = (element.innerText || '').trim().replace(/\s+/g, ' ').slice(0, 40);
    return `<${element.localName}${classes}> ${text}`.trim();
  };

  const rgba = (colour) => {
    const [red, green, blue, alpha = 1] = colour.match(/[\d.]+/g).map(Number);
    return { red, green, blue, alpha };
  };
  const luminance = (colour) => {
    const linear = (channel) => {
      const part = channel / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    };
    const { red, green, blue } = rgba(colour);
    return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
  };
  // WCAG 2.2, relative contrast of two opaque colours.
  const contrast = (one, other) => {
    const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return (light + 0.05) / (dark + 0.05);
  };
  // The colour an element is painted on.
  const ground = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const colour = getComputedStyle(at).backgroundColor;
      if (rgba(colour).alpha === 1) return colour;
    }
    return matchMedia('(prefers-color-scheme: dark)').matches ? 'rgb(18,18,18)' : 'rgb(255,255,255)';
  };

  const hiddenOnPurpose = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const { clientWidth, clientHeight } = at;
      if (getComputedStyle(at).clipPath === 'inset(50%)' && clientWidth <= 1 && clientHeight <= 1) return true;
    }
    return false;
  };

  const STOPS = 'a[href], summary, [tabindex="0"], audio, video, button, select, textarea, '
    + 'input:not([type="hidden"], [tabindex="-1"])';
  // The buttons inside a player are the browser's own, and so is how it marks them.
  const players = (element) => element.matches('audio, video') && !element.matches(':focus-visible');

  // The element with the focus: what it is, and what is wrong with how it is shown.
  const focus = () => {
    const element = document.activeElement;
    if (!element || element === document.body) return null;
    const style = getComputedStyle(element);
    const faults = [];
    if (players(element)) {
      // Nothing to ask of the theme.
    } else if (style.outlineStyle === 'none' || parseFloat(style.outlineWidth) < 2) {
      faults.push(`its outline is ${style.outlineStyle} ${style.outlineWidth}`);
    } else {
      const inside = parseFloat(style.outlineOffset) < 0;
      const ratio = contrast(style.outlineColor, ground(inside ? element : element.parentElement));
      if (ratio < 3) faults.push(`its outline has a contrast of ${ratio.toFixed(2)}`);
    }
    const box = [...element.getClientRects()].find((rect) => rect.width && rect.height);
    if (!box) {
      faults.push('it has no size');
    } else {
      const middle = (from, to, most) => (Math.max(from, 0) + Math.min(to, most)) / 2;
      const hit = document.elementFromPoint(
        middle(box.left, box.right, innerWidth), middle(box.top, box.bottom, innerHeight));
      if (!hit) faults.push('it is outside the window');
      else if (!element.contains(hit) && !hit.contains(element)) faults.push(`${name(hit)} covers it`);
    }
    return {
      name: name(element), faults,
      first: element === document.querySelector(`main :is(${STOPS})`),
      skip: element.matches('.skip'),
      main: element === document.querySelector('main'),
      before: !!(element.compareDocumentPosition(document.querySelector('main')) & 4),
    };
  };

  // Focuses each thing that takes it and gathers the faults.
  const everyFocus = () => {
    const faults = [];
    for (const element of document.querySelectorAll(STOPS)) {
      if (!element.checkVisibility()) continue; // inside closed details
      element.focus({ focusVisible: true });
      const found = document.activeElement === element ? focus().faults : ['it does not take the focus'];
      faults.push(...found.map((fault) => `${name(element)}: ${fault}`));
    }
    return faults;
  };

  // What does not fit: sideways scrolling, and text cut by its own box.
  const misfits = () => {
    const faults = [];
    const root = document.scrollingElement;
    for (const element of [document.documentElement, document.body]) {
      const { overflowX } = getComputedStyle(element);
      if (overflowX !== 'visible') faults.push(`${name(element)} hides what spills: ${overflowX}`);
    }
    if (root.scrollWidth > root.clientWidth) {
      const wide = [...document.body.querySelectorAll('*')].filter((element) => {
        const { right, width } = element.getBoundingClientRect();
        return width && right > root.clientWidth + 1 && !element.closest('.table > *');
      });
      faults.push(`the page is ${root.scrollWidth} wide: ` + wide.slice(-3).map(name).join(', '));
    }
    for (const element of document.body.querySelectorAll('*')) {
      const { overflowX, overflowY } = getComputedStyle(element);
      const cuts = (how) => how === 'hidden' || how === 'clip';
      const cut = (cuts(overflowY) && element.scrollHeight > element.clientHeight + 1)
        || (cuts(overflowX) && element.scrollWidth > element.clientWidth + 1);
      if (cut && element.innerText && !hiddenOnPurpose(element)) faults.push(`${name(element)} is cut`);
    }
    return faults;
  };

  // Texts that stand one on the other: two lines of different blocks that share some of the page.
  const overlaps = () => {
    const lines = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const range = document.createRange();
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const element = node.parentElement;
      if (!node.data.trim() || !element.checkVisibility() || hiddenOnPurpose(element)) continue;
      if (element.closest('.skip, svg, audio, video, select')) continue;
      range.selectNodeContents(node);
      for (const { left, right, top, bottom } of range.getClientRects()) {
        // A font's box is taller than its letters.
        const spare = (bottom - top) / 4;
        if (right - left > 2) lines.push({ element, left, right, top: top + spare, bottom: bottom - spare });
      }
    }
    lines.sort((one, other) => one.top - other.top);
    const faults = [];
    let open = [];
    for (const line of lines) {
      open = open.filter((one) => one.bottom > line.top);
      for (const one of open) {
        const shared = Math.min(one.right, line.right) - Math.max(one.left, line.left);
        if (one.element !== line.element && shared > 2) faults.push(`${name(line.element)} is on ${name(one.element)}`);
      }
      open.push(line);
    }
    return faults;
  };

  // Gives every text but figures the longest of words, as an address or the name of a type may be.
  const lengthen = () => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const texts = [];
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const figure = node.parentElement.closest('.right');
      if (node.data.trim() && !figure && !hiddenOnPurpose(node.parentElement)) texts.push(node);
    }
    for (const text of texts) text.data = `${text.data.trimEnd()} ${'Otorrinolaringología'.repeat(3)} `;
  };

  // Links of running text that could be taken for text: no underline and no colour of their own.
  const plainLinks = () => [...document.querySelectorAll('.prose a[href], .follow a, .contacts a')]
    .filter((link) => {
      const style = getComputedStyle(link);
      return !style.textDecorationLine.includes('underline')
        && style.color === getComputedStyle(link.parentElement).color;
    }).map(name);

  // Visible links whose text is hard to tell from what it is on.
  const faintLinks = () => [...document.querySelectorAll('a[href]')]
    .filter((link) => link.getClientRects().length && !hiddenOnPurpose(link))
    .filter((link) => contrast(getComputedStyle(link).color, ground(link)) < 4.5)
    .map(name);

  // What moves, or would.
  const moving = () => document.getAnimations().map((one) => name(one.effect.target)).concat(
    [...document.querySelectorAll('*')].filter((element) => {
      const style = getComputedStyle(element);
      return style.scrollBehavior === 'smooth' || parseFloat(style.transitionDuration) > 0
        || parseFloat(style.animationDuration) > 0;
    }).map(name));

  // Fetches the photographs that wait for the reader to come near, and gives those that fail.
  const unseenPhotos = async () => {
    const photos = [...document.images];
    await Promise.all(photos.map((photo) => {
      photo.loading = 'eager';
      return photo.complete || new Promise((done) => {
        photo.addEventListener('load', done);
        photo.addEventListener('error', done);
      });
    }));
    return photos.filter((photo) => !photo.naturalWidth).map((photo) => photo.src);
  };

  return { focus, everyFocus, misfits, overlaps, lengthen, plainLinks, faintLinks, moving, unseenPhotos, forbidden };
})();
