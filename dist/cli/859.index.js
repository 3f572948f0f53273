export const id = 859;
export const ids = [859,29];
export const modules = {

/***/ 78029:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   namedRecord: () => (/* binding */ namedRecord),
/* harmony export */   record: () => (/* binding */ record)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(452);
/* harmony import */ var _inputs_flags_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(61634);
/* harmony import */ var _record_chain_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(72464);
/* harmony import */ var _report_visible_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(35944);
/* harmony import */ var _output_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(4257);





const HELP = `Usage: policy-gate record verify FILE

Tells whether a record is whole: each line holds the hash of the line before it, so that one that was edited, moved or
taken out shows.

Exit codes: 0 whole, 1 broken, 2 the file cannot be read
`;
const WHY = {
    unreadable: 'is no JSON object',
    edited: 'is not what it was when it was written',
    predecessor: 'does not follow the line before it: something was taken out, added or moved',
};
async function record(argv, host) {
    const [verb, path, ...rest] = argv;
    if (verb === '--help' || verb === '-h')
        return (0,_output_js__WEBPACK_IMPORTED_MODULE_3__/* .printed */ .z)(host, HELP);
    if (verb !== 'verify' || path === undefined || rest.length > 0)
        throw (0,_inputs_flags_js__WEBPACK_IMPORTED_MODULE_1__/* .misused */ .P)('record', '`record` takes `verify` and one file');
    const said = (0,_record_chain_js__WEBPACK_IMPORTED_MODULE_2__/* .verify */ .MX)(await namedRecord(path, host));
    if (said.kind === 'whole') {
        host.print(`${(0,_report_visible_js__WEBPACK_IMPORTED_MODULE_4__/* .visibleLine */ .P)(path)}: whole, ${said.lines} lines, the last is ${said.last}\n`);
        return _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .EXIT */ .dc.pass;
    }
    host.print(`${(0,_report_visible_js__WEBPACK_IMPORTED_MODULE_4__/* .visibleLine */ .P)(path)}:${said.line}: this line ${WHY[said.why]}\n`);
    return _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .EXIT */ .dc.violations;
}
/** The text of a record that a person names. */
async function namedRecord(path, host) {
    const info = await host.inspect(path);
    if (info?.kind === 'file' && info.size <= _record_chain_js__WEBPACK_IMPORTED_MODULE_2__/* .MAX_RECORD */ .ZB)
        return (await host.read(path, _record_chain_js__WEBPACK_IMPORTED_MODULE_2__/* .MAX_RECORD */ .ZB)).toString('utf8');
    throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ConfigError */ .xL({
        code: 'input.unreadable',
        what: `${path} is no record that can be read`,
        where: { file: path },
        remedy: 'name a file of JSON Lines that the gate wrote, of at most 512 MiB',
    });
}


/***/ }),

/***/ 31859:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  stats: () => (/* binding */ stats)
});

// EXTERNAL MODULE: ./lib/errors.js
var errors = __webpack_require__(452);
// EXTERNAL MODULE: ./lib/inputs/flags.js
var flags = __webpack_require__(61634);
// EXTERNAL MODULE: ./lib/record/chain.js
var chain = __webpack_require__(72464);
// EXTERNAL MODULE: ./node_modules/zod/v4/mini/schemas.js
var schemas = __webpack_require__(94343);
// EXTERNAL MODULE: ./node_modules/zod/v4/core/api.js
var api = __webpack_require__(43759);
;// CONCATENATED MODULE: ./lib/record/shapes.js

// What the published formats have in common: the JSON report, the record and the feedback for agents.
const shapes_text = schemas/* string */.YjP();
const count = schemas/* int */.Whr().check(api/* _gte */.qm(0));
/** A line or a column. */
const position = schemas/* int */.Whr().check(api/* _gte */.qm(1));
const list = (item) => schemas/* readonly */.tBZ(schemas/* array */.YOg(item));
/** `exact` is the offending node, `nearest` its nearest ancestor, `document` the first line, `template` a line of a template. */
const precision = schemas/* enum */.k5n(['exact', 'nearest', 'document', 'template']);
const outcome = schemas/* enum */.k5n(['pass', 'fail', 'error']);
const shapes_status = schemas/* enum */.k5n(['pass', 'fail', 'warn', 'error', 'skip']);
const severity = schemas/* enum */.k5n(['critical', 'high', 'medium', 'low', 'info']);
const failOn = schemas/* enum */.k5n(['enforce', 'audit', 'none']);
const level = schemas/* enum */.k5n(['error', 'warning', 'note']);
const engines = schemas/* record */.g1P(schemas/* string */.YjP(), schemas/* strictObject */.rej({ version: shapes_text, digest: shapes_text }));
const exceptionState = schemas/* enum */.k5n(['active', 'pending', 'rejected']);
/** Who said of which commit that it may be, when, how and why. */
const approval = schemas/* strictObject */.rej({
    by: shapes_text,
    at: shapes_text,
    how: schemas/* enum */.k5n(['review', 'comment']),
    commit: shapes_text,
    reason: shapes_text,
});

