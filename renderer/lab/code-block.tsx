import { CopyButton } from './copy-button.tsx'
import './command-block.css'

/** Code to read: output, a manifest. It can be copied, not run. */
export function CodeBlock({ text, language }: { readonly text: string; readonly language: string }) {
  return (
    <div className="command">
      <pre className="command__text" tabIndex={0} aria-label={language === '' ? 'Text' : language}>
        <code>{text}</code>
      </pre>
      <div className="command__actions">
        <CopyButton text={text} />
        {language === '' ? null : <span className="command__language">{language}</span>}
      </div>
    </div>
  )
}
