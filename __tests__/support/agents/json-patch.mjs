/** RFC 6902, as far as the feedback uses it. */
export function apply(object, { op, path, value }) {
  const steps = path
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
  const last = steps.pop()
  const parent = steps.reduce((node, step) => node[step], object)
  if (op === 'remove') delete parent[last]
  else parent[last] = value
}