;// CONCATENATED MODULE: ./lib/record/entry-schema.js


// The shape of a line of the record. It is published as schema/policy-gate-record.schema.json, which a test holds to this.
// It changes only when a reader of the old one would be misled.
const hash = schemas/* string */.YjP().check(api/* _regex */.Fk(/^[0-9a-f]{64}$/));
const finding = schemas/* strictObject */.rej({
    /** The same from run to run; nothing in it depends on line numbers. */
    id: shapes_text,
    policy: shapes_text,
    /** `file:line` of the policy, as it judged. */
    policyFile: shapes_text,
    rule: shapes_text,
    status: shapes_status,
    severity: severity,
    resource: shapes_text,
    file: shapes_text,
    line: position,
    message: shapes_text,
    /** Whether it failed the gate. */
    counted: schemas/* boolean */.zMY(),
    exception: schemas/* nullable */.mee(shapes_text),
    /** Why it did not count; empty when it did. */
    reason: shapes_text,
});
const exception = schemas/* strictObject */.rej({
    id: shapes_text,
    state: exceptionState,
    covers: list(shapes_text),
    justification: schemas/* nullable */.mee(shapes_text),
    expires: schemas/* nullable */.mee(shapes_text),
    uses: count,
    approval: schemas/* nullable */.mee(approval),
});
const policyChange = schemas/* strictObject */.rej({ kind: shapes_text, path: shapes_text, status: shapes_text, approval: schemas/* nullable */.mee(approval) });
/** What every line says, however the run ended. */
const run = {
    version: schemas/* literal */.euz(1),
    /** RFC 3339. */
    at: schemas/* nullable */.mee(shapes_text),
    gate: schemas/* nullable */.mee(shapes_text),
    run: schemas/* nullable */.mee(shapes_text),
    /** The pull request, as `owner/name#7`. */
    change: schemas/* nullable */.mee(shapes_text),
    summary: shapes_text,
};
const judged = {
    ...run,
    verdict: outcome,
    failOn: failOn,
    commits: schemas/* strictObject */.rej({ base: schemas/* nullable */.mee(shapes_text), head: schemas/* nullable */.mee(shapes_text) }),
    engines: engines,
    /** Every policy that judged. Its version is that of its file at the base commit. */
    policies: list(schemas/* strictObject */.rej({ name: shapes_text, file: shapes_text, rules: count })),
    counts: schemas/* record */.g1P(schemas/* string */.YjP(), count),
    violations: count,
    attempt: schemas/* nullable */.mee(schemas/* strictObject */.rej({
        number: position,
        of: position,
        author: schemas/* strictObject */.rej({
            kind: schemas/* enum */.k5n(['person', 'agent', 'bot']),
            name: shapes_text,
            sign: schemas/* optional */.lqM(schemas/* enum */.k5n(['login', 'app', 'trailer', 'branch', 'label', 'command'])),
        }),
        escalated: schemas/* boolean */.zMY(),
        resolved: count,
        added: count,
        left: count,
    })),
    findings: list(finding),
    exceptions: list(exception),
    policyChanges: list(policyChange),
    diagnostics: list(schemas/* strictObject */.rej({ level: level, code: shapes_text })),
};
/** A run that came to no verdict: `incomplete` was stopped, `error` could not be used or failed. */
const unjudged = { ...run, verdict: schemas/* enum */.k5n(['error', 'incomplete']), code: shapes_text };
/** The chain: the hash of the line before, and of this line without it. */
const links = { previous: hash, hash };
const judgedEntry = schemas/* strictObject */.rej(judged);
const unjudgedEntry = schemas/* strictObject */.rej(unjudged);
const lineSchema = schemas/* union */.KCZ([schemas/* strictObject */.rej({ ...judged, ...links }), schemas/* strictObject */.rej({ ...unjudged, ...links })]);
function isJudged(line) {
    return 'findings' in line;
}

