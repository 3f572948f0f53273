export const id = 172;
export const ids = [172];
export const modules = {

/***/ 7172:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  test: () => (/* binding */ test)
});

// EXTERNAL MODULE: ./lib/errors.js
var errors = __webpack_require__(452);
// EXTERNAL MODULE: ./lib/inputs/argv.js + 1 modules
var inputs_argv = __webpack_require__(83964);
// EXTERNAL MODULE: ./lib/inputs/flags.js
var flags = __webpack_require__(61634);
// EXTERNAL MODULE: ./lib/inputs/nearest.js
var nearest = __webpack_require__(83231);
// EXTERNAL MODULE: ./lib/inputs/options.js + 12 modules
var options = __webpack_require__(69372);
;// CONCATENATED MODULE: ./lib/inputs/test-arguments.js





const TEST_FORMATS = ['text', 'json', 'junit'];
const FLAGS = {
    format: { type: 'string' },
    output: { type: 'string', short: 'o' },
    'allow-vacuous': { type: 'boolean' },
    coverage: { type: 'boolean' },
    timeout: { type: 'string' },
    'max-file-size': { type: 'string' },
    help: { type: 'boolean', short: 'h' },
};
function parseTestArguments(argv) {
    const { values, positionals } = (0,flags/* parseFlags */.b)('test', argv, FLAGS);
    const { help = false, format = 'text', output, 'allow-vacuous': allowVacuous = false, coverage = false, ...limits } = values;
    if (!isFormat(format))
        throw badFormat(format);
    if (!help && positionals.length === 0)
        throw noFolder();
    const { timeout, 'max-file-size': maxFileSize } = (0,options/* parseOptions */.Ac)({ ...limits }, inputs_argv/* ARGV_SOURCE */.hs);
    return { help, folders: positionals, format, output, allowVacuous, coverage, timeoutSeconds: timeout, maxFileSize };
}
const isFormat = (word) => TEST_FORMATS.includes(word);
function badFormat(format) {
    return new errors/* ConfigError */.xL({
        code: 'config.bad-value',
        what: `--format cannot be ${JSON.stringify(format)}`,
        where: { input: '--format' },
        remedy: (0,nearest/* suggestion */.h)(format, TEST_FORMATS),
    });
}
function noFolder() {
    return new errors/* ConfigError */.xL({
        code: 'config.no-folder',
        what: 'no folder was named',
        where: { input: 'DIR' },
        remedy: 'name at least one folder that holds test suites, such as `policy-gate test policies`',
    });
}

// EXTERNAL MODULE: ./lib/report/json-text.js
var json_text = __webpack_require__(85340);
// EXTERNAL MODULE: ./lib/documents/secret-text.js
var secret_text = __webpack_require__(17106);
// EXTERNAL MODULE: ./lib/report/wording.js
var wording = __webpack_require__(57142);
;// CONCATENATED MODULE: ./lib/report/suites/wording.js


// What every format says of test suites in the same words. Nothing here is escaped; secrets are masked.
function subjectOf({ policy, rule, resource }) {
    const name = rule === '' ? policy : `${policy}/${rule}`;
    return resource === '' ? name : `${name} on ${resource}`;
}
function comparisonOf({ expected, actual }) {
    return `expected ${expected}, got ${actual}`;
}
function messageOf({ message }) {
    return message === '' ? '' : (0,secret_text/* maskSecrets */.QU)((0,wording/* headline */.Pl)(message));
}
function problemOf({ code, message, remedy }) {
    return (0,secret_text/* maskSecrets */.QU)(`${message} (${code})${remedy === undefined ? '' : `; ${remedy}`}`);
}
/** `267 suites, 923 expected results: 921 passed, 0 disagree, 2 vacuous (no rule answered)`. */
function closingLine({ suites, expected }) {
    const results = Object.values(expected).reduce((sum, n) => sum + n, 0);
    const parts = [
        `${expected.passed + expected.skipped} passed`,
        `${expected.disagrees} disagree`,
        `${expected.vacuous} vacuous (no rule answered)`,
        ...(expected.missing > 0 ? [`${expected.missing} missing`] : []),
        ...(expected.unjudged > 0 ? [`${expected.unjudged} not judged`] : []),
    ];
    return `${(0,wording/* count */.U9)(suites.length, 'suite')}, ${(0,wording/* count */.U9)(results, 'expected result')}: ${parts.join(', ')}`;
}

