/** Field paths as Kubernetes writes them in its own messages: `spec.template.spec.containers[0].image`. */

/** `path` and then `field`; a field that is not a plain word is put in brackets: `metadata.labels["app.kubernetes.io/name"]`. */
export function fieldOf(path: string, field: string): string {
  if (!PLAIN_FIELD.test(field)) return `${path}[${JSON.stringify(field)}]`
  return path === '' ? field : `${path}.${field}`
}

export const elementOf = (path: string, index: number): string => `${path}[${index}]`

const PLAIN_FIELD = /^[A-Za-z_$][\w$-]*$/
