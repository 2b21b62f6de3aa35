import { yamlLines } from './yaml-lines.ts'

/** YAML with quiet colours: keys stand out, the rest is ink. */
export function YamlText({ yaml }: { readonly yaml: string }) {
  return (
    <pre className="yaml" tabIndex={0} aria-label="YAML">
      {yamlLines(yaml).map(({ lead, key, rest }, index) => (
        // Lines have no identity but their place.
        <span key={index}>
          {lead}
          {key === '' ? null : <b>{key}</b>}
          {`${rest}\n`}
        </span>
      ))}
    </pre>
  )
}