;// CONCATENATED MODULE: ./lib/report/suites/json.js


function jsonSuites(verdict) {
    const cases = verdict.suites.flatMap((suite) => casesOf(suite, verdict));
    const failed = cases.filter(({ ok }) => !ok).length;
    const { passed } = verdict.cases;
    const coverage = verdict.suites.flatMap((suite) => suite.coverage ?? []);
    const counts = { suites: verdict.suites.length, cases, passed, failed, skipped: cases.length - failed - passed };
    return coverage.length === 0 ? counts : { ...counts, coverage };
}
function json(verdict) {
    return (0,json_text/* jsonText */.s)(jsonSuites(verdict));
}
/** A problem of a whole suite is a case without a policy. */
function casesOf({ file, results, problems }, { accepted }) {
    return [
        ...problems.map((problem) => ({
            file,
            policy: '',
            rule: '',
            resource: '',
            expected: '',
            actual: 'error',
            ok: false,
            message: problemOf(problem),
        })),
        ...results.flat().map((one) => ofCase(file, one, accepted.has(one.outcome))),
    ];
}
function ofCase(file, one, ok) {
    const { policy, rule, resource, expected, actual } = one;
    const message = messageOf(one);
    return { file, policy, rule, resource, expected, actual, ok, ...(ok || message === '' ? {} : { message }) };
}

// EXTERNAL MODULE: ./lib/report/xml.js
var xml = __webpack_require__(25227);
;// CONCATENATED MODULE: ./lib/report/suites/junit.js


const MARKS = {
    passed: 'none',
    skipped: 'skipped',
    disagrees: 'failure',
    vacuous: 'failure',
    missing: 'failure',
    unjudged: 'error',
};
/** A `testsuite` for each suite file, a `testcase` for each case, and one for each problem of the suite itself. */
function junit(verdict) {
    const suites = verdict.suites.map((suite) => ({ suite, cases: testCases(suite, verdict) }));
    const all = suites.flatMap(({ cases }) => cases);
    const body = suites.map(({ suite, cases }) => (0,xml/* element */.ND)('testsuite', { name: suite.file, ...counts(cases) }, cases.map(testCase)));
    const { skipped: _, ...sums } = counts(all); // which `testsuites` has no place for
    return `${xml/* XML_HEAD */.bB}${(0,xml/* element */.ND)('testsuites', { name: 'policy-gate test', ...sums }, body)}\n`;
}
function testCases({ problems, results }, { accepted }) {
    return [...problems.map(ofProblem), ...results.flat().map((one) => junit_ofCase(one, accepted.has(one.outcome)))];
}
function ofProblem(problem) {
    const { code, message } = problem;
    return {
        name: 'the suite runs',
        group: 'suite',
        mark: 'error',
        type: code,
        summary: message,
        detail: problemOf(problem),
    };
}
function junit_ofCase(one, isAccepted) {
    const { outcome, policy, expected } = one;
    const mark = isAccepted && outcome !== 'passed' ? 'skipped' : MARKS[outcome];
    const name = `${subjectOf(one)} expects ${expected}`;
    return { name, group: policy, mark, type: outcome, summary: comparisonOf(one), detail: messageOf(one) };
}
function testCase({ name, group, mark, type, summary, detail }) {
    const attributes = { classname: group, name };
    if (mark === 'none')
        return (0,xml/* element */.ND)('testcase', attributes, []);
    if (mark === 'skipped')
        return (0,xml/* element */.ND)('testcase', attributes, [(0,xml/* leaf */.V4)('skipped', { message: summary }, '')]);
    return (0,xml/* element */.ND)('testcase', attributes, [(0,xml/* leaf */.V4)(mark, { message: summary, type }, detail)]);
}
function counts(cases) {
    const marked = (mark) => String(cases.filter((one) => one.mark === mark).length);
    return {
        tests: String(cases.length),
        failures: marked('failure'),
        errors: marked('error'),
        skipped: marked('skipped'),
    };
}

