// The HTML report's own program. It shows what is in the JSON beside it and asks nobody for anything. Text of others
// becomes text nodes only: nothing here writes markup.
;(() => {
  const data = JSON.parse(document.getElementById('data').textContent)
  const LEVELS = ['violation', 'unjudged', 'warning', 'note']
  const LEVEL_NAMES = { violation: 'violation', unjudged: 'not judged', warning: 'warning', note: 'note' }
  const LEVEL_PLURALS = { violation: 'violations', unjudged: 'not judged', warning: 'warnings', note: 'notes' }
  const TONES = { violation: 'error', unjudged: 'error', warning: 'warning', note: 'note' }
  const SEVERITIES = ['critical', 'high', 'medium', 'low', 'info']
  const PAGE = 100

  const root = document.documentElement
  const byId = (id) => document.getElementById(id)

  /** An element with properties and children; children that are words become text. */
  function make(tag, properties, ...children) {
    const element = document.createElement(tag)
    for (const [name, value] of Object.entries(properties ?? {})) {
      if (value === undefined || value === false) continue
      if (name === 'on') for (const [event, run] of Object.entries(value)) element.addEventListener(event, run)
      else element.setAttribute(name, value === true ? '' : value)
    }
    element.append(...children.flat().filter((child) => child !== undefined && child !== ''))
    return element
  }

  const link = (href, words) => (href === undefined ? words : make('a', { href, rel: 'noreferrer' }, words))
  const plural = (n, one, many = `${one}s`) => `${n.toLocaleString('en')} ${n === 1 ? one : many}`
  const fileLink = (at, line, words) =>
    link(data.uris === undefined ? undefined : `${data.blobUrl}/${data.uris[at]}#L${line}`, words)

  // — appearance

  function theme(name) {
    root.dataset.theme = name
    const other = name === 'dark' ? 'light' : 'dark'
    byId('theme').textContent = other === 'dark' ? 'Dark' : 'Light'
    byId('theme').setAttribute('aria-label', `Use the ${other} colours`)
  }

  function remembered() {
    try {
      return localStorage.getItem('policy-gate-theme')
    } catch {
      return null // a file that may not store anything
    }
  }

  const preferred = matchMedia('(prefers-color-scheme: dark)')
  theme(remembered() ?? (preferred.matches ? 'dark' : 'light'))
  preferred.addEventListener('change', () => remembered() ?? theme(preferred.matches ? 'dark' : 'light'))
  byId('theme').hidden = false
  byId('theme').addEventListener('click', () => {
    const name = root.dataset.theme === 'dark' ? 'light' : 'dark'
    theme(name)
    try {
      localStorage.setItem('policy-gate-theme', name)
    } catch {
      // it is forgotten when the page is closed
    }
  })

  // — findings

  const findings = data.findings.map((one) => {
    const policy = data.policies[one.policy]
    const words = [
      one.rule,
      policy.title,
      policy.category,
      one.resource,
      one.message,
      data.files[one.file],
      one.path,
      one.note,
    ]
    const level = one.level !== 'error' ? one.level : one.status === 'error' ? 'unjudged' : 'violation'
    return { ...one, level, policyInfo: policy, text: words.filter(Boolean).join('\n').toLowerCase() }
  })

  const state = {
    search: '',
    file: '',
    policy: '',
    levels: new Set(LEVELS),
    severities: new Set(SEVERITIES),
    shown: PAGE,
  }

  function matching() {
    const words = state.search.toLowerCase().split(/\s+/).filter(Boolean)
    return findings.filter(
      (one) =>
        state.levels.has(one.level) &&
        state.severities.has(one.policyInfo.severity) &&
        (state.file === '' || data.files[one.file] === state.file) &&
        (state.policy === '' || one.policyInfo.name === state.policy) &&
        words.every((word) => one.text.includes(word)),
    )
  }

  function render() {
    const found = matching()
    const page = found.slice(0, state.shown)
    byId('told').textContent =
      found.length === findings.length
        ? plural(found.length, 'finding')
        : `${found.length.toLocaleString('en')} of ${plural(findings.length, 'finding')}`
    byId('findings').replaceChildren(...groups(page, found))
    byId('none').hidden = found.length > 0
    byId('more').hidden = found.length <= page.length
    byId('more-button').textContent = `Show ${Math.min(PAGE, found.length - page.length)} more`
    byId('clear').hidden = found.length === findings.length
    remember()
  }

  /** Findings of a page by file; the numbers are those of everything that matches. */
  function groups(page, found) {
    const totals = new Map()
    for (const { file } of found) totals.set(file, (totals.get(file) ?? 0) + 1)
    const files = new Map()
    for (const one of page) files.set(one.file, [...(files.get(one.file) ?? []), one])
    return [...files].map(([file, some]) =>
      make(
        'section',
        { class: 'card file' },
        make('h3', {}, make('code', {}, data.files[file]), make('span', {}, plural(totals.get(file), 'finding'))),
        ...some.map(finding),
      ),
    )
  }

  function finding(one) {
    const policy = one.policyInfo
    const details = make(
      'details',
      { class: 'finding' },
      make(
        'summary',
        {},
        make('span', { class: `level ${TONES[one.level]}` }, LEVEL_NAMES[one.level]),
        make('span', { class: 'place' }, `${one.line}:${one.column}`),
        make('span', { class: 'what' }, make('b', {}, one.message), make('small', {}, `${one.rule} · ${one.resource}`)),
        make('span', { class: 'severity' }, policy.severity),
      ),
    )
    // What is folded is made when it is opened: ten thousand findings stay quick.
    details.addEventListener('toggle', () => details.open && details.children.length === 1 && details.append(body(one)))
    return details
  }

  function body(one) {
    const policy = one.policyInfo
    const facts = [
      [
        'Where',
        [
          fileLink(one.file, one.line, `${data.files[one.file]}:${one.line}:${one.column}`),
          one.about && ` (${one.about})`,
        ],
      ],
      ['Path', one.path && make('code', {}, one.path)],
      ['Not counted', one.note],
      ['Why', policy.description],
      ['Remedy', policy.remedy],
      ['Policy', [make('code', {}, policy.name), ` ${policy.source} · ${one.enforcement} · ${policy.severity}`]],
      ['Category', policy.category],
    ]
    const long = one.message.length > 160 || one.message.includes('\n')
    return make(
      'div',
      { class: 'body' },
      long ? make('p', { class: 'long' }, one.message) : '',
      one.excerpt && excerpt(one.excerpt),
      factList(facts),
    )
  }

  function excerpt({ line, before, marked, after }) {
    return make(
      'pre',
      { tabindex: '0', 'aria-label': `Line ${line} of the source` },
      make('span', { class: 'number', 'aria-hidden': 'true' }, `${line}  `),
      before,
      make('mark', {}, marked),
      after,
    )
  }

  function factList(facts) {
    const rows = facts
      .filter(([, value]) => value)
      .map(([name, value]) => [make('dt', {}, name), make('dd', {}, ...[value].flat().filter(Boolean))])
    return make('dl', { class: 'facts' }, ...rows.flat())
  }

  // — filters

  function fill(select, label, values) {
    const counts = new Map()
    for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
    select.append(
      make('option', { value: '' }, `All ${label} (${counts.size})`),
      ...[...counts]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([value, n]) => make('option', { value }, `${value} (${n})`)),
    )
  }

  /** `id` is that of the fieldset, and of the names that are chosen in `state`. */
  function picks(id, names, countOf, wordOf = (name) => name) {
    for (const name of names) {
      const n = countOf(name)
      if (n === 0) continue
      const key = `${id}-${name}`
      const input = make('input', { type: 'checkbox', id: key, checked: true })
      input.addEventListener('change', () => {
        if (input.checked) state[id].add(name)
        else state[id].delete(name)
        refresh()
      })
      byId(id).append(
        make('span', { class: 'pick' }, input, make('label', { for: key }, wordOf(name), make('span', {}, String(n)))),
      )
    }
  }

  function refresh() {
    state.shown = PAGE
    render()
  }

  /** The filters stand in the address, so that a view can be handed on. */
  function remember() {
    const query = new URLSearchParams()
    for (const key of ['search', 'file', 'policy']) if (state[key] !== '') query.set(key, state[key])
    for (const [key, all] of [
      ['levels', LEVELS],
      ['severities', SEVERITIES],
    ])
      if (state[key].size < all.length) query.set(key, [...state[key]].join(','))
    try {
      history.replaceState(null, '', query.size === 0 ? '#' : `#${query}`)
    } catch {
      // a page without an address of its own
    }
  }

  function recall() {
    const query = new URLSearchParams(document.location.hash.slice(1))
    for (const key of ['search', 'file', 'policy']) {
      byId(key).value = query.get(key) ?? ''
      state[key] = byId(key).value
    }
    for (const [key, all] of [
      ['levels', LEVELS],
      ['severities', SEVERITIES],
    ]) {
      const wanted = query.get(key)?.split(',')
      if (wanted === undefined) continue
      state[key] = new Set(all.filter((name) => wanted.includes(name)))
      for (const name of all) if (byId(`${key}-${name}`)) byId(`${key}-${name}`).checked = state[key].has(name)
    }
  }

  function clear() {
    for (const key of ['search', 'file', 'policy']) {
      byId(key).value = ''
      state[key] = ''
    }
    for (const [key, all] of [
      ['levels', LEVELS],
      ['severities', SEVERITIES],
    ]) {
      state[key] = new Set(all)
      for (const name of all) if (byId(`${key}-${name}`)) byId(`${key}-${name}`).checked = true
    }
    refresh()
    byId('search').focus()
  }

  /** Up and down, home and end go from finding to finding while one has the focus. */
  function move(event) {
    if (!event.target.matches?.('.finding > summary')) return
    const all = [...byId('findings').querySelectorAll('.finding > summary')]
    const at = all.indexOf(event.target)
    const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[event.key]
    if (next === undefined || all[next] === undefined) return
    event.preventDefault()
    all[next].focus()
  }

  // — the rest of the page

  function table(heads, rows) {
    const cell = (tag, value, at) =>
      make(
        tag,
        { class: heads[at].startsWith('#') ? 'number' : undefined, scope: tag === 'th' ? 'col' : undefined },
        value,
      )
    return make(
      'div',
      { class: 'scroll', tabindex: '0', role: 'group', 'aria-label': 'Table' },
      make(
        'table',
        {},
        make('thead', {}, make('tr', {}, ...heads.map((head, at) => cell('th', head.replace('#', ''), at)))),
        make('tbody', {}, ...rows.map((row) => make('tr', {}, ...row.map((value, at) => cell('td', value, at))))),
      ),
    )
  }

  function show(id, ...children) {
    byId(id).hidden = false
    byId(id).append(...children)
  }

  function attempts({ line, who, steps }) {
    const most = Math.max(1, ...steps.map(({ violations }) => violations))
    const bars = steps.map(({ label, violations }) =>
      make('li', {}, bar(violations, most), make('span', {}, plural(violations, 'violation')), label),
    )
    const rows = steps.map(({ label, violations, delta = {} }) => [
      label,
      ...[violations, delta.resolved, delta.added, delta.left].map((n) => String(n ?? '')),
    ])
    show(
      'attempts',
      make('p', {}, make('b', {}, line), who),
      make('ol', { class: 'steps' }, ...bars),
      table(['Attempt', '#Violations', '#Resolved', '#New', '#Left'], rows),
    )
  }

  function bar(value, most) {
    const space = 'http://www.w3.org/2000/svg'
    const svg = document.createElementNS(space, 'svg')
    const rect = document.createElementNS(space, 'rect')
    const height = Math.max(2, (value / most) * 78)
    for (const [name, text] of Object.entries({
      viewBox: '0 0 100 80',
      preserveAspectRatio: 'none',
      'aria-hidden': 'true',
    }))
      svg.setAttribute(name, text)
    for (const [name, text] of Object.entries({
      x: 10,
      width: 80,
      y: 80 - height,
      height,
      rx: 3,
      class: value === 0 ? 'none' : 'some',
    }))
      rect.setAttribute(name, String(text))
    svg.append(rect)
    return svg
  }

  function diagnostics(list) {
    const rows = list.map(({ level, code, message, place, remedy }) => [
      make('span', { class: `level ${level}` }, level),
      make('code', {}, code),
      place === undefined ? '' : make('code', {}, place),
      [message, remedy && make('small', {}, ` Remedy: ${remedy}`)].filter(Boolean),
    ])
    show('diagnostics', table(['Level', 'Code', 'Where', 'What'], rows))
  }

  function changes({ files, preview, steps = [] }) {
    const rows = files.map(({ kind, file, what, approval }) => [kind, make('code', {}, file), what, approval])
    const verbs = { '-': 'fewer', '+': 'more' }
    const moves = steps.map(({ sign, rule, resource }) => [verbs[sign], make('code', {}, rule), resource])
    show(
      'changes',
      table(['Kind', 'File', 'What', 'Approval'], rows),
      preview === undefined ? '' : make('p', {}, make('b', {}, preview)),
      moves.length === 0 ? '' : table(['Violation', 'Policy', 'Resource'], moves),
    )
  }

  function exceptions(list) {
    const rows = list.map(({ by, rule, resource, file, line, why }) => [
      by,
      make('code', {}, rule),
      resource,
      fileLink(file, line, `${data.files[file]}:${line}`),
      why ?? '',
    ])
    show('exceptions', table(['By', 'Policy', 'Resource', 'Where', 'Why'], rows))
  }

  function policies(list) {
    const counts = new Map()
    for (const { policyInfo } of findings) counts.set(policyInfo, (counts.get(policyInfo) ?? 0) + 1)
    const rows = list.map((policy) => [
      counts.has(policy)
        ? make('button', { type: 'button', on: { click: () => only(policy.name) } }, policy.name)
        : make('code', {}, policy.name),
      policy.title ?? '',
      policy.severity,
      policy.enforcement,
      make('code', {}, policy.source),
      String(counts.get(policy) ?? 0),
    ])
    show('policies', table(['Policy', 'Title', 'Severity', 'Enforcement', 'Where', '#Findings'], rows))
  }

  function only(name) {
    clear()
    byId('policy').value = name
    state.policy = name
    refresh()
    byId('policy').focus()
  }

  const tally = (keyOf) => {
    const counts = new Map()
    for (const one of findings) counts.set(keyOf(one), (counts.get(keyOf(one)) ?? 0) + 1)
    return (name) => counts.get(name) ?? 0
  }

  fill(
    byId('file'),
    'files',
    findings.map((one) => data.files[one.file]),
  )
  fill(
    byId('policy'),
    'policies',
    findings.map((one) => one.policyInfo.name),
  )
  picks(
    'levels',
    LEVELS,
    tally((one) => one.level),
    (name) => LEVEL_PLURALS[name],
  )
  picks(
    'severities',
    SEVERITIES,
    tally((one) => one.policyInfo.severity),
  )
  for (const key of ['search', 'file', 'policy'])
    byId(key).addEventListener('input', () => {
      state[key] = byId(key).value
      refresh()
    })
  byId('clear').addEventListener('click', clear)
  byId('findings').addEventListener('keydown', move)
  byId('more-button').addEventListener('click', () => {
    const at = byId('findings').querySelectorAll('.finding').length
    state.shown += PAGE
    render()
    byId('findings').querySelectorAll('.finding > summary')[at]?.focus()
  })
  if (data.attempt) attempts(data.attempt)
  if (data.diagnostics.length > 0) diagnostics(data.diagnostics)
  if (data.changes) changes(data.changes)
  if (data.exceptions.length > 0) exceptions(data.exceptions)
  if (data.policies.length > 0) policies(data.policies)
  if (data.skipped.length > 0)
    show(
      'skipped',
      table(
        ['File', 'Reason'],
        data.skipped.map(({ file, reason }) => [make('code', {}, file), reason]),
      ),
    )
  if (findings.length > 0) {
    byId('list').hidden = false
    recall()
    render()
  }
})()
