/**
 * The builtins that @open-policy-agent/opa-wasm brings beside those compiled into every policy. It does not export them, and
 * finds out about one that it lacks only when a rule calls it; a test holds this list against its sources.
 */
export const SDK_BUILTINS: ReadonlySet<string> = new Set([
  'json.is_valid',
  'regex.split',
  'sprintf',
  'yaml.is_valid',
  'yaml.marshal',
  'yaml.unmarshal',
])
