export const id = 139;
export const ids = [139];
export const modules = {

/***/ 92525:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Y: () => (/* binding */ Task)
/* harmony export */ });
/* unused harmony export isOfAnswer */
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(77598);
/* harmony import */ var _report_shown_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(81659);
/* harmony import */ var _history_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(44966);



/** A task whose answers are judged one after the other, before there is a commit or a pull request. */
class Task {
    of;
    author;
    states = [];
    constructor(of, author) {
        this.of = of;
        this.author = author;
    }
    /** The verdict with its place among the attempts. An answer that was given before is another attempt, not the same. */
    judged(shown, answer) {
        if (!isOfAnswer(shown.verdict))
            return shown;
        const digest = (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHash)('sha256').update(answer).digest('hex');
        this.states.push((0,_history_js__WEBPACK_IMPORTED_MODULE_2__/* .judgedOf */ .B8)(`sha256:${digest}`, shown.verdict));
        return (0,_report_shown_js__WEBPACK_IMPORTED_MODULE_1__/* .withAttempt */ .sw)(shown, (0,_history_js__WEBPACK_IMPORTED_MODULE_2__/* .attemptFrom */ .St)(this.states, { of: this.of, author: this.author, source: 'task' }));
    }
}
/**
 * Whether a verdict is the answer's own doing: an answer that cannot be read or holds no manifest is an attempt. A policy that
 * does not load or an engine that fails is not, whatever was answered.
 */
function isOfAnswer({ diagnostics }) {
    return diagnostics.every(({ level, code, blame }) => level !== 'error' || (blame === 'user' && code.startsWith('input.')));
}


/***/ }),

/***/ 60139:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  loop: () => (/* binding */ loop_loop)
});

// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(76760);
// EXTERNAL MODULE: ./lib/documents/secret-text.js
var secret_text = __webpack_require__(17106);
// EXTERNAL MODULE: ./lib/errors.js
var errors = __webpack_require__(452);
// EXTERNAL MODULE: ./lib/host/text-file.js
var text_file = __webpack_require__(22570);
// EXTERNAL MODULE: ./lib/inputs/argv.js + 1 modules
var inputs_argv = __webpack_require__(83964);
// EXTERNAL MODULE: ./lib/inputs/judging-flags.js
var judging_flags = __webpack_require__(29291);
// EXTERNAL MODULE: ./lib/inputs/loop-arguments.js
var loop_arguments = __webpack_require__(13258);
// EXTERNAL MODULE: ./lib/attempts/task.js
var attempts_task = __webpack_require__(92525);
// EXTERNAL MODULE: ./lib/gate.js + 5 modules
var gate = __webpack_require__(78158);
// EXTERNAL MODULE: ./lib/host/overlay.js
var overlay = __webpack_require__(48302);
// EXTERNAL MODULE: ./lib/report/agent.js
var agent = __webpack_require__(27107);
// EXTERNAL MODULE: ./lib/report/escape-markdown.js
var escape_markdown = __webpack_require__(79605);
;// CONCATENATED MODULE: ./lib/report/prompt.js


/** The line that the task ends before, where an answer was judged already. */
const JUDGED = '--- Judged by Policy Gate ---';
/**
 * What a generator is asked after its answer failed: the task again, what it answered, and what is wrong with that. The feedback
 * is the last fenced block, in JSON, and holds no backtick: nothing quoted in it can end the fence.
 */
function promptAfter(task, answer, shown) {
    return [
        task.trimEnd(),
        JUDGED,
        'Your last answer does not satisfy the policies. Answer with all of it again, mended: every manifest, whole.',
        'Your last answer:',
        (0,escape_markdown/* fenced */.OF)(answer.trimEnd()),
        'The feedback:',
        (0,escape_markdown/* fenced */.OF)((0,agent/* agent */.MA)(shown).trimEnd(), 'json'),
        '',
    ].join('\n\n');
}

