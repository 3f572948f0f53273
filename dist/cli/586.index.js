export const id = 586;
export const ids = [586];
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

/***/ 18586:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   mcp: () => (/* binding */ mcp)
/* harmony export */ });
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(76760);
/* harmony import */ var _modelcontextprotocol_sdk_server_mcp_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(69549);
/* harmony import */ var _modelcontextprotocol_sdk_server_stdio_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(99424);
/* harmony import */ var zod__WEBPACK_IMPORTED_MODULE_18__ = __webpack_require__(41514);
/* harmony import */ var _attempts_task_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(92525);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(452);
/* harmony import */ var _gate_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(78158);
/* harmony import */ var _host_overlay_js__WEBPACK_IMPORTED_MODULE_20__ = __webpack_require__(48302);
/* harmony import */ var _host_text_file_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(22570);
/* harmony import */ var _inputs_argv_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(83964);
/* harmony import */ var _inputs_flags_js__WEBPACK_IMPORTED_MODULE_8__ = __webpack_require__(61634);
/* harmony import */ var _inputs_judging_flags_js__WEBPACK_IMPORTED_MODULE_9__ = __webpack_require__(29291);
/* harmony import */ var _inputs_loop_arguments_js__WEBPACK_IMPORTED_MODULE_10__ = __webpack_require__(13258);
/* harmony import */ var _report_agent_js__WEBPACK_IMPORTED_MODULE_11__ = __webpack_require__(27107);
/* harmony import */ var _report_explain_js__WEBPACK_IMPORTED_MODULE_12__ = __webpack_require__(55009);
/* harmony import */ var _version_js__WEBPACK_IMPORTED_MODULE_19__ = __webpack_require__(13411);
/* harmony import */ var _failure_js__WEBPACK_IMPORTED_MODULE_13__ = __webpack_require__(57200);
/* harmony import */ var _output_js__WEBPACK_IMPORTED_MODULE_14__ = __webpack_require__(4257);
/* harmony import */ var _policy_book_js__WEBPACK_IMPORTED_MODULE_15__ = __webpack_require__(95870);
/* harmony import */ var _settings_js__WEBPACK_IMPORTED_MODULE_16__ = __webpack_require__(90366);
/* harmony import */ var _start_engines_js__WEBPACK_IMPORTED_MODULE_17__ = __webpack_require__(54367);





















const HELP = `Usage: policy-gate mcp [options]

Serves the gate to agents by the Model Context Protocol on standard input and output: check_manifest, check_files,
suggest_fix, list_policies, explain_policy. Only files below the current folder are read, and nothing is written.

Options:
  --max-attempts N      attempts for each task (default: 3)
${_inputs_judging_flags_js__WEBPACK_IMPORTED_MODULE_9__/* .JUDGING_HELP */ .F}`;
/** An agent that asks about more tasks than this has made them up to be given new attempts. */
const MOST_TASKS = 1000;
const MOST_PATHS = 1000;
const manifest = zod__WEBPACK_IMPORTED_MODULE_18__/* .string */ .YjP()
    .min(1)
    .max(1024 * 1024);
