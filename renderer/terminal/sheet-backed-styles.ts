/**
 * xterm.js puts its colours and sizes into `style` elements, which `style-src 'self'` turns off without a word. It has no
 * nonce option, and `documentOverride` does not reach all of them
 * (https://github.com/xtermjs/xterm.js/issues/4445). While `work` runs, `style` elements that are made put their text
 * into a constructed style sheet instead, which the policy allows; they go on doing so for as long as they live.
 */
export function withSheetBackedStyles<T>(page: Document, work: () => T): T {
  const create = page.createElement
  const patched = (name: string, options?: ElementCreationOptions): HTMLElement => {
    const element = create.call(page, name, options)
    if (element instanceof HTMLStyleElement) backWithSheet(page, element)
    return element
  }
  page.createElement = patched as typeof page.createElement
  try {
    return work()
  } finally {
    page.createElement = create
  }
}

function backWithSheet(page: Document, element: HTMLStyleElement): void {
  const sheet = new CSSStyleSheet()
  page.adoptedStyleSheets = [...page.adoptedStyleSheets, sheet]
  Object.defineProperty(element, 'textContent', { set: (css: string) => sheet.replaceSync(css), get: () => '' })
  element.remove = () => {
    page.adoptedStyleSheets = page.adoptedStyleSheets.filter((other) => other !== sheet)
    HTMLStyleElement.prototype.remove.call(element)
  }
}