;// CONCATENATED MODULE: ./lib/loop.js




/** A generator and the gate take turns until an answer satisfies the policies, or the attempts are used up. */
async function loop({ run, task, of, author, ask, judged }, host) {
    const attempts = new attempts_task/* Task */.Y(of, author);
    let prompt = task;
    for (let number = 1;; number++) {
        const answer = await ask({ prompt, number });
        const verdict = await (0,gate/* gate */.G)({ ...run, scope: { kind: 'stdin' }, advise: true }, (0,overlay/* withStdin */.VE)(host, answer));
        const shown = attempts.judged(verdict, answer);
        await judged?.(shown);
        if (shown.verdict.attempt?.next !== 'fix')
            return { answer, shown };
        prompt = promptAfter(task, answer, shown);
    }
}

// EXTERNAL MODULE: ./lib/report/attempts.js
var attempts = __webpack_require__(24838);
// EXTERNAL MODULE: ./lib/report/escape-command.js
var escape_command = __webpack_require__(16843);
// EXTERNAL MODULE: ./lib/report/formats.js + 11 modules
var formats = __webpack_require__(10413);
// EXTERNAL MODULE: ./lib/verdict/fingerprint.js
var fingerprint = __webpack_require__(55029);
// EXTERNAL MODULE: ./lib/verdict/level.js
var level = __webpack_require__(41055);
// EXTERNAL MODULE: ./lib/report/wording.js
var wording = __webpack_require__(57142);
;// CONCATENATED MODULE: ./lib/report/record.js



/** What a run leaves for later: what was judged, by which policies, what failed, and what was let through. */
function recordEntry({ verdict }, context) {
    const { outcome, summary, violations, failOn, engines, counts, changes, attempt, findings } = verdict;
    return {
        ...ofRun(context),
        verdict: outcome,
        summary,
        failOn,
        commits: { base: changes.base ?? null, head: changes.head ?? null },
        engines: { ...engines },
        policies: verdict.policies.map(({ name, file, rules }) => ({ name, file, rules: rules.length })),
        counts: { ...counts },
        violations,
        attempt: attempt === undefined ? null : ofAttempt(attempt),
        findings: findings.map((finding) => ofFinding(finding, (0,level/* isViolation */.U3)(finding, failOn))),
        exceptions: (verdict.exceptions ?? []).map(ofException),
        policyChanges: (verdict.policyChanges ?? []).map(ofPolicyChange),
        diagnostics: verdict.diagnostics.map(({ level, code }) => ({ level, code })),
    };
}
/** What a run leaves that came to no verdict. */
function record_unjudgedEntry({ verdict, code, summary }, context) {
    return { ...ofRun(context), verdict, code, summary };
}
function ofRun({ at, gate, runUrl, change }) {
    return { version: 1, at: at ?? null, gate: gate ?? null, run: runUrl ?? null, change: change ?? null };
}
function ofAttempt({ number, of, author, escalated, history }) {
    const { resolved = [], added = [], back = [], left = [] } = history.at(-1) ?? {};
    const steps = { resolved: resolved.length, added: added.length + back.length, left: left.length };
    return { number, of, author, escalated, ...steps };
}
function ofFinding(finding, counted) {
    const { result, location, marks } = finding;
    return {
        id: (0,fingerprint/* fingerprint */.R)(finding),
        policy: result.policy.name,
        policyFile: `${result.policy.file}:${result.policy.line}`,
        rule: result.rule,
        status: result.status,
        severity: result.policy.severity,
        resource: (0,wording/* resourceName */.Iy)(result.document.resource),
        file: location.file,
        line: location.line,
        message: (0,wording/* headline */.Pl)(result.message),
        counted,
        exception: marks.exception ?? null,
        reason: (0,wording/* whyNotCounted */.Gc)(finding),
    };
}
function ofException(entry) {
    const { id, state, covers, justification = null, expires = null, uses, approval } = entry;
    return { id, state, covers, justification, expires, uses, approval: approval ?? null };
}
function ofPolicyChange({ kind, path, status, approval }) {
    return { kind, path, status, approval: approval ?? null };
}