// EXTERNAL MODULE: ./lib/report/escape-command.js
var escape_command = __webpack_require__(16843);
// EXTERNAL MODULE: ./lib/report/paint.js
var report_paint = __webpack_require__(74342);
// EXTERNAL MODULE: ./lib/report/visible.js
var visible = __webpack_require__(35944);
;// CONCATENATED MODULE: ./lib/report/suites/text.js





/** For a terminal: what did not pass, by suite, then the counts. */
function text_text(verdict, colour) {
    const paint = colour ? report_paint/* COLOURED */.u : report_paint/* PLAIN */.t;
    const blocks = verdict.suites.map((suite) => suiteBlock(suite, verdict, paint)).filter((lines) => lines.length > 0);
    const coverage = verdict.suites.flatMap((suite) => coverageLines(suite));
    const closing = [paint('dim', casesLine(verdict)), paint('bold', closingLine(verdict))];
    return (0,escape_command/* inertInLog */.OR)(`${[...blocks, ...(coverage.length === 0 ? [] : [coverage]), closing].map((lines) => lines.join('\n')).join('\n\n')}\n`);
}
function suiteBlock({ file, problems, results }, verdict, paint) {
    const lines = [
        ...problems.flatMap((problem) => [
            `  ${paint('red', 'error')}: ${placed(problem, file)}${(0,visible/* visibleLine */.P)(problemOf(problem))}`,
        ]),
        ...results.flat().flatMap((one) => caseLines(one, verdict, paint)),
    ];
    return lines.length === 0 ? [] : [paint('bold', (0,visible/* visibleLine */.P)(file)), ...lines];
}
function coverageLines({ coverage }) {
    if (coverage === undefined)
        return [];
    const missed = coverage.files.filter(({ notCovered }) => notCovered.length > 0);
    return [
        `coverage of Rego: ${coverage.percent.toFixed(1)} %`,
        ...missed.map((file) => `  ${(0,visible/* visibleLine */.P)(missedLines(file))}`),
    ];
}
function missedLines({ file, percent, notCovered }) {
    const ranges = notCovered.map(([first, last]) => (first === last ? `${first}` : `${first}–${last}`));
    return `${file}: ${percent.toFixed(1)} %, no test reaches ${ranges.join(', ')}`;
}
function placed({ file, line }, suite) {
    const place = [file === suite && line === undefined ? undefined : file, line].filter((part) => part !== undefined);
    return place.length === 0 ? '' : `${(0,visible/* visibleLine */.P)(place.join(':'))}: `;
}
/** A suite that did not run says why once; its cases would only repeat it. */
function caseLines(one, { accepted }, paint) {
    if (one.outcome === 'passed' || one.outcome === 'skipped' || one.actual === 'not run')
        return [];
    const style = accepted.has(one.outcome) ? 'yellow' : 'red';
    const [first, ...more] = (0,visible/* visible */.R)(messageOf(one)).split('\n');
    return [
        `  ${paint(style, one.outcome)}: ${(0,visible/* visibleLine */.P)(`${subjectOf(one)}: ${comparisonOf(one)}`)}`,
        ...[first, ...more]
            .filter((line) => line !== undefined && line !== '')
            .map((line) => `    ${paint('dim', line ?? '')}`),
    ];
}
function casesLine({ cases }) {
    const all = Object.values(cases).reduce((sum, n) => sum + n, 0);
    const counts = Object.entries(cases).filter(([, n]) => n > 0);
    return `${(0,wording/* count */.U9)(all, 'case')}: ${counts.map(([outcome, n]) => `${n} ${outcome}`).join(', ')}`;
}

