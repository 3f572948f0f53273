export const id = 939;
export const ids = [939];
export const modules = {

/***/ 76939:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   baseline: () => (/* binding */ baseline)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(452);
/* harmony import */ var _gate_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(78158);
/* harmony import */ var _inputs_argv_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(83964);
/* harmony import */ var _inputs_baseline_file_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(86501);
/* harmony import */ var _inputs_flags_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(61634);
/* harmony import */ var _report_visible_js__WEBPACK_IMPORTED_MODULE_10__ = __webpack_require__(35944);
/* harmony import */ var _verdict_fingerprint_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(55029);
/* harmony import */ var _verdict_level_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(41055);
/* harmony import */ var _output_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(4257);
/* harmony import */ var _settings_js__WEBPACK_IMPORTED_MODULE_8__ = __webpack_require__(90366);
/* harmony import */ var _start_engines_js__WEBPACK_IMPORTED_MODULE_9__ = __webpack_require__(54367);











const HELP = `Usage: policy-gate baseline write [options]

Writes the violations that are there today into a file, so that they do not count until they are mended. The file may only
shrink: where there is one, what was mended is taken out, and violations that it does not know are refused.

Options:
  --baseline FILE  the file (default: that of the configuration, or .github/policy-gate-baseline.json)
  --policies P     policies (default: as in the configuration)
  --config FILE    the configuration (default: .github/policy-gate.yml)
  --grow           take in new violations, too: for a new policy, with its owner's consent
  -h, --help       show this

Exit codes: 0 written, 1 there are violations that the baseline does not know, 2 and 3 as of check
`;
const FLAGS = {
    baseline: { type: 'string' },
    policies: { type: 'string', multiple: true },
    config: { type: 'string' },
    grow: { type: 'boolean' },
    help: { type: 'boolean', short: 'h' },
};
const DEFAULT_FILE = '.github/policy-gate-baseline.json';
const MAX_SIZE = 64 * 1024 * 1024;
async function baseline(argv, host) {
    const { values, positionals } = (0,_inputs_flags_js__WEBPACK_IMPORTED_MODULE_4__/* .parseFlags */ .b)('baseline', argv, FLAGS);
    const { help = false, config, grow = false, ...raw } = values;
    if (help)
        return (0,_output_js__WEBPACK_IMPORTED_MODULE_7__/* .printed */ .z)(host, HELP);
    if (positionals.join(' ') !== 'write')
        throw (0,_inputs_flags_js__WEBPACK_IMPORTED_MODULE_4__/* .misused */ .P)('baseline', '`baseline` takes `write`');
    const scope = { kind: 'paths', paths: ['.'] };
    const settings = await (0,_settings_js__WEBPACK_IMPORTED_MODULE_8__/* .settingsOf */ .f)(host, scope, { raw: { ...raw }, source: _inputs_argv_js__WEBPACK_IMPORTED_MODULE_2__/* .ARGV_SOURCE */ .hs, config });
    const { baseline: named, ...options } = settings.options;
    const { verdict } = await (0,_gate_js__WEBPACK_IMPORTED_MODULE_1__/* .gate */ .G)({ ...settings, options, scope, startEngines: _start_engines_js__WEBPACK_IMPORTED_MODULE_9__/* .startEngines */ .S }, host);
    if (verdict.outcome === 'error')
        throw notJudged(verdict.summary);
    const file = named ?? DEFAULT_FILE;
    return write(host, file, entriesOf(verdict.findings.filter((one) => (0,_verdict_level_js__WEBPACK_IMPORTED_MODULE_6__/* .isViolation */ .U3)(one, verdict.failOn))), grow);
}
async function write(host, file, found, grow) {
    const known = (await host.inspect(file)) === undefined ? undefined : await entriesIn(host, file);
    const added = known === undefined || grow ? [] : found.filter(({ id }) => !known.has(id));
    for (const { rule, resource } of added)
        host.warn(`not in the baseline: ${(0,_report_visible_js__WEBPACK_IMPORTED_MODULE_10__/* .visibleLine */ .P)(`${rule} ${resource}`)}\n`);
    if (added.length > 0)
        return _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .EXIT */ .dc.violations;
    await host.write(file, (0,_inputs_baseline_file_js__WEBPACK_IMPORTED_MODULE_3__/* .baselineText */ .B)(found));
    host.print(`${(0,_report_visible_js__WEBPACK_IMPORTED_MODULE_10__/* .visibleLine */ .P)(file)}: ${found.length} violations\n`);
    return _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .EXIT */ .dc.pass;
}
async function entriesIn(host, file) {
    const text = (await host.read(file, MAX_SIZE)).toString('utf8');
    return new Set((0,_inputs_baseline_file_js__WEBPACK_IMPORTED_MODULE_3__/* .readBaseline */ .m)(file, text).map(({ id }) => id));
}
function entriesOf(findings) {
    return [...(0,_verdict_fingerprint_js__WEBPACK_IMPORTED_MODULE_5__/* .fingerprints */ .W)(findings)].map(([{ result }, id]) => {
        const { kind, namespace, name } = result.document.resource;
        return { id, rule: `${result.policy.name}/${result.rule}`, resource: `${kind} ${namespace}/${name}` };
    });
}
function notJudged(summary) {
    const remedy = 'run `policy-gate check`, and mend what it cannot judge; a baseline of half the repository would grow later';
    return new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ConfigError */ .xL({ code: 'baseline.not-judged', what: summary, remedy });
}


/***/ })

};
