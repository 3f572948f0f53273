export const id = 842;
export const ids = [842];
export const modules = {

/***/ 30842:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   params: () => (/* binding */ params)
/* harmony export */ });
/* harmony import */ var _changes_policy_files_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(45327);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(452);
/* harmony import */ var _inputs_argv_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(83964);
/* harmony import */ var _inputs_flags_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(61634);
/* harmony import */ var _parameters_config_map_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(65603);
/* harmony import */ var _parameters_values_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(38188);
/* harmony import */ var _report_yaml_text_js__WEBPACK_IMPORTED_MODULE_9__ = __webpack_require__(66935);
/* harmony import */ var _output_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(4257);
/* harmony import */ var _settings_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(90366);
/* harmony import */ var _unusable_js__WEBPACK_IMPORTED_MODULE_8__ = __webpack_require__(26927);










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
    const { options } = await (0,_settings_js__WEBPACK_IMPORTED_MODULE_7__/* .settingsOf */ .f)(host, scope, { raw: { ...raw }, source: _inputs_argv_js__WEBPACK_IMPORTED_MODULE_2__/* .ARGV_SOURCE */ .hs, config });
    const { files } = await (0,_changes_policy_files_js__WEBPACK_IMPORTED_MODULE_0__/* .policyFiles */ .q)(host, { root: host.root }, options);
    const { values: known, diagnostics } = await (0,_parameters_values_js__WEBPACK_IMPORTED_MODULE_5__/* .parametersOf */ .m)(files, options.params);
    (0,_unusable_js__WEBPACK_IMPORTED_MODULE_8__/* .refuseUnusable */ .A)(diagnostics);
    host.print(`${(0,_report_yaml_text_js__WEBPACK_IMPORTED_MODULE_9__/* .yamlText */ .p)((0,_parameters_config_map_js__WEBPACK_IMPORTED_MODULE_4__/* .configMap */ .f)(known))}\n`);
    return _errors_js__WEBPACK_IMPORTED_MODULE_1__/* .EXIT */ .dc.pass;
}


/***/ }),

/***/ 26927:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   A: () => (/* binding */ refuseUnusable)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(452);

/** Ends a command by the first error of what it was given. */
function refuseUnusable(diagnostics) {
    const fault = diagnostics.find(({ level }) => level === 'error');
    if (fault === undefined)
        return;
    const { code, message, file = '', line = 1, remedy = '' } = fault;
    throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ConfigError */ .xL({ code, what: message, where: { file, line }, remedy });
}


/***/ })

};