;// CONCATENATED MODULE: ./lib/suites/decide-suites.js

/** From the best to the worst: an expected result counts as the worst of its cases. */
const ORDER = ['skipped', 'passed', 'vacuous', 'disagrees', 'missing', 'unjudged'];
const GOOD = new Set(['passed', 'skipped']);
/** Counts how suites came out. The only place that says which outcomes are good. */
function decideSuites(suites, allowVacuous) {
    const results = suites.flatMap((suite) => suite.results);
    return {
        suites,
        accepted: allowVacuous ? new Set([...GOOD, 'vacuous']) : GOOD,
        expected: tally(results.map(worst)),
        cases: tally(results.flat().map(({ outcome }) => outcome)),
    };
}
/** As for `check`: an engine that failed outweighs what the user can correct, and that outweighs a disagreement. */
function suitesExitCode({ suites, accepted, cases }) {
    const problems = suites.flatMap((suite) => suite.problems);
    if (problems.some(({ blame }) => blame === 'engine'))
        return errors/* EXIT */.dc.internal;
    if (problems.length > 0 || cases.unjudged > 0)
        return errors/* EXIT */.dc.user;
    return ORDER.every((outcome) => accepted.has(outcome) || cases[outcome] === 0) ? errors/* EXIT */.dc.pass : errors/* EXIT */.dc.violations;
}
function worst(cases) {
    const ranks = cases.map(({ outcome }) => ORDER.indexOf(outcome));
    return ORDER[Math.max(...ranks)] ?? 'unjudged';
}
function tally(outcomes) {
    const counts = { passed: 0, skipped: 0, disagrees: 0, vacuous: 0, missing: 0, unjudged: 0 };
    for (const outcome of outcomes)
        counts[outcome]++;
    return counts;
}

// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(76760);
// EXTERNAL MODULE: ./lib/changes/walk.js
var walk = __webpack_require__(46880);
// EXTERNAL MODULE: ./lib/host/text-file.js
var text_file = __webpack_require__(22570);
// EXTERNAL MODULE: ./lib/suites/suite-kinds.js + 10 modules
var suite_kinds = __webpack_require__(74735);
;// CONCATENATED MODULE: ./lib/suites/find-suites.js





/** The suites below folders, and those that are named themselves. To find none is an error: it would pass everything. */
async function findSuites(host, given) {
    const current = await host.realPath('.');
    const workspace = (await repositoryOf(host, current)) ?? current;
    const boundaries = new Set([workspace]);
    const roots = new Map();
    for (const path of given.map(external_node_path_.normalize)) {
        const real = await host.realPath(path).catch(() => undefined);
        if (real === undefined)
            throw notThere(path);
        if (!(0,text_file/* isWithin */.UO)(real, workspace))
            boundaries.add((await repositoryOf(host, real)) ?? (0,external_node_path_.parse)(real).root);
        const isFolder = (await host.inspect(real))?.kind === 'folder';
        const found = isFolder ? await (0,walk/* walk */.G)(host, path, [...boundaries]) : [path];
        for (const file of found)
            if ((0,suite_kinds/* suiteKindOf */.h)(file) !== undefined && !roots.has(file))
                roots.set(file, isFolder ? path : (0,external_node_path_.dirname)(path));
    }
    if (roots.size === 0)
        throw none(given);
    return { paths: [...roots.keys()], roots, boundaries: [...boundaries] };
}
/**
 * Suites name policies beside their folder, anywhere in the repository they are in. A folder elsewhere that is in no
 * repository is the user's own.
 */