// EXTERNAL MODULE: ./lib/report/text.js + 1 modules
var report_text = __webpack_require__(60726);
// EXTERNAL MODULE: ./lib/report/visible.js
var visible = __webpack_require__(35944);
;// CONCATENATED MODULE: ./lib/report/task-escalation.js





/** For the person who has to go on where an agent was stopped: what it tried, what keeps failing, and the last verdict whole. */
function taskEscalation(shown, attempt) {
    const { author, number, history } = attempt;
    const lines = [
        `Stopped: ${(0,visible/* visibleLine */.P)(author.name)} did not satisfy the policies in ${(0,wording/* count */.U9)(number, 'attempt')}. A person has to go on.`,
        '',
        ...history.map((record) => attemptText(record)),
        ...keptFailing(attempt),
    ];
    return `${(0,escape_command/* inertInLog */.OR)(`${lines.join('\n')}\n`)}\n${(0,report_text/* text */.Q)(shown)}`;
}
function attemptText(record) {
    const { label, violations, delta } = (0,attempts/* stepOf */.cg)(record);
    return `  attempt ${label}: ${(0,wording/* count */.U9)(violations, 'violation')}${delta === undefined ? '' : ` (${(0,attempts/* deltaText */.mx)(delta)})`}`;
}
/** A rule that no attempt satisfied is the first suspect: it may ask for what nobody said, or for what cannot be. */
function keptFailing({ history }) {
    const all = history.map(({ added, back, left }) => new Set([...added, ...back, ...left].map(({ rule }) => rule)));
    const always = [...(all.at(-1) ?? [])].filter((rule) => all.every((rules) => rules.has(rule)));
    const cameBack = unique(history.flatMap(({ back }) => back)).map(({ rule, resource }) => `${rule} (${resource})`);
    return [
        ...listed('failed in every attempt; the policy may be unclear, or ask for what the task did not say', always),
        ...listed('was mended and came back; two policies may contradict each other', cameBack),
    ];
}
function listed(title, names) {
    return names.length === 0 ? [] : ['', `  ${title}:`, ...names.map((name) => `    ${(0,visible/* visibleLine */.P)(name)}`)];
}
const unique = (marks) => [
    ...new Map(marks.map((mark) => [mark.id, mark])).values(),
];

// EXTERNAL MODULE: ./lib/verdict/exit-code.js
var exit_code = __webpack_require__(34563);
// EXTERNAL MODULE: ./lib/record/chain.js
var chain = __webpack_require__(72464);
;// CONCATENATED MODULE: ./lib/commands/append-record.js




/** Continues a record by one line. Nothing is done where no record is wanted: `path` is empty. */
async function appendRecord(host, path, entry) {
    if (path === '')
        return;
    const known = await recordText(host, path);
    await host.write(path, known + (0,chain/* nextLine */.sE)(known, entry));
}
/** What a record holds so far: nothing, where it is still to begin. */
async function recordText(host, path) {
    const info = await host.inspect(path);
    if (info === undefined)
        return '';
    if (info.size > chain/* MAX_RECORD */.ZB)
        throw new Error(`${path} is too large to be continued; begin another`);
    return (await host.read(path, chain/* MAX_RECORD */.ZB)).toString('utf8');
}
/** Runs what leaves its own line; where it is stopped or fails before it did, a line says so. */
async function recorded(host, path, run) {
    const leaveWithout = (reason) => appendRecord(host, path, unjudgedEntry(reason, runContext(host)));
    const takeBack = host.onStop((signal) => leaveWithout({
        verdict: 'incomplete',
        code: 'stopped',
        summary: `stopped by ${signal} before there was a verdict`,
    }));
    try {
        return await run((entry) => {
            takeBack();
            return appendRecord(host, path, entry);
        });
    }
    catch (error) {
        // A record that cannot be continued must not hide why the run failed.
        await leaveWithout(unjudged(error)).catch(() => undefined);
        throw error;
    }
    finally {
        takeBack();
    }
}
function unjudged(error) {
    const isKnown = error instanceof ConfigError || error instanceof ToolError;
    const { code, what } = isKnown ? error.detail : { code: 'internal', what: 'a bug of Policy Gate ended the run' };
    return { verdict: 'error', code, summary: what };
}