const task = zod__WEBPACK_IMPORTED_MODULE_18__/* .string */ .YjP().min(1).max(200).default('default').describe('names the task, for which attempts are counted');
const name = zod__WEBPACK_IMPORTED_MODULE_18__/* .string */ .YjP().min(1).max(300);
const paths = zod__WEBPACK_IMPORTED_MODULE_18__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_18__/* .string */ .YjP().min(1).max(4096)).min(1).max(MOST_PATHS);
async function mcp(argv, host) {
    const { values, positionals } = (0,_inputs_flags_js__WEBPACK_IMPORTED_MODULE_8__/* .parseFlags */ .b)('mcp', argv, { ..._inputs_judging_flags_js__WEBPACK_IMPORTED_MODULE_9__/* .JUDGING_FLAGS */ .Z, 'max-attempts': { type: 'string' } });
    const { help = false, config, 'max-attempts': attempts = '3', ...raw } = values;
    if (help)
        return (0,_output_js__WEBPACK_IMPORTED_MODULE_14__/* .printed */ .z)(host, HELP);
    if (positionals.length > 0)
        throw noOperand(positionals[0]);
    const settings = await (0,_settings_js__WEBPACK_IMPORTED_MODULE_16__/* .settingsOf */ .f)(host, { kind: 'stdin' }, { raw: { ...raw }, source: _inputs_argv_js__WEBPACK_IMPORTED_MODULE_7__/* .ARGV_SOURCE */ .hs, config });
    await serve(new Tools(host, settings, (0,_inputs_loop_arguments_js__WEBPACK_IMPORTED_MODULE_10__/* .whole */ .W)('--max-attempts', attempts, 100)));
    return _errors_js__WEBPACK_IMPORTED_MODULE_4__/* .EXIT */ .dc.pass;
}
/** Until the client closes its end. */
async function serve(tools) {
    const server = new _modelcontextprotocol_sdk_server_mcp_js__WEBPACK_IMPORTED_MODULE_1__/* .McpServer */ ._({ name: 'policy-gate', version: _version_js__WEBPACK_IMPORTED_MODULE_19__/* .VERSION */ .x });
    const register = (tool, description, inputSchema, run) => server.registerTool(tool, { description, inputSchema: zod__WEBPACK_IMPORTED_MODULE_18__/* .strictObject */ .rej(inputSchema) }, ((given) => answered(() => run(given))));
    register('check_manifest', 'Judges a manifest, or an answer with fenced manifests.', { manifest, task }, (given) => tools.manifest(given.manifest, given.task));
    register('check_files', 'Judges files or folders below the root.', { paths, task }, (given) => tools.files(given.paths, given.task));
    register('suggest_fix', 'Tells remedies for a manifest that were judged again. Counts no attempt.', { manifest }, (given) => tools.manifest(given.manifest, undefined));
    register('list_policies', 'Lists the policies that judge.', {}, () => tools.list());
    register('explain_policy', 'Tells what a policy wants, and why.', { policy: name }, (given) => tools.explain(given.policy));
    const closed = new Promise((done) => process.stdin.once('end', done).once('close', done));
    await server.connect(new _modelcontextprotocol_sdk_server_stdio_js__WEBPACK_IMPORTED_MODULE_2__/* .StdioServerTransport */ .S());
    await closed;
    await server.close();
}
/** What could not be judged is an error of the tool, in the words of the command line. */
async function answered(run) {
    try {
        return { content: [{ type: 'text', text: await run() }] };
    }
    catch (error) {
        return { isError: true, content: [{ type: 'text', text: (0,_failure_js__WEBPACK_IMPORTED_MODULE_13__/* .failureOf */ .g)(error).text }] };
    }
}
class Tools {
    host;
    settings;
    of;
    tasks = new Map();
    constructor(host, settings, of) {
        this.host = host;
        this.settings = settings;
        this.of = of;
    }
    async manifest(text, task) {
        const run = { ...this.settings, scope: { kind: 'stdin' }, startEngines: _start_engines_js__WEBPACK_IMPORTED_MODULE_17__/* .startEngines */ .S, advise: true };
        const shown = await (0,_gate_js__WEBPACK_IMPORTED_MODULE_5__/* .gate */ .G)(run, (0,_host_overlay_js__WEBPACK_IMPORTED_MODULE_20__/* .withStdin */ .VE)(this.host, text));
        return (0,_report_agent_js__WEBPACK_IMPORTED_MODULE_11__/* .agent */ .MA)(task === undefined ? shown : this.counted(shown, text, task));
    }
    async files(paths, task) {
        for (const path of paths)
            await this.assertInside(path);
        const run = { ...this.settings, scope: { kind: 'paths', paths }, startEngines: _start_engines_js__WEBPACK_IMPORTED_MODULE_17__/* .startEngines */ .S, advise: true };
        return (0,_report_agent_js__WEBPACK_IMPORTED_MODULE_11__/* .agent */ .MA)(this.counted(await (0,_gate_js__WEBPACK_IMPORTED_MODULE_5__/* .gate */ .G)(run, this.host), JSON.stringify(paths), task));
    }
    async list() {
        const { policies } = await (0,_policy_book_js__WEBPACK_IMPORTED_MODULE_15__/* .policyBook */ .y)(this.settings, this.host);
        const listed = policies.map(_report_explain_js__WEBPACK_IMPORTED_MODULE_12__/* .explanation */ .Q).map(({ rules, ...policy }) => ({ ...policy, rules: rules.length }));
        return JSON.stringify(listed, null, 2);
    }
    async explain(policy) {
        return JSON.stringify((0,_report_explain_js__WEBPACK_IMPORTED_MODULE_12__/* .explanation */ .Q)((0,_policy_book_js__WEBPACK_IMPORTED_MODULE_15__/* .policyNamed */ .w)(policy, await (0,_policy_book_js__WEBPACK_IMPORTED_MODULE_15__/* .policyBook */ .y)(this.settings, this.host))), null, 2);
    }
    counted(shown, answer, name) {
        const known = this.tasks.get(name);
        if (known === undefined && this.tasks.size >= MOST_TASKS)
            throw tooMany();
        const task = known ?? new _attempts_task_js__WEBPACK_IMPORTED_MODULE_3__/* .Task */ .Y(this.of, { kind: 'agent', name: 'an MCP client', sign: 'command' });
        this.tasks.set(name, task);
        return task.judged(shown, answer);
    }
    /** Also where a link leads: a path that leaves the root could show files of this machine. */
    async assertInside(path) {
        const root = await this.host.realPath('.');
        if ((0,node_path__WEBPACK_IMPORTED_MODULE_0__.isAbsolute)(path) || path.includes('\0'))
            throw outside(path);
        const real = await this.host.realPath(path).catch(() => undefined);
        if (real === undefined || !(0,_host_text_file_js__WEBPACK_IMPORTED_MODULE_6__/* .isWithin */ .UO)(real, root))
            throw outside(path);
    }
}
function outside(path) {
    return new _errors_js__WEBPACK_IMPORTED_MODULE_4__/* .ConfigError */ .xL({
        code: 'input.not-found',
        what: `there is no file or folder ${JSON.stringify(path.slice(0, 300))} below the root`,
        where: { input: 'paths' },
        remedy: 'name files by their paths relative to the folder that the server was started in',
    });
}
function tooMany() {
    return new _errors_js__WEBPACK_IMPORTED_MODULE_4__/* .ConfigError */ .xL({
        code: 'config.bad-value',
        what: `more than ${MOST_TASKS} tasks were named`,
        where: { input: 'task' },
        remedy: 'give the name of the task that you work on each time',
    });
}
function noOperand(word) {
    return new _errors_js__WEBPACK_IMPORTED_MODULE_4__/* .ConfigError */ .xL({
        code: 'config.bad-flag',
        what: `${JSON.stringify(word)} is no option of this command`,
        where: { input: 'command line' },
        remedy: 'run `policy-gate mcp --help`',
    });
}


