/**
 * xterm.js puts its colours and sizes into `style` elements, which `style-src 'self'` turns off without a word. It has no
 * nonce option, and `documentOverride` does not reach all of them
 * (https://github.com/xtermjs/xterm.js/issues/4445). While `work` runs, whoever makes a `style` element gets a stand-in whose
 * text goes into a constructed style sheet instead, which the policy allows, for as long as the stand-in lives.
 */
export function withSheetBackedStyles<T>(page: Document, work: () => T): T {
  const create = page.createElement.bind(page)
  page.createElement = (name: string, options?: ElementCreationOptions): HTMLElement =>
    name === 'style' ? standIn(page, create('template')) : create(name, options)
  try {
    return work()
  } finally {
    Reflect.deleteProperty(page, 'createElement')
  }
}

function standIn(page: Document, element: HTMLElement): HTMLElement {
  const sheet = new CSSStyleSheet()
  page.adoptedStyleSheets = [...page.adoptedStyleSheets, sheet]
  Object.defineProperty(element, 'textContent', {
    get: () => '',
    set(css: string) {
      sheet.replaceSync(css)
    },
  })
  element.remove = () => {
    page.adoptedStyleSheets = page.adoptedStyleSheets.filter((other) => other !== sheet)
    HTMLElement.prototype.remove.call(element)
  }
  return element
}