// EXTERNAL MODULE: ./lib/commands/output.js
var output = __webpack_require__(4257);
// EXTERNAL MODULE: ./lib/commands/settings.js + 1 modules
var commands_settings = __webpack_require__(90366);
// EXTERNAL MODULE: ./lib/commands/start-engines.js + 10 modules
var start_engines = __webpack_require__(54367);
;// CONCATENATED MODULE: ./lib/commands/loop.js





















const HELP = `Usage: policy-gate loop [options] -- COMMAND [ARGUMENT…]

Runs a command that writes manifests, judges what it wrote, and runs it again with what is wrong, until the policies are
satisfied or the attempts are used up. COMMAND gets its task on standard input and answers on standard output, with
manifests as they are or in fenced blocks of Markdown. It is run without a shell, with this environment as it is, and
POLICY_GATE_ATTEMPT beside it. An answer that satisfies the policies is printed.

Options:
  --max-attempts N      attempts before a person has to go on (default: 3)
  --command-timeout S   seconds for one answer (default: 600)
  --prompt FILE         the task (default: standard input)
  -o, --output FILE     write the answer to a file, when it passed
  --report FORMAT=FILE  write a report of the last attempt to a file; may be given again
  --record FILE         append a line for each attempt to a file
${judging_flags/* JUDGING_HELP */.F}
Exit codes: 0 the answer passes, 1 the attempts are used up, 2 as for check, 3 the command or an engine failed
`;
/** A command and the gate take turns. */
async function loop_loop(argv, host) {
    const given = (0,loop_arguments/* parseLoopArguments */.o)(argv);
    if (given.help)
        return (0,output/* printed */.z)(host, HELP);
    const { raw, config } = given;
    const settings = await (0,commands_settings/* settingsOf */.f)(host, { kind: 'stdin' }, { raw, source: inputs_argv/* ARGV_SOURCE */.hs, config });
    const ended = await loop({
        run: { ...settings, startEngines: start_engines/* startEngines */.S },
        task: await taskText(given, settings, host),
        of: given.maxAttempts,
        author: { kind: 'agent', name: (0,external_node_path_.basename)(given.command[0]), sign: 'command' },
        ask: (question) => ask(given, settings, question, host),
        judged: (shown) => tell(shown, given, host),
    }, host);
    return end(ended, given, host);
}
async function tell(shown, { reports, record }, host) {
    const context = { at: host.now().toISOString() };
    for (const { format, path } of reports)
        await host.write(path, formats/* REPORTERS */.P[format](shown, context, false));
    await appendRecord(host, record, recordEntry(shown, context));
    const { attempt } = shown.verdict;
    if (attempt !== undefined && attempt.next !== 'stop_and_escalate')
        host.warn((0,escape_command/* inertInLog */.OR)(`${(0,attempts/* attemptLine */.O_)(attempt)} ${(0,visible/* visibleLine */.P)((0,wording/* verdictLine */.MT)(shown.verdict))}\n`));
}
async function end({ answer, shown }, { output }, host) {
    const { verdict } = shown;
    if (verdict.attempt?.next === 'done') {
        if (output === undefined)
            host.print(answer);
        else
            await host.write(output, answer);
        return errors/* EXIT */.dc.pass;
    }
    host.warn(verdict.attempt === undefined ? (0,report_text/* text */.Q)(shown) : taskEscalation(shown, verdict.attempt));
    return verdict.attempt === undefined ? (0,exit_code/* exitCodeOf */.F)(verdict) : errors/* EXIT */.dc.violations;
}
async function taskText({ prompt }, { options }, host) {
    const limit = options['max-file-size'];
    const file = prompt === undefined
        ? (0,text_file/* decodeText */.g7)('<stdin>', await host.stdin(limit))
        : await (0,text_file/* readTextFile */.Gu)(host, prompt, [await host.realPath('/')], limit);
    if (file.kind === 'text' && file.text.trim() !== '')
        return file.text;
    throw new errors/* ConfigError */.xL({
        code: 'loop.no-task',
        what: file.kind === 'refused' ? file.diagnostic.message : 'there is no task for the command',
        where: { input: prompt ?? 'standard input' },
        remedy: 'pipe the task in, or name a file with --prompt',
    });
}
async function ask({ command, commandTimeout }, { options }, { prompt, number }, host) {
    const maxOutput = options['max-file-size'];
    const env = { POLICY_GATE_ATTEMPT: String(number) };
    const ended = await host.run(command, prompt, { timeoutSeconds: commandTimeout, maxOutput, env });
    if (ended.kind !== 'ended' || ended.exitCode !== 0)
        throw failed(command[0], ended, { commandTimeout, maxOutput });
    const answer = (0,text_file/* decodeText */.g7)('<stdin>', ended.stdout);
    if (answer.kind === 'text')
        return answer.text;
    throw failed(command[0], { ...ended, lastWords: 'its answer is not text in UTF-8' }, { commandTimeout, maxOutput });
}
/** A command that broke gave no answer: there is nothing to judge, and no attempt to count. */
function failed(command, ended, limits) {
    return new errors/* ToolError */.v4({
        code: 'loop.command-failed',
        what: `${command} gave no answer: ${reasonOf(ended, limits)}`,
        where: { input: 'COMMAND' },
        ...(ended.kind === 'ended' && ended.lastWords.trim() !== ''
            ? { cause: (0,secret_text/* maskSecrets */.QU)((0,visible/* visible */.R)(ended.lastWords.trim())) }
            : {}),
        remedy: 'run the command by itself: it has to read the task on standard input, answer on standard output and exit with 0',
    });
}
function reasonOf(ended, { commandTimeout, maxOutput }) {
    switch (ended.kind) {
        case 'ended':
            return ended.signal === '' ? `it exited with ${ended.exitCode}` : `it was ended by ${ended.signal}`;
        case 'timeout':
            return `it took longer than ${commandTimeout} s (--command-timeout) and was stopped`;
        case 'too-much':
            return `it wrote more than ${maxOutput} bytes (--max-file-size) and was stopped`;
        case 'not-started':
            return `it could not be started: ${ended.message}`;
    }
}


