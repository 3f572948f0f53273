export const id = 325;
export const ids = [325];
export const modules = {

/***/ 17325:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   explain: () => (/* binding */ explain)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(452);
/* harmony import */ var _inputs_argv_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(83964);
/* harmony import */ var _inputs_flags_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(61634);
/* harmony import */ var _inputs_judging_flags_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(29291);
/* harmony import */ var _report_escape_command_js__WEBPACK_IMPORTED_MODULE_8__ = __webpack_require__(16843);
/* harmony import */ var _report_explain_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(55009);
/* harmony import */ var _output_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(4257);
/* harmony import */ var _policy_book_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(95870);
/* harmony import */ var _settings_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(90366);









const HELP = `Usage: policy-gate explain POLICY [options]

Tells what a policy wants, why, and where it stands.

Options:
${_inputs_judging_flags_js__WEBPACK_IMPORTED_MODULE_3__/* .JUDGING_HELP */ .F}`;
async function explain(argv, host) {
    const { values, positionals } = (0,_inputs_flags_js__WEBPACK_IMPORTED_MODULE_2__/* .parseFlags */ .b)('explain', argv, _inputs_judging_flags_js__WEBPACK_IMPORTED_MODULE_3__/* .JUDGING_FLAGS */ .Z);
    const { help = false, config, ...raw } = values;
    if (help)
        return (0,_output_js__WEBPACK_IMPORTED_MODULE_5__/* .printed */ .z)(host, HELP);
    const [name] = positionals;
    if (name === undefined || positionals.length > 1)
        throw (0,_inputs_flags_js__WEBPACK_IMPORTED_MODULE_2__/* .misused */ .P)('explain', '`explain` takes one policy');
    const settings = await (0,_settings_js__WEBPACK_IMPORTED_MODULE_7__/* .settingsOf */ .f)(host, { kind: 'stdin' }, { raw: { ...raw }, source: _inputs_argv_js__WEBPACK_IMPORTED_MODULE_1__/* .ARGV_SOURCE */ .hs, config });
    const said = (0,_report_explain_js__WEBPACK_IMPORTED_MODULE_4__/* .explanation */ .Q)((0,_policy_book_js__WEBPACK_IMPORTED_MODULE_6__/* .policyNamed */ .w)(name, await (0,_policy_book_js__WEBPACK_IMPORTED_MODULE_6__/* .policyBook */ .y)(settings, host)));
    const head = [`${said.name}  ${said.title}`, `  ${said.file}:${said.line} (${said.enforcement}, ${said.severity})`];
    const about = [said.why, said.remedy].filter((words) => words !== '').map((words) => `  ${words}`);
    const rules = said.rules.flatMap(({ name: rule, condition, line }) => [
        '',
        `  rule ${rule} (line ${line})`,
        ...condition.split('\n').map((words) => `    ${words}`.trimEnd()),
    ]);
    host.print((0,_report_escape_command_js__WEBPACK_IMPORTED_MODULE_8__/* .inertInLog */ .OR)(`${[...head, ...about, ...rules].join('\n')}\n`));
    return _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .EXIT */ .dc.pass;
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