async function repositoryOf(host, folder) {
    if ((await host.inspect((0,external_node_path_.join)(folder, '.git'))) !== undefined)
        return folder;
    const parent = (0,external_node_path_.dirname)(folder);
    return parent === folder ? undefined : repositoryOf(host, parent);
}
function notThere(path) {
    return new errors/* ConfigError */.xL({
        code: 'input.not-found',
        what: `there is no file or folder ${JSON.stringify(path)}`,
        where: { input: 'DIR' },
        remedy: 'name folders that hold test suites',
    });
}
function none(given) {
    return new errors/* ConfigError */.xL({
        code: 'suite.none',
        what: `no test suite was found in ${given.join(', ')}`,
        where: { input: 'DIR' },
        remedy: `name folders that hold files of these names: ${suite_kinds/* SUITE_NAMES */.A.join(', ')}`,
    });
}

// EXTERNAL MODULE: external "node:os"
var external_node_os_ = __webpack_require__(48161);
;// CONCATENATED MODULE: ./lib/suites/lanes.js
/**
 * Works through items with some workers at once, each taking the next item when it is done with one. Results come in
 * the order of the items. All workers are closed, whatever happens.
 */
async function inLanes(items, count, { open, work }) {
    const results = [];
    let next = 0;
    const lane = async () => {
        const worker = open();
        try {
            while (next < items.length) {
                const index = next++;
                results[index] = await work(worker, items[index]);
            }
        }
        catch (error) {
            next = items.length;
            throw error;
        }
        finally {
            await worker.close();
        }
    };
    const lanes = await Promise.allSettled(Array.from({ length: count }, lane));
    for (const ended of lanes)
        if (ended.status === 'rejected')
            throw ended.reason;
    return results;
}

;// CONCATENATED MODULE: ./lib/suites/run-suites.js




/** Suites that one engine runs before a second one pays for its start. */
const WORTH_A_LANE = 12;
const MOST_LANES = 2;
/** Runs all suites, those of a kind on as many engines as they are worth. Reports come in the order of the paths. */
async function runSuites(paths, options) {
    const reports = new Map();
    for (const [kind, own] of byKind(paths)) {
        const ran = await inLanes(own, lanesFor(own.length), {
            open: () => kind.open(options),
            work: (runner, path) => runner.run(path),
        });
        for (const report of ran)
            reports.set(report.file, report);
    }
    return paths.flatMap((path) => reports.get(path) ?? []);
}
function lanesFor(suites) {
    return Math.max(1, Math.min(MOST_LANES, (0,external_node_os_.availableParallelism)(), Math.floor(suites / WORTH_A_LANE)));
}
function byKind(paths) {
    const kinds = new Map();
    for (const path of paths) {
        const kind = (0,suite_kinds/* suiteKindOf */.h)(path);
        if (kind === undefined)
            throw new errors/* InternalError */.Gd(`${path} is no suite`);
        kinds.set(kind, [...(kinds.get(kind) ?? []), path]);
    }
    return kinds;
}

;// CONCATENATED MODULE: ./lib/suites/suite-files.js




