import { Children, isValidElement } from 'react'
import type { ComponentProps, ReactNode } from 'react'
import ReactMarkdown from 'react-markdown'
import type { Components, ExtraProps } from 'react-markdown'
import remarkGfm from 'remark-gfm'
import { isRunnable } from '../state/markdown-blocks.ts'
import { CodeBlock } from './code-block.tsx'
import { CommandBlock } from './command-block.tsx'

const PLUGINS = [remarkGfm]

/** An author's Markdown. Raw HTML in it stays text. `sh` blocks can be run when it belongs to a step. */
export function Markdown({ text, step }: { readonly text: string; readonly step?: string }) {
  return (
    <div className="prose">
      <ReactMarkdown remarkPlugins={PLUGINS} components={step === undefined ? componentsFor('') : componentsFor(step)}>
        {text}
      </ReactMarkdown>
    </div>
  )
}

const known = new Map<string, Components>()

/** The same components for the same step, so that React keeps what is on screen. */
function componentsFor(step: string): Components {
  const made = known.get(step) ?? {
    pre: (props) => <Fence {...props} step={step} />,
    a: OutsideLink,
    img: ({ alt }) => <em>{alt}</em>,
    blockquote: ({ children }) => <div className="note">{children}</div>,
    table: ({ children }) => (
      <div className="prose__table">
        <table>{children}</table>
      </div>
    ),
  }
  known.set(step, made)
  return made
}

function Fence({ children, node, step }: ComponentProps<'pre'> & ExtraProps & { readonly step: string }) {
  const { language, text } = fenceOf(children)
  if (step !== '' && isRunnable(language)) {
    return <CommandBlock text={text} block={`${step}:${node?.position?.start.line ?? 0}`} />
  }
  return <CodeBlock text={text} language={language} />
}

/** react-markdown hands a fence over as `<pre><code class="language-sh">…</code></pre>`. */
function fenceOf(children: ReactNode): { language: string; text: string } {
  for (const child of Children.toArray(children)) {
    if (!isValidElement<{ className?: string; children?: ReactNode }>(child)) continue
    const language = /language-(\S+)/.exec(child.props.className ?? '')?.[1] ?? ''
    return { language, text: textOf(child.props.children).replace(/\n$/, '') }
  }
  return { language: '', text: '' }
}

const textOf = (node: ReactNode): string =>
  Children.toArray(node)
    .map((part) => (typeof part === 'string' ? part : ''))
    .join('')

function OutsideLink({ href, children }: ComponentProps<'a'>) {
  return (
    <a href={href} target="_blank" rel="noreferrer">
      {children}
      <span className="visually-hidden"> (opens outside)</span>
    </a>
  )
}
