export const id = 842;
export const ids = [842];
export const modules = {

/***/ 4257:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   M: () => (/* binding */ wantsColour),
/* harmony export */   z: () => (/* binding */ printed)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(452);

/** https://no-color.org, and never into a file or a pipe. */
function wantsColour({ env, isTerminal }) {
    return isTerminal && !env['NO_COLOR'] && env['TERM'] !== 'dumb';
}
function printed(host, words) {
    host.print(words);
    return _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .EXIT */ .dc.pass;
}


/***/ }),

/***/ 842:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   params: () => (/* binding */ params)
/* harmony export */ });
/* harmony import */ var _changes_policy_files_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9205);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(452);
/* harmony import */ var _inputs_argv_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(1543);
/* harmony import */ var _inputs_flags_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(1634);
/* harmony import */ var _parameters_config_map_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(5603);
/* harmony import */ var _parameters_values_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(6914);
/* harmony import */ var _report_yaml_text_js__WEBPACK_IMPORTED_MODULE_8__ = __webpack_require__(6935);
/* harmony import */ var _output_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(4257);
/* harmony import */ var _settings_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(2876);









const HELP = `Usage: policy-gate params export [options]

Prints the parameters as the ConfigMap that policies look for, so that the cluster's policies have the values of the gate's:
policy-gate params export | kubectl apply -f -

Options:
  --policies P   policies whose defaults complete what the configuration gives (default: as in the configuration)
  --config FILE  the configuration (default: .github/policy-gate.yml)
  -h, --help     show this

Exit codes: 0 printed, 2 a parameter is missing or ill-typed, or the configuration cannot be used
`;
const FLAGS = {
    policies: { type: 'string', multiple: true },
    config: { type: 'string' },
    help: { type: 'boolean', short: 'h' },
};
async function params(argv, host) {
    const { values, positionals } = (0,_inputs_flags_js__WEBPACK_IMPORTED_MODULE_3__/* .parseFlags */ .b)('params', argv, FLAGS);
    const { help = false, config, ...raw } = values;
    if (help)
        return (0,_output_js__WEBPACK_IMPORTED_MODULE_6__/* .printed */ .z)(host, HELP);
    if (positionals.join(' ') !== 'export')
        throw (0,_inputs_flags_js__WEBPACK_IMPORTED_MODULE_3__/* .misused */ .P)('params', '`params` takes `export`');
    const scope = { kind: 'paths', paths: ['.'] };
    const { options } = await (0,_settings_js__WEBPACK_IMPORTED_MODULE_7__/* .settingsOf */ .f)(host, scope, { raw: { ...raw }, source: _inputs_argv_js__WEBPACK_IMPORTED_MODULE_2__/* .ARGV_SOURCE */ .h, config });
    const { files } = await (0,_changes_policy_files_js__WEBPACK_IMPORTED_MODULE_0__/* .policyFiles */ .q)(host, { root: host.root }, options);
    const { values: known, diagnostics } = await (0,_parameters_values_js__WEBPACK_IMPORTED_MODULE_5__/* .parametersOf */ .m)(files, options.params);
    const fault = diagnostics.find(({ level }) => level === 'error');
    if (fault !== undefined)
        throw unusable(fault);
    host.print(`${(0,_report_yaml_text_js__WEBPACK_IMPORTED_MODULE_8__/* .yamlText */ .p)((0,_parameters_config_map_js__WEBPACK_IMPORTED_MODULE_4__/* .configMap */ .f)(known))}\n`);
    return _errors_js__WEBPACK_IMPORTED_MODULE_1__/* .EXIT */ .dc.pass;
}
function unusable({ code, message, file = '', line = 1, remedy = '' }) {
    return new _errors_js__WEBPACK_IMPORTED_MODULE_1__/* .ConfigError */ .xL({ code, what: message, where: { file, line }, remedy });
}


/***/ }),

/***/ 1634:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   P: () => (/* binding */ misused),
/* harmony export */   b: () => (/* binding */ parseFlags)
/* harmony export */ });
/* harmony import */ var node_util__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7975);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(452);
/* harmony import */ var _nearest_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(3231);



/** Takes the command line of a command apart; a flag it does not have is a ConfigError. */
function parseFlags(command, argv, flags) {
    try {
        return (0,node_util__WEBPACK_IMPORTED_MODULE_0__.parseArgs)({ args: [...argv], options: flags, strict: true, allowPositionals: true });
    }
    catch (error) {
        throw badArgument(command, error, Object.keys(flags));
    }
}
/** A command that was given other words than it takes; `what` says which it takes. */
function misused(command, what) {
    return new _errors_js__WEBPACK_IMPORTED_MODULE_1__/* .ConfigError */ .xL({
        code: 'config.bad-flag',
        what,
        where: { input: 'command line' },
        remedy: `run \`policy-gate ${command} --help\``,
    });
}
function badArgument(command, { message }, flags) {
    const [, flag] = /'(-[^' ]*)/.exec(message) ?? [];
    const unknown = message.startsWith('Unknown option');
    const names = flags.map((name) => `--${name}`);
    return new _errors_js__WEBPACK_IMPORTED_MODULE_1__/* .ConfigError */ .xL({
        code: unknown ? 'config.unknown-flag' : 'config.bad-flag',
        what: unknown ? `${flag} is not an option of this command` : message,
        where: { input: flag ?? 'command line' },
        remedy: unknown
            ? (0,_nearest_js__WEBPACK_IMPORTED_MODULE_2__/* .suggestion */ .h)(flag ?? '', names)
            : `run \`policy-gate ${command} --help\` for what each option takes`,
    });
}


/***/ })

};