/***/ }),

/***/ 29291:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   F: () => (/* binding */ JUDGING_HELP),
/* harmony export */   Z: () => (/* binding */ JUDGING_FLAGS)
/* harmony export */ });
/* harmony import */ var _tool_settings_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(56221);

/** Options of every command that judges, whatever it judges and what comes of it. */
const JUDGING_FLAGS = {
    policies: { type: 'string', multiple: true },
    builtin: { type: 'string', multiple: true },
    config: { type: 'string' },
    'fail-on': { type: 'string' },
    values: { type: 'string', short: 'f' },
    set: { type: 'string', multiple: true },
    'user-info': { type: 'string', short: 'u' },
    context: { type: 'string' },
    namespaces: { type: 'string', multiple: true },
    data: { type: 'string', multiple: true },
    'allow-builtins': { type: 'string', multiple: true },
    timeout: { type: 'string' },
    'max-file-size': { type: 'string' },
    ..._tool_settings_js__WEBPACK_IMPORTED_MODULE_0__/* .TOOL_FLAGS */ .t9,
    help: { type: 'boolean', short: 'h' },
};
/** They mean what they mean for `check`, whose help explains each. */
const JUDGING_HELP = `  --policies P          policy file, folder or glob; may be given again (default: policies)
  --builtin NAME        pack or policy that comes with the gate, or none; may be given again
  --config FILE         the configuration (default: .github/policy-gate.yml, where there is one)
  --fail-on LEVEL       enforce | audit | none (default: enforce)
  --values, --set, --user-info, --context, --namespaces, --data, --allow-builtins, --timeout, --max-file-size
                        as for \`policy-gate check\`
${_tool_settings_js__WEBPACK_IMPORTED_MODULE_0__/* .TOOL_HELP */ .Z9}  -h, --help            show this
`;


