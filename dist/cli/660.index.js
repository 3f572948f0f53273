export const id = 660;
export const ids = [660];
export const modules = {

/***/ 69660:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  fix: () => (/* binding */ fix)
});

// EXTERNAL MODULE: ./lib/errors.js
var errors = __webpack_require__(452);
// EXTERNAL MODULE: ./lib/gate.js + 5 modules
var gate = __webpack_require__(78158);
// EXTERNAL MODULE: ./lib/host/overlay.js
var overlay = __webpack_require__(48302);
// EXTERNAL MODULE: ./lib/inputs/argv.js + 1 modules
var inputs_argv = __webpack_require__(83964);
// EXTERNAL MODULE: ./lib/inputs/flags.js
var flags = __webpack_require__(61634);
// EXTERNAL MODULE: ./lib/inputs/judging-flags.js
var judging_flags = __webpack_require__(29291);
;// CONCATENATED MODULE: ./lib/inputs/fix-arguments.js


const FLAGS = {
    ...judging_flags/* JUDGING_FLAGS */.Z,
    paths: { type: 'string', multiple: true },
    write: { type: 'boolean' },
    examples: { type: 'boolean' },
};
function parseFixArguments(argv) {
    const { values, positionals } = (0,flags/* parseFlags */.b)('fix', argv, FLAGS);
    const { help = false, write = false, examples = false, config, ...raw } = values;
    return { help, paths: positionals.length === 0 ? ['.'] : positionals, write, examples, config, raw: { ...raw } };
}

// EXTERNAL MODULE: ./lib/documents/secret-text.js
var secret_text = __webpack_require__(17106);
// EXTERNAL MODULE: ./lib/report/escape-command.js
var escape_command = __webpack_require__(16843);
// EXTERNAL MODULE: ./lib/report/paint.js
var report_paint = __webpack_require__(74342);
// EXTERNAL MODULE: ./lib/report/visible.js
var visible = __webpack_require__(35944);
;// CONCATENATED MODULE: ./lib/report/changes.js




/** Suggestions as people know them from `diff`, for a terminal. Lines are shown as reports show them, without secrets. */
function changes(shown, colour) {
    const paint = colour ? report_paint/* COLOURED */.u : report_paint/* PLAIN */.t;
    const suggestions = shown.verdict.suggestions ?? [];
    const files = [...new Set(suggestions.map(({ file }) => file))];
    const lines = files.flatMap((file) => [
        paint('bold', `--- ${(0,visible/* visibleLine */.P)(file)}`),
        paint('bold', `+++ ${(0,visible/* visibleLine */.P)(file)}`),
        ...suggestions
            .filter((one) => one.file === file)
            .flatMap((one) => [
            paint('blue', `@@ line ${one.line} @@ ${(0,visible/* visibleLine */.P)(one.reason)}`),
            ...changed(one, shown).map((line) => paint(STYLES[line[0]], line)),
        ]),
    ]);
    return lines.length === 0 ? '' : (0,escape_command/* inertInLog */.OR)(`${lines.join('\n')}\n`);
}
const STYLES = { ' ': 'dim', '-': 'red', '+': 'green' };
/** A line that stays as it is at the start or the end is the place, not a change. */
function changed({ file, line, endLine, text }, shown) {
    const before = Array.from({ length: endLine - line + 1 }, (_, at) => sourceLine(file, line + at, shown));
    const after = text.split('\n').map((one) => (0,secret_text/* maskSecrets */.QU)((0,visible/* visibleLine */.P)(one.replace(/\r$/, ''))));
    const head = before[0] === after[0] ? 1 : 0;
    const tail = before.length > head && after.length > head && before.at(-1) === after.at(-1) ? 1 : 0;
    return [
        ...before.slice(0, head).map((one) => `  ${one}`),
        ...before.slice(head, before.length - tail).map((one) => `- ${one}`),
        ...after.slice(head, after.length - tail).map((one) => `+ ${one}`),
        ...before.slice(before.length - tail).map((one) => `  ${one}`),
    ];
}
function sourceLine(file, line, shown) {
    const place = { file, line, column: 1, endLine: line, endColumn: 1, precision: 'exact' };
    return (0,visible/* visibleLine */.P)(shown.excerpt(place)?.text ?? '');
}

// EXTERNAL MODULE: ./lib/report/text.js + 1 modules
var report_text = __webpack_require__(60726);
// EXTERNAL MODULE: ./lib/report/wording.js
var wording = __webpack_require__(57142);
// EXTERNAL MODULE: ./lib/verdict/exit-code.js
var exit_code = __webpack_require__(34563);
// EXTERNAL MODULE: ./lib/commands/output.js
var output = __webpack_require__(4257);
// EXTERNAL MODULE: ./lib/commands/settings.js + 1 modules
var commands_settings = __webpack_require__(90366);
// EXTERNAL MODULE: ./lib/commands/start-engines.js + 10 modules
var start_engines = __webpack_require__(54367);
;// CONCATENATED MODULE: ./lib/commands/fix.js















