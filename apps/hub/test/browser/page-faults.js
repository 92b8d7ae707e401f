/**
 * Runs in the page: what makes a screen hard to use on a phone. Targets of 48 px (Material; WCAG 2.2 asks 24), contrast by
 * WCAG 2.2 §1.4.3, nothing cut off, a name for everything that can be pressed.
 */
(() => {
  const faults = [];
  const tell = (what, element) =>
    faults.push(
      `${what}: <${element.tagName.toLowerCase()} class="${element.getAttribute('class') ?? ''}"> ${(element.textContent ?? '').trim().slice(0, 40)}`,
    );
  const shown = (element) => {
    const { width, height } = element.getBoundingClientRect();
    return width > 1 && height > 1 && getComputedStyle(element).visibility !== 'hidden';
  };

  if (document.documentElement.scrollWidth > innerWidth) faults.push('scrolls sideways');
  if (document.documentElement.scrollHeight > innerHeight) faults.push('the whole page scrolls');
  for (const element of document.querySelectorAll(
    'button, a, summary, label.on, label:has(input[type=radio]), input:not([type=radio])',
  )) {
    if (!shown(element)) continue;
    const { width, height, right, bottom } = element.getBoundingClientRect();
    if (width < 48 || height < 47.5) tell(`small target ${Math.round(width)}×${Math.round(height)}`, element);
    if (right > innerWidth + 0.5) tell('out of sight', element);
    if (element.closest('.thumb') && bottom > innerHeight) tell('below the screen', element);
    if (element.scrollWidth > element.clientWidth + 1) tell('cut off', element);
    const labelled = element.getAttribute('aria-label') ?? element.textContent ?? '';
    if (labelled.trim() === '' && !element.labels?.length) tell('no name', element);
  }

  const channels = (colour) => (colour.match(/[\d.]+/g) ?? []).map(Number);
  const luminance = ([r, g, b]) => {
    const [x, y, z] = [r, g, b].map((c) => (c / 255 <= 0.03928 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const ground = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const [r, g, b, a = 1] = channels(getComputedStyle(at).backgroundColor);
      if (a === 1 && r !== undefined) return [r, g, b];
    }
    return [255, 255, 255];
  };
  for (const element of document.querySelectorAll('#app *')) {
    const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim() !== '');
    if (!own || !shown(element) || element.closest('svg, .unseen')) continue;
    const style = getComputedStyle(element);
    const size = Number.parseFloat(style.fontSize);
    const [a, b] = [luminance(channels(style.color)), luminance(ground(element))];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    if (ratio < (large ? 3 : 4.5)) tell(`contrast ${ratio.toFixed(2)}`, element);
    if (size < 13) tell(`letters of ${size} px`, element);
  }
  return faults;
})();