/** What a folder that a suite names is searched for. */
const READABLE = new Set(['.yaml', '.yml', '.json']);
const REGO_OR_DATA = /(?:\.rego|(?:^|\/)data\.(?:json|ya?ml))$/;
/** Reads what suites name, inside of `boundaries` (real paths) and up to `limit` bytes a file. */
class SuiteFiles {
    host;
    boundaries;
    limit;
    constructor(host, boundaries, limit) {
        this.host = host;
        this.boundaries = boundaries;
        this.limit = limit;
    }
    async read(path) {
        const file = await (0,text_file/* readTextFile */.Gu)(this.host, path, this.boundaries, this.limit);
        if (file.kind === 'text')
            return { path, text: file.text };
        throw new errors/* ConfigError */.xL({
            code: file.kind === 'refused' ? file.diagnostic.code : 'suite.folder',
            what: file.kind === 'refused' ? file.diagnostic.message : `${path} is a folder`,
            where: { file: path },
            remedy: (file.kind === 'refused' ? file.diagnostic.remedy : undefined) ?? 'name a file',
        });
    }
    /** The files at a path as `suite` writes it: a file, or all that can be read in a folder. */
    async at(suite, path) {
        if (/^https?:\/\//.test(path))
            throw onNetwork(suite.file, path);
        const place = (0,external_node_path_.isAbsolute)(path) ? path : (0,external_node_path_.join)(suite.folder, path);
        const real = await this.host.realPath(place).catch(() => undefined);
        if (real === undefined)
            throw missing(suite.file, path);
        const isFolder = (await this.host.inspect(real))?.kind === 'folder';
        return Promise.all((isFolder ? await this.below(suite.file, place) : [place]).map((file) => this.read(file)));
    }
    /** What `opa test FOLDER` would load: Rego files, and data files by the names they have in bundles. */
    async rego(folder) {
        const files = await (0,walk/* walk */.G)(this.host, folder, this.boundaries);
        return Promise.all(files.filter((file) => REGO_OR_DATA.test(file)).map((file) => this.read(file)));
    }
    async below(suite, folder) {
        const files = await (0,walk/* walk */.G)(this.host, folder, this.boundaries);
        const readable = files.filter((file) => READABLE.has((0,external_node_path_.extname)(file)));
        if (readable.length === 0)
            throw missing(suite, `a YAML or JSON file in ${folder}`);
        return readable;
    }
}
function missing(suite, path) {
    return new errors/* ConfigError */.xL({
        code: 'suite.missing-file',
        what: `the test suite names ${path}, which does not exist`,
        where: { file: suite },
        remedy: 'correct the path; it is relative to the folder of the suite',
    });
}
function onNetwork(suite, path) {
    return new errors/* ConfigError */.xL({
        code: 'suite.network',
        what: `the test suite names ${path}, and nothing is fetched from the network`,
        where: { file: suite },
        remedy: 'keep a copy of the file beside the suite',
    });
}

// EXTERNAL MODULE: ./lib/commands/output.js
var output = __webpack_require__(4257);
;// CONCATENATED MODULE: ./lib/commands/test.js









const HELP = `Usage: policy-gate test DIR… [options]

Runs the test suites below folders with the official engines: kyverno-test.yaml as \`kyverno test\` does, and *_test.rego
with all Rego of the folder as \`opa test\` and \`conftest verify\` do. A policy, rule, file or resource that a suite names
and that is not there is a failure, and so is a result that no rule answered.

Options:
  --format FORMAT       text | json | junit (default: text)
  -o, --output FILE     write the report to a file
  --coverage            tell which lines of Rego policies no test reaches
  --allow-vacuous       only warn of results that no rule answered
  --timeout SECONDS     for one answer of the engine (default: 20)
  --max-file-size SIZE  such as 512KiB (default: 10MiB)
  -h, --help            show this

Exit codes: 0 every result is as expected, 1 some are not, 2 a suite cannot be used, 3 engine or internal failure
`;
const WRITERS = { text: text_text, json: json, junit: junit };
/** Runs the test suites that people keep beside their policies. */
async function test(argv, host) {
    const given = parseTestArguments(argv);
    if (given.help)
        return (0,output/* printed */.z)(host, HELP);
    const verdict = decideSuites(await runFound(given, host), given.allowVacuous);
    const report = WRITERS[given.format](verdict, given.output === undefined && (0,output/* wantsColour */.M)(host));
    if (given.output === undefined)
        host.print(report);
    else
        await host.write(given.output, report);
    return suitesExitCode(verdict);
}
async function runFound({ folders, timeoutSeconds, maxFileSize, coverage }, host) {
    const { paths, roots, boundaries } = await findSuites(host, folders);
    const rootOf = (path) => roots.get(path) ?? '.';
    return runSuites(paths, { files: new SuiteFiles(host, boundaries, maxFileSize), timeoutSeconds, rootOf, coverage });
}


/***/ })

};
