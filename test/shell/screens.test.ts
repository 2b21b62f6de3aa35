import { describe, expect, it } from 'vitest'
import { gaveUpScreen, startingScreen } from '../../electron/shell/screens.ts'

const html = (url: string): string => decodeURIComponent(url.slice(url.indexOf(',') + 1))

describe('the screens of the shell', () => {
  it('say what happened and what to do, with the output as text and never as markup', () => {
    const page = html(
      gaveUpScreen({ happened: 'It <b>broke</b>.', remedy: 'Mend "it".', output: '<script>alert(1)</script>' }),
    )
    expect(page).toContain('<p role="alert">It &lt;b&gt;broke&lt;/b&gt;.</p>')
    expect(page).toContain('<p>Mend &quot;it&quot;.</p>')
    expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;')
    expect(page).toContain('href="drydock:retry"')
  })

  it('have no script and may load nothing', () => {
    const pages = [startingScreen(), gaveUpScreen({ happened: 'a', remedy: 'b', output: '' })].map(html)
    for (const page of pages) {
      expect(page).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`)
      expect(page).not.toContain('<script')
    }
    expect(pages[1]).not.toContain('<pre')
  })
})