const HELP = `Usage: policy-gate fix [PATH…] [options]

Mends manifests where a policy says how: every change was applied in memory and judged again, and is offered only if the
rule then passes and no other got worse. Shows the changes; --write writes them.

Options:
  --write               write the changes to the files
  --examples            change also where the policy takes many values: the one that is written passes, and is yours to choose
  --paths GLOB          only files that match; !GLOB leaves out; may be given again
${judging_flags/* JUDGING_HELP */.F}
Exit codes: 0 nothing is left (or would be, with --write), 1 violations are left, 2 and 3 as for check
`;
/** Applies the remedies that were proven. */
async function fix(argv, host) {
    const given = parseFixArguments(argv);
    if (given.help)
        return (0,output/* printed */.z)(host, HELP);
    const { raw, config, paths } = given;
    const scope = { kind: 'paths', paths };
    const settings = await (0,commands_settings/* settingsOf */.f)(host, scope, { raw, source: inputs_argv/* ARGV_SOURCE */.hs, config });
    const suggest = given.examples ? 'examples' : 'determined';
    const before = await (0,gate/* gate */.G)({ ...settings, scope, startEngines: start_engines/* startEngines */.S, suggest }, host);
    const { verdict } = before;
    if (verdict.outcome === 'error')
        return refused(before, host);
    const files = await changedFiles(verdict.suggestions ?? [], host);
    const after = await judgedAfter(before, files, settings, given, host);
    host.print(changes(before, (0,output/* wantsColour */.M)(host)));
    if (given.write)
        for (const { path, text: written } of files.values())
            await host.write(path, written);
    host.warn(closing(before, after, given.write));
    return (0,exit_code/* exitCodeOf */.F)(after.verdict);
}
/** A file larger than the limit was not judged, and so has no suggestion. */
const MOST_BYTES = 512 * 1024 ** 2;
/** Files with their suggestions applied, by their real paths. */
async function changedFiles(suggestions, host) {
    const files = new Map();
    for (const path of new Set(suggestions.map(({ file }) => file))) {
        const old = (await host.read(path, MOST_BYTES)).toString('utf8');
        const own = suggestions.filter(({ file }) => file === path);
        files.set(await host.realPath(path), { path, text: applied(old, own) });
    }
    return files;
}
/** From the last to the first, so that the lines before keep their numbers. */
function applied(old, suggestions) {
    const lines = old.split('\n');
    for (const { line, endLine, text: words } of suggestions.toSorted((a, b) => b.line - a.line)) {
        const end = lines[endLine - 1]?.endsWith('\r') === true ? '\r' : '';
        lines.splice(line - 1, endLine - line + 1, ...`${words}${end}`.split('\n'));
    }
    return lines.join('\n');
}
/** All changes together, judged as they would be written: the last word before anything is. */
async function judgedAfter(before, files, settings, { paths }, host) {
    if (files.size === 0)
        return before;
    const texts = new Map([...files].map(([real, { text: written }]) => [real, written]));
    const scope = { kind: 'paths', paths };
    const after = await (0,gate/* gate */.G)({ ...settings, scope, startEngines: start_engines/* startEngines */.S }, (0,overlay/* withTexts */.j8)(host, texts));
    if (after.verdict.outcome !== 'error' && after.verdict.findings.length <= before.verdict.findings.length)
        return after;
    throw new errors/* InternalError */.Gd('changes that satisfy the policies one by one do not satisfy them together; nothing was written');
}
function refused(shown, host) {
    host.warn((0,report_text/* text */.Q)(shown));
    return (0,exit_code/* exitCodeOf */.F)(shown.verdict);
}
function closing(before, after, isWritten) {
    const [had, left] = [before.verdict.findings.length, after.verdict.findings.length];
    const mended = had - left;
    if (had === 0)
        return (0,report_text/* text */.Q)(after);
    const hint = mended === 0 || isWritten ? '' : '; --write writes these changes';
    const done = `${(0,wording/* count */.U9)(mended, 'finding')} of ${had} ${isWritten ? 'mended' : 'can be mended'}${hint}`;
    return `${left === 0 ? '' : `${(0,report_text/* text */.Q)(after)}\n`}${(0,escape_command/* inertInLog */.OR)(`${(0,visible/* visibleLine */.P)(done)}\n`)}`;
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


/***/ })

};