;// CONCATENATED MODULE: ./lib/record/read.js


function readRecord(text) {
    const read = (0,chain/* entriesOf */.Mc)(text);
    if (read.kind === 'broken')
        return read;
    const lines = [];
    for (const [at, entry] of read.entries.entries()) {
        const parsed = lineSchema.safeParse(entry);
        if (!parsed.success)
            return { kind: 'broken', line: at + 1, why: 'unknown-shape' };
        lines.push(parsed.data);
    }
    return { kind: 'read', lines };
}

;// CONCATENATED MODULE: ./lib/record/stats.js

function statsOf(lines) {
    const runs = lines.filter(isJudged);
    const changes = [...byChange(runs).values()];
    return {
        runs: lines.length,
        unjudged: lines.length - runs.length,
        verdicts: verdictsOf(runs),
        changes: changes.length,
        violations: violationsOf(runs),
        resolution: { agents: resolution(changes.filter(isByAgent)), all: resolution(changes) },
        timeToGreen: timeToGreen(changes),
        escalated: changes.filter((states) => states.some(({ attempt }) => attempt?.escalated === true)).length,
        ...quietPolicies(runs),
    };
}
function verdictsOf(runs) {
    const counts = { pass: 0, fail: 0, error: 0 };
    for (const { verdict } of runs)
        counts[verdict]++;
    return counts;
}
/** The states of each change at each gate, in the order they were judged in; a state that was judged again counts once. */
function byChange(runs) {
    const changes = new Map();
    for (const run of [...runs].sort((a, b) => (a.at ?? '').localeCompare(b.at ?? ''))) {
        if (run.change === null || run.verdict === 'error')
            continue;
        const key = JSON.stringify([run.change, run.gate]);
        const states = changes.get(key) ?? [];
        changes.set(key, states);
        if (!states.some(({ commits }) => commits.head === run.commits.head))
            states.push(run);
    }
    return changes;
}
const isByAgent = (states) => states.some(({ attempt }) => attempt !== null && attempt.author.kind !== 'person');
const violated = ({ findings }) => findings.filter(({ counted }) => counted);
function violationsOf(runs) {
    const policies = [];
    const authors = [];
    const attempts = [];
    for (const run of runs) {
        for (const { policy } of violated(run)) {
            policies.push(policy);
            authors.push(run.attempt?.author.kind ?? 'not known');
            attempts.push(run.attempt === null ? 'not counted' : String(run.attempt.number));
        }
    }
    return { byPolicy: tally(policies), byAuthor: tally(authors), byAttempt: tally(attempts) };
}
function tally(names) {
    const counts = new Map();
    for (const name of names)
        counts.set(name, (counts.get(name) ?? 0) + 1);
    return [...counts]
        .map(([name, times]) => ({ name, times }))
        .sort((a, b) => b.times - a.times || (a.name < b.name ? -1 : 1));
}
/** A change whose second state was never seen has resolved nothing. */
function resolution(changes) {
    const sums = { changes: 0, violations: 0, bySecond: 0, byThird: 0 };
    for (const states of changes) {
        const begun = states.slice(states.findIndex(({ verdict }) => verdict === 'fail'));
        const [first, second, third = second] = begun;
        if (first?.verdict !== 'fail')
            continue;
        const ids = new Set(violated(first).map(({ id }) => id));
        sums.changes++;
        sums.violations += ids.size;
        sums.bySecond += gone(ids, second);
        sums.byThird += gone(ids, third);
    }
    return sums;
}
function gone(ids, state) {
    if (state === undefined)
        return 0;
    const left = new Set(violated(state).map(({ id }) => id));
    return [...ids].filter((id) => !left.has(id)).length;
}
function timeToGreen(changes) {
    const times = changes.flatMap((states) => {
        const failed = states.findIndex(({ verdict }) => verdict === 'fail');
        const green = states.find(({ verdict }, at) => failed >= 0 && at > failed && verdict === 'pass');
        const took = Date.parse(green?.at ?? '') - Date.parse(states[failed]?.at ?? '');
        return Number.isNaN(took) ? [] : [took];
    });
    const sorted = times.sort((a, b) => a - b);
    return { changes: sorted.length, median: sorted[Math.floor((sorted.length - 1) / 2)] ?? null };
}
/** Policies that may be superfluous, and those that nobody keeps. */
function quietPolicies(runs) {
    const findings = runs.flatMap((run) => run.findings);
    const found = new Set(findings.map(({ policy }) => policy));
    const kept = new Set(findings.filter(({ exception }) => exception === null).map(({ policy }) => policy));
    const known = new Set(runs.flatMap(({ policies }) => policies.map(({ name }) => name)));
    return {
        neverViolated: [...known].filter((name) => !found.has(name)).sort(),
        alwaysExcepted: [...found].filter((name) => !kept.has(name)).sort(),
    };
}

