import { Fragment } from 'react'

/** A field path that may break before each dot and bracket, and is copied as it is. */
export function FieldPath({ path }: { readonly path: string }) {
  return path.split(/(?=[.[])/).map((part, index) => (
    // Parts have no identity but their place.
    <Fragment key={index}>
      {index === 0 ? null : <wbr />}
      {part}
    </Fragment>
  ))
}