/***/ }),

/***/ 95870:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   w: () => (/* binding */ policyNamed),
/* harmony export */   y: () => (/* binding */ policyBook)
/* harmony export */ });
/* harmony import */ var _changes_policy_files_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(45327);
/* harmony import */ var _changes_world_files_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(27764);
/* harmony import */ var _engines_load_policies_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(49766);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(452);
/* harmony import */ var _inputs_nearest_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(83231);
/* harmony import */ var _parameters_deliver_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(32661);
/* harmony import */ var _remedies_policy_rules_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(30386);
/* harmony import */ var _start_engines_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(54367);








/** The policies that would judge, explained by their own texts. */
async function policyBook({ options }, host) {
    const engines = (0,_start_engines_js__WEBPACK_IMPORTED_MODULE_6__/* .startEngines */ .S)({ ...options, engine: 'embedded' }, host); // nothing is judged
    try {
        const boundaries = [await host.realPath('.')];
        const changes = { source: 'arguments', files: [] };
        const comparison = { changes, root: host.root, boundaries, named: new Set() };
        const files = await (0,_changes_policy_files_js__WEBPACK_IMPORTED_MODULE_0__/* .policyFiles */ .q)(host, comparison, options);
        const world = await (0,_changes_world_files_js__WEBPACK_IMPORTED_MODULE_1__/* .worldFiles */ .w)(host, comparison, options, files.introduced);
        const asked = await (0,_parameters_deliver_js__WEBPACK_IMPORTED_MODULE_4__/* .withParameters */ .z)(world, files.files, options.params);
        const { policies, diagnostics } = await (0,_engines_load_policies_js__WEBPACK_IMPORTED_MODULE_2__/* .loadPolicies */ .h)(engines, files, asked);
        const rules = await _remedies_policy_rules_js__WEBPACK_IMPORTED_MODULE_5__/* .PolicyRules */ .u.of(files.files);
        return { policies: policies.map((policy) => explained(policy, rules)), diagnostics };
    }
    finally {
        await engines.close();
    }
}
function explained(policy, texts) {
    const rules = policy.rules.map(({ name, judged }) => {
        const written = policy.engine === 'kyverno' ? texts.ruleOf(policy, name, '') : undefined;
        const condition = written === undefined ? {} : { condition: { text: written.text, line: written.line } };
        return { name, judged, ...condition };
    });
    return { policy, rules };
}
function policyNamed(name, { policies }) {
    const found = policies.find(({ policy }) => policy.name === name);
    if (found !== undefined)
        return found;
    const names = policies.map(({ policy }) => policy.name);
    throw new _errors_js__WEBPACK_IMPORTED_MODULE_3__/* .ConfigError */ .xL({
        code: 'policy.unknown',
        what: `there is no policy ${JSON.stringify(name)}`,
        where: { input: 'POLICY' },
        remedy: (0,_inputs_nearest_js__WEBPACK_IMPORTED_MODULE_7__/* .suggestion */ .h)(name, names),
    });
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

/***/ 55009:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Q: () => (/* binding */ explanation)
/* harmony export */ });
/* harmony import */ var _documents_secret_text_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(17106);
/* harmony import */ var _visible_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(35944);


/** A policy as a value for people and agents: what it wants and why. Everything in it is the policy's own words. */
function explanation({ policy, rules }) {
    const { name, kind, engine, enforcement, severity, file, line, title, description, remedy } = policy;
    return {
        name: shown(name),
        kind,
        engine,
        enforcement,
        severity,
        file: shown(file),
        line,
        title: shown(title ?? ''),
        why: shown(description ?? ''),
        remedy: shown(remedy ?? ''),
        rules: rules.map((rule) => ({
            name: shown(rule.name),
            judged: rule.judged,
            condition: rule.condition === undefined ? '' : (0,_documents_secret_text_js__WEBPACK_IMPORTED_MODULE_0__/* .maskSecrets */ .QU)((0,_visible_js__WEBPACK_IMPORTED_MODULE_1__/* .visible */ .R)(rule.condition.text)),
            line: rule.condition?.line ?? line,
        })),
    };
}
const shown = (text) => (0,_documents_secret_text_js__WEBPACK_IMPORTED_MODULE_0__/* .maskSecrets */ .QU)((0,_visible_js__WEBPACK_IMPORTED_MODULE_1__/* .visibleLine */ .P)(text));


/***/ })

};