// EXTERNAL MODULE: ./lib/report/visible.js
var visible = __webpack_require__(35944);
// EXTERNAL MODULE: ./lib/report/wording.js
var wording = __webpack_require__(57142);
;// CONCATENATED MODULE: ./lib/report/stats.js


// What `policy-gate stats` says, for people.
function statsText(stats) {
    const { runs, unjudged, verdicts, changes, violations, resolution, timeToGreen, escalated } = stats;
    const lines = [
        `${(0,wording/* count */.U9)(runs, 'run')} of ${(0,wording/* count */.U9)(changes, 'change')}: ${verdicts.pass} pass, ${verdicts.fail} fail, ${verdicts.error} error, ${unjudged} without a verdict`,
        ...section('violations by policy', violations.byPolicy),
        ...section('violations by author', violations.byAuthor),
        ...section('violations by attempt', violations.byAttempt),
        '',
        `resolved, agents and bots: ${resolved(resolution.agents)}`,
        `resolved, all authors:     ${resolved(resolution.all)}`,
        `time to green: ${timeToGreen.median === null ? 'no change has failed and passed later' : `${duration(timeToGreen.median)} (median of ${(0,wording/* count */.U9)(timeToGreen.changes, 'change')})`}`,
        `handed to a person: ${(0,wording/* count */.U9)(escalated, 'change')}`,
        ...names('never violated', stats.neverViolated),
        ...names('always excepted', stats.alwaysExcepted),
    ];
    return `${lines.join('\n')}\n`;
}
function section(title, tally) {
    if (tally.length === 0)
        return [];
    const width = Math.max(...tally.map(({ times }) => String(times).length));
    return ['', title, ...tally.map(({ name, times }) => `  ${String(times).padStart(width)}  ${(0,visible/* visibleLine */.P)(name)}`)];
}
function names(title, policies) {
    return policies.length === 0 ? [] : ['', title, ...policies.map((name) => `  ${(0,visible/* visibleLine */.P)(name)}`)];
}
function resolved({ changes, violations, bySecond, byThird }) {
    if (violations === 0)
        return 'no change failed';
    const share = (n) => `${Math.round((100 * n) / violations)} %`;
    return `${share(bySecond)} by the second attempt, ${share(byThird)} by the third (${(0,wording/* count */.U9)(violations, 'violation')} of ${(0,wording/* count */.U9)(changes, 'change')})`;
}
const UNITS = [
    ['d', 86_400_000],
    ['h', 3_600_000],
    ['min', 60_000],
    ['s', 1000],
];
/** In the largest unit that it fills, and the next one. */
function duration(milliseconds) {
    const at = UNITS.findIndex(([, size]) => milliseconds >= size);
    if (at < 0)
        return '0 s';
    let left = milliseconds;
    const parts = UNITS.slice(at, at + 2).map(([unit, size]) => {
        const whole = Math.floor(left / size);
        left -= whole * size;
        return `${whole} ${unit}`;
    });
    return parts.join(' ');
}

// EXTERNAL MODULE: ./lib/commands/output.js
var output = __webpack_require__(4257);
// EXTERNAL MODULE: ./lib/commands/record.js
var record = __webpack_require__(78029);
;// CONCATENATED MODULE: ./lib/commands/stats.js