/***/ }),

/***/ 13258:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   W: () => (/* binding */ whole),
/* harmony export */   o: () => (/* binding */ parseLoopArguments)
/* harmony export */ });
/* harmony import */ var zod_mini__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(94343);
/* harmony import */ var zod_mini__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(43759);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(452);
/* harmony import */ var _flags_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(61634);
/* harmony import */ var _judging_flags_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(29291);
/* harmony import */ var _report_files_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(95994);





const FLAGS = {
    ..._judging_flags_js__WEBPACK_IMPORTED_MODULE_2__/* .JUDGING_FLAGS */ .Z,
    'max-attempts': { type: 'string' },
    'command-timeout': { type: 'string' },
    prompt: { type: 'string' },
    output: { type: 'string', short: 'o' },
    report: { type: 'string', multiple: true },
    record: { type: 'string' },
};
function parseLoopArguments(argv) {
    const split = argv.indexOf('--');
    const { values, positionals } = (0,_flags_js__WEBPACK_IMPORTED_MODULE_1__/* .parseFlags */ .b)('loop', split < 0 ? argv : argv.slice(0, split), FLAGS);
    const { help = false, config, prompt, output, report = [], record = '', ...rest } = values;
    const { 'max-attempts': attempts = '3', 'command-timeout': seconds = '600', ...raw } = rest;
    const command = split < 0 ? [] : argv.slice(split + 1);
    if (!help && (command.length === 0 || positionals.length > 0))
        throw noCommand(positionals);
    return {
        help,
        command: command,
        maxAttempts: whole('--max-attempts', attempts, 100),
        commandTimeout: whole('--command-timeout', seconds, 21_600),
        prompt,
        output,
        reports: report.map((words) => (0,_report_files_js__WEBPACK_IMPORTED_MODULE_3__/* .parseReportFile */ .kL)(words, { input: '--report' })),
        record,
        config,
        raw: { ...raw },
    };
}
/** A whole number from 1 that an option takes. */
function whole(option, text, most) {
    const parsed = zod_mini__WEBPACK_IMPORTED_MODULE_4__/* .int */ .Whr()
        .check(zod_mini__WEBPACK_IMPORTED_MODULE_5__/* ._gte */ .qm(1), zod_mini__WEBPACK_IMPORTED_MODULE_5__/* ._lte */ .Zm(most))
        .safeParse(/^\d{1,6}$/.test(text) ? Number(text) : text);
    if (parsed.success)
        return parsed.data;
    throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ConfigError */ .xL({
        code: 'config.bad-value',
        what: `the option ${option} cannot be ${JSON.stringify(text)}`,
        where: { input: option },
        remedy: `it takes a whole number from 1 to ${most}`,
    });
}
function noCommand([first]) {
    return new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ConfigError */ .xL({
        code: 'config.no-command',
        what: first === undefined ? 'no command was named' : `${JSON.stringify(first)} is no option of this command`,
        where: { input: 'COMMAND' },
        remedy: 'put the command that writes manifests last, behind --: `policy-gate loop -- my-agent --print`',
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