const HELP = `Usage: policy-gate stats RECORD… [--format text|json]

Tells what records say: violations by policy, author and attempt; how many were resolved by the second and third attempt;
the time to green; policies that nobody violates or that are always excepted. A record that was tampered with is refused.

Exit codes: 0 told, 2 a record cannot be read, or is broken
`;
const FLAGS = { format: { type: 'string' }, help: { type: 'boolean', short: 'h' } };
const FORMATS = ['text', 'json'];
async function stats(argv, host) {
    const { values, positionals } = (0,flags/* parseFlags */.b)('stats', argv, FLAGS);
    if (values.help === true)
        return (0,output/* printed */.z)(host, HELP);
    const { format = 'text' } = values;
    if (positionals.length === 0 || !FORMATS.includes(format))
        throw (0,flags/* misused */.P)('stats', 'it takes RECORD… and --format text or json');
    const lines = [];
    for (const path of positionals)
        lines.push(...(await linesOf(path, host)));
    const found = statsOf(lines);
    host.print(format === 'json' ? `${JSON.stringify(found, null, 2)}\n` : statsText(found));
    return errors/* EXIT */.dc.pass;
}
async function linesOf(path, host) {
    const read = readRecord(await (0,record.namedRecord)(path, host));
    if (read.kind === 'read')
        return read.lines;
    throw new errors/* ConfigError */.xL({
        code: 'record.broken',
        what: `line ${read.line} of the record is broken: ${read.why}`,
        where: { file: path, line: read.line },
        remedy: 'find out with `policy-gate record verify` what happened to it; figures of a broken record prove nothing',
    });
}


/***/ }),

/***/ 72464:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   MX: () => (/* binding */ verify),
/* harmony export */   Mc: () => (/* binding */ entriesOf),
/* harmony export */   ZB: () => (/* binding */ MAX_RECORD),
/* harmony export */   sE: () => (/* binding */ nextLine)
/* harmony export */ });
/* unused harmony export GENESIS */
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(77598);

// A record is a file of JSON Lines. Each line holds the hash of the line before it, so that one that was edited, moved or
// taken out shows. The last lines can still be cut off: keep the last hash elsewhere if that matters.
/** What the first line names as its predecessor. */
const GENESIS = '0'.repeat(64);
/** Bytes. A record is read whole to be continued or verified; one of this size is time to begin a new file. */
const MAX_RECORD = 512 * 1024 * 1024;
/** The next line of a record, with its line end. `entry` holds neither `previous` nor `hash`. */
function nextLine(record, entry) {
    const body = { ...entry, previous: lastHash(record) };
    return `${JSON.stringify({ ...body, hash: hashOf(body) })}\n`;
}
/** Compares every line with its own hash and with the line before. */
function verify(record) {
    const read = entriesOf(record);
    return read.kind === 'broken' ? read : { kind: 'whole', lines: read.entries.length, last: read.last };
}
/** The same, with what the lines say. */
function entriesOf(record) {
    let last = GENESIS;
    const entries = [];
    for (const line of record.split('\n').filter((one) => one !== '')) {
        const entry = parsed(line);
        const why = entry === undefined ? 'unreadable' : faultOf(entry, line, last);
        if (entry === undefined || why !== undefined)
            return { kind: 'broken', line: entries.length + 1, why: why ?? 'unreadable' };
        last = String(entry['hash']);
        entries.push(entry);
    }
    return { kind: 'whole', entries, last };
}
function faultOf(entry, line, last) {
    const { hash, ...body } = entry;
    // As it is written, not as it is read: a key that is there twice is an edit, too.
    if (JSON.stringify(entry) !== line || hash !== hashOf(body))
        return 'edited';
    return body['previous'] === last ? undefined : 'predecessor';
}
function parsed(line) {
    try {
        const value = JSON.parse(line);
        return typeof value === 'object' && value !== null && !Array.isArray(value)
            ? value
            : undefined;
    }
    catch {
        return undefined;
    }
}
/** A record that was broken before goes on from its last line: what is broken stays visible. */
function lastHash(record) {
    const line = record.trimEnd().split('\n').at(-1) ?? '';
    if (line === '')
        return GENESIS;
    const { hash } = parsed(line) ?? {};
    return typeof hash === 'string' ? hash : (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHash)('sha256').update(line).digest('hex');
}
const hashOf = (body) => (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHash)('sha256').update(JSON.stringify(body)).digest('hex');


/***/ })

};
