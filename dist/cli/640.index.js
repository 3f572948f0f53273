export const id = 640;
export const ids = [640];
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

/***/ 9640:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  test: () => (/* binding */ test)
});

// EXTERNAL MODULE: ./lib/errors.js
var errors = __webpack_require__(452);
// EXTERNAL MODULE: ./lib/inputs/argv.js
var inputs_argv = __webpack_require__(1543);
// EXTERNAL MODULE: ./lib/inputs/flags.js
var flags = __webpack_require__(1634);
// EXTERNAL MODULE: ./lib/inputs/nearest.js
var nearest = __webpack_require__(3231);
// EXTERNAL MODULE: ./lib/inputs/options.js + 11 modules
var options = __webpack_require__(2563);
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
    const { timeout, 'max-file-size': maxFileSize } = (0,options/* parseOptions */.Ac)({ ...limits }, inputs_argv/* ARGV_SOURCE */.h);
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
var json_text = __webpack_require__(5340);
// EXTERNAL MODULE: ./lib/documents/secret-text.js
var secret_text = __webpack_require__(7106);
// EXTERNAL MODULE: ./lib/report/wording.js
var wording = __webpack_require__(7142);
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
var xml = __webpack_require__(5227);
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
var escape_command = __webpack_require__(6843);
// EXTERNAL MODULE: ./lib/report/paint.js
var report_paint = __webpack_require__(4342);
// EXTERNAL MODULE: ./lib/report/visible.js
var visible = __webpack_require__(5944);
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
var external_node_path_ = __webpack_require__(6760);
// EXTERNAL MODULE: ./lib/changes/walk.js
var walk = __webpack_require__(6880);
// EXTERNAL MODULE: ./lib/host/text-file.js
var text_file = __webpack_require__(2570);
// EXTERNAL MODULE: ./lib/engines/kyverno/kyverno.js + 5 modules
var kyverno = __webpack_require__(3115);
;// CONCATENATED MODULE: ./lib/suites/named-policies.js
/** The policies that a suite means by a name, alone or as `namespace/name`. */
function policiesNamed(policies, named) {
    const [name, namespace] = named.split('/').reverse();
    return policies.filter((one) => one.name === name && (namespace === undefined || isIn(one, namespace)));
}
/** A namespaced policy that names no namespace is applied to `default`. */
function isIn({ kind, namespace }, wanted) {
    const isNamespaced = kind === 'Policy' || kind.startsWith('Namespaced');
    return (namespace === '' && isNamespaced ? 'default' : namespace) === wanted;
}
/** Kinds whose policies have one unnamed rule; a rule that a suite names for them is not looked at. */
function isRuleless({ kind }) {
    return /^(Namespaced)?(Validating|Mutating|ImageValidating|Generating|Deleting)(Admission)?Policy$/.test(kind);
}
/** The rules of a policy that a suite means: all by no name, else as written or as generated for controllers. */
function rulesNamed(policy, named) {
    if (named === '' || isRuleless(policy))
        return policy.rules;
    const written = named.replace(/^autogen-(cronjob-)?/, '');
    return policy.rules.filter(({ name }) => name === named || name === written);
}
/** Whether a row answers for the rule of one of these policies; a rule stands for those generated from it. */
function isAbout(row, policies, rule) {
    const policy = policies.find(({ id }) => id === row.policy);
    if (policy === undefined)
        return false;
    return rule === '' || isRuleless(policy) || [rule, `autogen-${rule}`, `autogen-cronjob-${rule}`].includes(row.rule);
}

// EXTERNAL MODULE: external "node:util"
var external_node_util_ = __webpack_require__(7975);
;// CONCATENATED MODULE: ./lib/suites/compare-objects.js

/** A namespaced object without a namespace is in `default`; a cluster-scoped one has none on both sides. */
function sameIdentity(one, other) {
    return (one.apiVersion === other.apiVersion &&
        one.kind === other.kind &&
        one.metadata?.name === other.metadata?.name &&
        namespaceOf(one) === namespaceOf(other));
}
const namespaceOf = ({ metadata }) => metadata?.namespace || 'default';
/**
 * Whether two objects with the same identity are equal for `kyverno test`: empty maps, empty lists and nulls are nothing,
 * and the labels that Kyverno itself puts on what it generates do not count.
 */
function sameObject(one, other) {
    return (0,external_node_util_.isDeepStrictEqual)(tidy(withoutKyvernoLabels(one)), tidy(withoutKyvernoLabels(other)));
}
function withoutKyvernoLabels(object) {
    const labels = Object.entries(object.metadata?.labels ?? {}).filter(([key]) => !key.startsWith('generate.kyverno.io/'));
    return {
        ...object,
        metadata: {
            ...object.metadata,
            namespace: namespaceOf(object),
            labels: { 'app.kubernetes.io/managed-by': 'kyverno', ...Object.fromEntries(labels) },
        },
    };
}
function tidy(value) {
    if (Array.isArray(value))
        return orNothing(value.map(tidy).filter((item) => item !== undefined));
    if (typeof value !== 'object' || value === null)
        return value ?? undefined;
    const entries = Object.entries(value)
        .map(([key, item]) => [key, tidy(item)])
        .filter(([, item]) => item !== undefined);
    return entries.length === 0 ? undefined : Object.fromEntries(entries);
}
const orNothing = (items) => (items.length === 0 ? undefined : items);

;// CONCATENATED MODULE: ./lib/suites/patched-resources.js


/** Undefined when the object after mutation is the expected one, or none is expected. */
async function patchDifference({ patchedResources: path, result, failOnMissingResources }, row, read) {
    if (path === undefined)
        return undefined;
    const actual = (row.target ?? row.patched);
    const objects = await expectedObjects(path, read);
    if (objects === undefined)
        return { actual: `${path} cannot be read`, outcome: 'missing' };
    const wanted = actual && objects.find((object) => sameIdentity(object, actual));
    if (actual !== undefined && wanted !== undefined)
        return sameObject(actual, wanted) ? undefined : DIFFERS;
    // What a rule leaves alone need not be described. `kyverno test` drops any result whose object is not, without a word.
    if (row.status === result && result !== 'pass' && failOnMissingResources !== true)
        return undefined;
    const reason = actual === undefined ? 'nothing was mutated' : `${path} does not describe the object`;
    return { actual: `${row.status}, and ${reason}`, outcome: 'missing' };
}
const DIFFERS = { actual: 'the mutated resource differs from the expected one', outcome: 'disagrees' };
async function expectedObjects(path, read) {
    try {
        return (await read(path)).filter((value) => typeof value === 'object' && value !== null);
    }
    catch (error) {
        if (error instanceof errors/* ConfigError */.xL)
            return undefined;
        throw error;
    }
}

;// CONCATENATED MODULE: ./lib/suites/select.js

/** An expected result that names no resource is about all of them. */
function selectorsOf({ resources, resourceSpecs }) {
    const selectors = [...resources.map(byName), ...resourceSpecs.map(bySpec)];
    return selectors.length > 0 ? selectors : [{ label: 'all resources', matches: () => true }];
}
/** A name, or namespace/name; a JSON payload is named by its path in the suite. */
function byName(label) {
    const [name, namespace] = label.split('/').reverse();
    return {
        label,
        matches: ({ document: { resource }, payload }) => payload === undefined
            ? resource.name === name && (namespace === undefined || resource.namespace === namespace)
            : payload === external_node_path_.posix.normalize(label),
    };
}
function bySpec({ group, version, namespace, name }) {
    const apiVersion = group === '' ? version : `${group}/${version}`;
    return {
        label: [apiVersion, namespace, name].join('/'),
        matches: ({ document: { resource } }) => resource.apiVersion === apiVersion && resource.namespace === namespace && resource.name === name,
    };
}
/** apiVersion/kind/namespace/name, or the name of a payload. */
function identityOf({ document: { resource }, payload }) {
    return payload ?? [resource.apiVersion, resource.kind, resource.namespace, resource.name].join('/');
}

;// CONCATENATED MODULE: ./lib/suites/cases.js



/**
 * The cases of one expected result. Where `kyverno test` is lenient this is not: a policy, rule or resource that is not
 * there is missing, and a result without the answer of any rule tests nothing (unless a skip is expected).
 */
async function cases_casesOf(expected, judged, read) {
    const { policy, rule, result } = expected;
    const outcomes = await outcomesOf(expected, judged, read);
    return outcomes.map(({ message = '', ...outcome }) => ({ policy, rule, expected: result, ...outcome, message }));
}
async function outcomesOf(expected, judged, read) {
    const policies = policiesNamed(judged.policies, expected.policy);
    if (policies.length === 0)
        return [missing('policy not found', faults(judged))];
    if (policies.every((policy) => rulesNamed(policy, expected.rule).length === 0))
        return [missing('rule not found')];
    const answers = judged.answers.get(expected.operation ?? '') ?? [];
    const outcomes = [];
    for (const { label, matches } of selectorsOf(expected)) {
        const selected = answers.filter(matches);
        if (selected.length === 0)
            outcomes.push({ ...missing('resource not found'), resource: label });
        else
            outcomes.push(...(await selectedOutcomes(expected, policies, selected, read)));
    }
    return outcomes;
}
/**
 * A name may select several resources, of which the rule is about some. Only where it answers for none of them is
 * nothing tested.
 */
async function selectedOutcomes(expected, policies, selected, read) {
    const outcomes = [];
    for (const answered of selected) {
        const resource = identityOf(answered);
        for (const row of answered.rows.filter((one) => isAbout(one, policies, expected.rule))) {
            outcomes.push({ resource, ...(unjudgedRow(row, policies) ?? (await rowOutcome(expected, row, read))) });
        }
    }
    return outcomes.length > 0 ? outcomes : selected.map((answered) => unanswered(expected, policies, answered));
}
async function rowOutcome(expected, row, read) {
    const difference = await patchDifference(expected, row, read);
    if (difference !== undefined)
        return { ...difference, message: row.message };
    const agreed = expected.result === 'skip' ? 'skipped' : 'passed';
    const outcome = row.status === expected.result ? agreed : 'disagrees';
    return { actual: row.status, outcome, message: row.message };
}
/** An error that says that signatures cannot be verified here is not the error that a suite may expect. */
function unjudgedRow(row, policies) {
    const policy = policies.find(({ id }) => id === row.policy);
    const [rule] = policy === undefined ? [] : rulesNamed(policy, row.rule);
    return row.status === 'error' && rule?.judged === false ? notJudged(rule.kind) : undefined;
}
function unanswered({ result, rule }, policies, answered) {
    const resource = identityOf(answered);
    const rules = policies.flatMap((policy) => rulesNamed(policy, rule));
    const [never] = rules.every(({ kind }) => NEVER_ANSWER.has(kind)) ? rules : [];
    if (never !== undefined)
        return { resource, ...notJudged(never.kind) };
    return { resource, actual: 'no answer', outcome: result === 'skip' ? 'skipped' : 'vacuous' };
}
/** Rules that no resource is judged by, at admission or here. */
const NEVER_ANSWER = new Set(['generate', 'cleanup']);
function notJudged(kind) {
    const message = `${kind} rules are not judged here; run this suite with \`kyverno test\``;
    return { actual: 'not judged', outcome: 'unjudged', message };
}
const missing = (actual, message) => ({ resource: '', actual, outcome: 'missing', message });
/** A policy is often not there because it did not load. */
function faults({ diagnostics }) {
    return diagnostics.map(({ message }) => message).join('; ');
}

;// CONCATENATED MODULE: ./lib/suites/judge-suite.js

/** Judges all resources of a suite, once for each operation that its results ask for. */
async function judgeSuite(engine, inputs, operations) {
    const { policies, diagnostics: faults } = await engine.load(inputs.policies, inputs.world);
    const diagnostics = [...faults];
    const subjects = await readSubjects(engine, inputs, diagnostics);
    const targets = await readAll(engine, inputs.targets, diagnostics);
    const answers = new Map();
    for (const operation of operations) {
        if (diagnostics.some(isHopeless))
            break;
        const judged = await engine.judgeRows(subjects.map(({ document }) => document), operation);
        diagnostics.push(...judged.diagnostics);
        const answered = subjects.map((subject, index) => ({ ...subject, rows: judged.rows[index] ?? [] }));
        answers.set(operation, [...answered, ...targets.map((document) => ofTarget(document, answered))]);
    }
    await engine.release([...subjects.map(({ document }) => document), ...targets]);
    return { policies, diagnostics, answers };
}
/** Answers of an engine that failed, or that asked a world it could not read, say nothing of the policies. */
const isHopeless = ({ blame, code }) => blame === 'engine' || code === 'world.unusable';
async function readSubjects(engine, inputs, diagnostics) {
    const documents = await readAll(engine, inputs.resources, diagnostics);
    const subjects = documents.map((document) => ({ document }));
    for (const { name, ...file } of inputs.payloads) {
        const read = await engine.readPayload(file);
        diagnostics.push(...read.diagnostics);
        subjects.push(...read.documents.map((document) => ({ document, payload: name })));
    }
    return unique(subjects);
}
async function readAll(engine, files, diagnostics) {
    const documents = [];
    for (const file of files) {
        const read = await engine.read(file);
        diagnostics.push(...read.diagnostics);
        documents.push(...read.documents);
    }
    return documents;
}
/** The first of several resources with the same identity counts, as in `kyverno test`. */
function unique(subjects) {
    const seen = new Set();
    return subjects.filter(({ document: { resource }, payload }) => {
        const { apiVersion, kind, namespace, name } = resource;
        const group = apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
        const key = JSON.stringify([group, kind, namespace, name, payload]);
        return !seen.has(key) && seen.add(key);
    });
}
/** A resource that rules change when others are admitted: its answers are the rows that name it as their target. */
function ofTarget(document, answered) {
    const { apiVersion, kind, namespace, name } = document.resource;
    const identity = { apiVersion, kind, metadata: { name, namespace } };
    const rows = answered.flatMap((one) => one.rows);
    return { document, rows: rows.filter(({ target }) => isObject(target) && sameIdentity(target, identity)) };
}
const isObject = (value) => typeof value === 'object' && value !== null;

// EXTERNAL MODULE: ./node_modules/yaml/dist/index.js
var dist = __webpack_require__(8815);
// EXTERNAL MODULE: ./node_modules/zod/v4/mini/schemas.js
var schemas = __webpack_require__(4343);
// EXTERNAL MODULE: ./lib/documents/cluster-yaml.js
var cluster_yaml = __webpack_require__(3594);
;// CONCATENATED MODULE: ./lib/suites/suite-file.js





// The file format of `kyverno test`: cli.kyverno.io/v1alpha1, kind Test. Unknown keys are errors, as they are there:
// a suite with a misspelt `patchedResources` would test less than it says.
/** An absent list, or a key with nothing after it, is an empty list. */
function list(item) {
    return schemas/* pipe */.FsL(schemas/* nullish */.cl6(schemas/* array */.YOg(item)), schemas/* transform */.pdi((items) => items ?? []));
}
const texts = list(schemas/* string */.YjP());
const suite_file_text = schemas/* _default */.Rvf(schemas/* string */.YjP(), '');
const flag = schemas/* optional */.lqM(schemas/* boolean */.zMY());
const resourceSpec = schemas/* strictObject */.rej({
    group: suite_file_text,
    version: suite_file_text,
    kind: schemas/* optional */.lqM(schemas/* string */.YjP()),
    namespace: suite_file_text,
    subresource: schemas/* optional */.lqM(schemas/* string */.YjP()),
    name: suite_file_text,
});
const expectation = schemas/* strictObject */.rej({
    policy: schemas/* string */.YjP(),
    rule: suite_file_text,
    result: schemas/* enum */.k5n(['pass', 'fail', 'skip', 'warn', 'error']),
    kind: schemas/* optional */.lqM(schemas/* string */.YjP()),
    operation: schemas/* optional */.lqM(schemas/* enum */.k5n(['CREATE', 'UPDATE', 'DELETE'])),
    resources: texts,
    resourceSpecs: list(resourceSpec),
    patchedResources: schemas/* optional */.lqM(schemas/* string */.YjP()),
    generatedResource: schemas/* optional */.lqM(schemas/* string */.YjP()),
    generatedResources: texts,
    cloneSourceResource: schemas/* optional */.lqM(schemas/* string */.YjP()),
    failOnMissingResources: flag,
    isValidatingAdmissionPolicy: flag,
    isMutatingAdmissionPolicy: flag,
    isValidatingPolicy: flag,
    isDeletingPolicy: flag,
    isImageValidatingPolicy: flag,
    isGeneratingPolicy: flag,
    isMutatingPolicy: flag,
});
const schema = schemas/* strictObject */.rej({
    apiVersion: schemas/* string */.YjP(),
    kind: schemas/* literal */.euz('Test'),
    metadata: schemas/* optional */.lqM(schemas/* looseObject */._H3({})),
    policies: texts,
    resources: texts,
    jsonPayload: schemas/* optional */.lqM(schemas/* string */.YjP()),
    jsonPayloads: texts,
    httpPayloads: texts,
    envoyPayloads: texts,
    targetResources: texts,
    paramResources: texts,
    clusterResources: texts,
    exceptions: texts,
    variables: schemas/* optional */.lqM(schemas/* string */.YjP()),
    userinfo: schemas/* optional */.lqM(schemas/* string */.YjP()),
    context: schemas/* optional */.lqM(schemas/* string */.YjP()),
    values: schemas/* optional */.lqM(schemas/* unknown */.L5J()),
    apiCallResponses: schemas/* optional */.lqM(schemas/* array */.YOg(schemas/* unknown */.L5J())),
    globalContextEntries: list(schemas/* looseObject */._H3({ resourceFiles: schemas/* nullish */.cl6(schemas/* array */.YOg(schemas/* string */.YjP())) })),
    results: list(expectation),
});
/** Reads the suites of a file; it may hold several, separated by `---`. */
function parseSuites({ path, text }) {
    const lines = new dist.LineCounter();
    const suites = [];
    for (const document of (0,cluster_yaml/* parseYaml */.h)(text, lines)) {
        const content = contentOf(path, document, lines);
        if (content !== undefined)
            suites.push({ file: path, folder: (0,external_node_path_.dirname)(path), content });
    }
    if (suites.length === 0)
        throw unreadable(path, 'it is empty');
    return suites;
}
function contentOf(path, document, lines) {
    const [error] = document.errors;
    if (error !== undefined)
        throw unreadable(path, error.message.split('\n', 1)[0] ?? '', error.linePos?.[0].line);
    const value = plainValue(path, document);
    if (value === null)
        return undefined;
    const parsed = schema.safeParse(value);
    if (parsed.success)
        return parsed.data;
    const [issue] = parsed.error.issues;
    throw unreadable(path, describe(issue), lineOf(document, issue?.path ?? [], lines));
}
/** Aliases that multiply without end are refused when they are taken apart. */
function plainValue(path, document) {
    try {
        return document.toJS();
    }
    catch (error) {
        throw unreadable(path, error.message);
    }
}
function describe(issue) {
    const place = issue?.path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`)).join('') ?? '';
    return `${place === '' ? '' : `${place.replace(/^\./, '')}: `}${issue?.message ?? 'it is no test suite'}`;
}
/** The line of the nearest node that is there. */
function lineOf(document, path, lines) {
    for (let length = path.length; length > 0; length--) {
        const node = document.getIn(path.slice(0, length), true);
        if ((0,dist.isNode)(node) && node.range)
            return lines.linePos(node.range[0]).line;
    }
    return lines.linePos(document.range?.[0] ?? 0).line;
}
function unreadable(file, what, line) {
    return new errors/* ConfigError */.xL({
        code: 'suite.invalid',
        what: `the test suite cannot be read: ${what}`,
        where: { file, ...(line === undefined ? {} : { line }) },
        remedy: 'correct the file; its format is that of `kyverno test`',
    });
}

;// CONCATENATED MODULE: ./lib/suites/suite-inputs.js



async function readSuiteInputs(suite, files) {
    const reader = new Reader(suite, files);
    const { content } = suite;
    refusePayloadsOfServers(suite);
    const targets = await reader.all(content.targetResources);
    const resources = await reader.all(content.resources);
    return {
        policies: [...(await reader.all(content.policies)), ...(await reader.all(content.exceptions))],
        resources,
        targets,
        payloads: await reader.payloads(),
        world: await reader.world(resources, targets),
    };
}
/** Authorization requests of an HTTP server or of Envoy are judged by a server, not at admission. */
function refusePayloadsOfServers({ file, content }) {
    const [key] = ['httpPayloads', 'envoyPayloads'].filter((name) => content[name].length > 0);
    if (key === undefined)
        return;
    throw new errors/* ConfigError */.xL({
        code: 'suite.unsupported',
        what: `${key} are requests to an authorization server, which is not what this engine judges`,
        where: { file },
        remedy: 'run this suite with `kyverno test`',
    });
}
class Reader {
    suite;
    files;
    constructor(suite, files) {
        this.suite = suite;
        this.files = files;
    }
    async all(paths) {
        const found = await Promise.all([...new Set(paths)].map((path) => this.files.at(this.suite, path)));
        return found.flat();
    }
    async payloads() {
        const { jsonPayload, jsonPayloads } = this.suite.content;
        const given = jsonPayloads.length > 0 || jsonPayload === undefined ? jsonPayloads : [jsonPayload];
        const names = new Set(given.map((path) => external_node_path_.posix.normalize(path)));
        const payloads = [];
        for (const name of names)
            for (const file of await this.all([name]))
                payloads.push({ ...file, name });
        return payloads;
    }
    async world(resources, targets) {
        const { content } = this.suite;
        const texts = (files) => files.map(({ text }) => text);
        const params = texts(await this.all(content.paramResources));
        const cluster = await this.cluster();
        // A suite that describes a cluster has its resources in it as well; any other has only the targets of mutation.
        const known = cluster === undefined ? [] : [...texts(resources), ...params, ...cluster.objects];
        return {
            ...(await this.named()),
            ...(content.values === undefined ? {} : { inlineValues: content.values }),
            ...(content.apiCallResponses === undefined ? {} : { apiCallResponses: content.apiCallResponses }),
            ...(await this.globalContext()),
            params,
            cluster: [...known, ...texts(targets)],
            crds: cluster?.crds ?? [],
            complete: true,
        };
    }
    async named() {
        const { variables, userinfo, context } = this.suite.content;
        const named = { values: variables, userInfo: userinfo, context };
        const read = {};
        for (const [key, path] of Object.entries(named)) {
            const [file] = path === undefined ? [] : await this.all([path]);
            if (file !== undefined)
                read[key] = file;
        }
        return read;
    }
    /** Files of kind ClusterResource hold the objects of a cluster, and name the CRDs it knows. */
    async cluster() {
        const { clusterResources } = this.suite.content;
        if (clusterResources.length === 0)
            return undefined;
        const objects = [];
        const crds = [];
        for (const file of await this.all(clusterResources)) {
            const { spec } = (valuesOf(file)[0] ?? {});
            objects.push(...(spec?.resources ?? []).map((object) => JSON.stringify(object)));
            crds.push(...(await this.all(spec?.crds ?? [])).map(({ text }) => text));
        }
        return { objects, crds };
    }
    async globalContext() {
        const { globalContextEntries } = this.suite.content;
        if (globalContextEntries.length === 0)
            return {};
        const entries = [];
        for (const { resourceFiles, ...entry } of globalContextEntries) {
            const files = await this.all(resourceFiles ?? []);
            const resources = files.flatMap((file) => valuesOf(file));
            entries.push(files.length === 0 ? entry : { ...entry, resources });
        }
        return { globalContextEntries: entries };
    }
}
/** The documents of a file that a suite names. */
function valuesOf({ path, text }) {
    try {
        return (0,cluster_yaml/* yamlValues */.O)(text);
    }
    catch (error) {
        throw new errors/* ConfigError */.xL({
            code: 'suite.unparsable',
            what: `the file cannot be read: ${error.message.split('\n', 1)[0]}`,
            where: { file: path },
            remedy: 'correct the YAML',
        });
    }
}

;// CONCATENATED MODULE: ./lib/suites/kyverno-suites.js







/** Runs the suites of `kyverno test`. */
class KyvernoSuites {
    files;
    timeoutSeconds;
    engine;
    constructor({ files, timeoutSeconds }) {
        this.files = files;
        this.timeoutSeconds = timeoutSeconds;
        this.engine = this.started();
    }
    async run(path) {
        return (await this.judge(path)).report;
    }
    /** A file may hold several suites; they are one report. */
    async judge(path) {
        const parts = [];
        const suites = await attempt(async () => parseSuites(await this.files.read(path)));
        if (!suites.ok)
            return { report: { file: path, results: [], problems: [suites.problem] }, judged: [] };
        for (const suite of suites.value)
            parts.push(await this.judgeOne(suite));
        const report = {
            file: path,
            results: parts.flatMap(({ results }) => results),
            problems: parts.flatMap(({ problems }) => problems),
        };
        return { report, judged: parts.flatMap(({ judged }) => judged ?? []) };
    }
    async close() {
        await this.engine?.close();
        this.engine = undefined;
    }
    async judgeOne(suite) {
        const expectations = suite.content.results;
        const inputs = await attempt(() => readSuiteInputs(suite, this.files));
        if (!inputs.ok)
            return notRun(expectations, [inputs.problem]);
        const operations = [...new Set(expectations.map(({ operation }) => operation ?? ''))];
        this.engine ??= this.started();
        const judged = await judgeSuite(this.engine, inputs.value, operations);
        const problems = judged.diagnostics.filter(({ level }) => level === 'error').map((one) => inSuite(suite, one));
        if (await this.hasBroken(problems))
            return notRun(expectations, problems);
        const results = [];
        for (const expected of expectations)
            results.push(await cases_casesOf(expected, judged, this.readerFor(suite)));
        return { results: results.length === 0 ? [[NOTHING_EXPECTED]] : results, problems, judged };
    }
    /** An engine that failed once stays failed, so the next suite gets another. One that cannot start never will. */
    async hasBroken(problems) {
        const broken = problems.find(({ blame }) => blame === 'engine');
        if (broken === undefined)
            return false;
        if (NEVER_STARTS.has(broken.code))
            throw noEngine(broken);
        await this.close();
        return true;
    }
    readerFor({ folder }) {
        return async (path) => valuesOf(await this.files.read((0,external_node_path_.isAbsolute)(path) ? path : (0,external_node_path_.join)(folder, path)));
    }
    started() {
        return new kyverno/* KyvernoEngine */.r({ callTimeoutSeconds: this.timeoutSeconds });
    }
}
/** Every expected result of a suite that did not run is accounted for. */
function notRun(expectations, problems) {
    const results = expectations.map(({ policy, rule, result }) => [
        { policy, rule, resource: '', expected: result, actual: 'not run', outcome: 'unjudged', message: '' },
    ]);
    return { results, problems };
}
/** `kyverno test` leaves out a suite that expects nothing; it looks like one that passed. */
const NOTHING_EXPECTED = {
    policy: '',
    rule: '',
    resource: '',
    expected: 'at least one result',
    actual: 'nothing is expected',
    outcome: 'vacuous',
    message: 'the suite has no results, so it tests nothing',
};
const NEVER_STARTS = new Set(['engine.wrong-digest', 'engine.unavailable']);
function noEngine({ code, message, remedy = '' }) {
    return new errors/* ToolError */.v4({ code, what: message, remedy });
}
/** Whatever has no place of its own is about the suite. */
function inSuite({ file }, diagnostic) {
    return { ...diagnostic, file: diagnostic.file ?? file };
}
/** The user's errors are problems of the suite they are in; the other suites run all the same. */
async function attempt(work) {
    try {
        return { ok: true, value: await work() };
    }
    catch (error) {
        if (!(error instanceof errors/* ConfigError */.xL))
            throw error;
        const { code, what, where = {}, remedy } = error.detail;
        const { input: _input, ...place } = where;
        return { ok: false, problem: { level: 'error', code, message: what, ...place, remedy, blame: 'user' } };
    }
}

// EXTERNAL MODULE: ./lib/engines/channel.js
var channel = __webpack_require__(9652);
// EXTERNAL MODULE: ./lib/engines/rego/rego.js + 1 modules
var rego = __webpack_require__(4413);
;// CONCATENATED MODULE: ./lib/suites/rego-suites.js



/** Runs `*_test.rego` with upstream's own runner. All files below a folder are one program, which is run once. */
class RegoSuites {
    options;
    engine;
    tested = new Map();
    covered = new Set();
    constructor(options) {
        this.options = options;
        this.engine = new rego/* RegoEngine */.M({ callTimeoutSeconds: options.timeoutSeconds });
    }
    async run(path) {
        const root = this.options.rootOf(path);
        const running = this.tested.get(root) ?? this.test(root);
        this.tested.set(root, running);
        const tested = await running;
        if (!tested.ok)
            return { file: path, results: [], problems: tested.problems };
        const cases = tested.value.cases.filter(({ file }) => file === path);
        const problems = cases.length === 0 ? [noTests(path)] : [];
        return { file: path, results: cases.map((one) => [caseOf(one)]), problems, ...this.coverageOf(root, tested.value) };
    }
    close() {
        return this.engine.close();
    }
    async test(root) {
        const files = await rego_suites_attempt(() => this.options.files.rego(root));
        if (!files.ok)
            return files;
        const policies = files.value.filter(({ path }) => path.endsWith('.rego'));
        const data = files.value.filter(({ path }) => !path.endsWith('.rego'));
        const request = {
            policies,
            data,
            dataRoots: data.length === 0 ? [] : [root],
            filter: '',
            coverage: this.options.coverage,
        };
        const answer = await this.engine.ask('test', request);
        if (!answer.ok)
            return { ok: false, problems: [(0,channel/* engineDiagnostic */.Y)(answer, `while tests of ${root} were run`)] };
        const errors = answer.value.diagnostics.filter(({ level }) => level === 'error');
        if (errors.length > 0)
            return { ok: false, problems: errors.map((one) => ({ ...one, blame: 'user' })) };
        return { ok: true, value: answer.value };
    }
    /** Coverage is of the folder, so the first of its suites tells it. */
    coverageOf(root, { coverage }) {
        if (coverage === undefined || this.covered.has(root))
            return {};
        this.covered.add(root);
        const files = Object.entries(coverage.files).map(([file, { percent, notCovered }]) => ({
            file,
            percent,
            notCovered,
        }));
        return { coverage: { percent: coverage.percent, files: files.sort((a, b) => (a.file < b.file ? -1 : 1)) } };
    }
}
async function rego_suites_attempt(read) {
    try {
        return { ok: true, value: await read() };
    }
    catch (error) {
        if (!(error instanceof errors/* ConfigError */.xL))
            throw error;
        const { code, what, remedy, where } = error.detail;
        const file = where !== undefined && 'file' in where ? { file: where.file } : {};
        return { ok: false, problems: [{ level: 'error', code, message: what, ...file, remedy, blame: 'user' }] };
    }
}
/** A test that is marked `todo_` is a skip that somebody meant. */
const OUTCOMES = {
    pass: 'passed',
    fail: 'disagrees',
    error: 'disagrees',
    skip: 'skipped',
};
function caseOf({ package: policy, name, line, status, message = '', output = '', }) {
    return {
        policy: policy.replace(/^data\./, ''),
        rule: name,
        resource: `line ${line}`,
        expected: 'pass',
        actual: status,
        outcome: OUTCOMES[status],
        message: [message, output].filter((text) => text !== '').join('\n'),
    };
}
function noTests(file) {
    return {
        level: 'error',
        code: 'suite.empty',
        message: 'the file has no test: no rule whose name begins with test_',
        file,
        remedy: 'write a rule `test_… if { … }`, or give the file another name',
        blame: 'user',
    };
}

;// CONCATENATED MODULE: ./lib/suites/suite-kinds.js



/** Every kind of suite; a new one is a runner and an entry here. */
const SUITE_KINDS = [
    {
        describes: 'kyverno-test.yaml',
        isSuite: (name) => name === 'kyverno-test.yaml',
        open: (options) => new KyvernoSuites(options),
    },
    {
        describes: '*_test.rego',
        isSuite: (name) => name.endsWith('_test.rego'),
        open: (options) => new RegoSuites(options),
    },
];
const SUITE_NAMES = SUITE_KINDS.map(({ describes }) => describes);
function suiteKindOf(path) {
    return SUITE_KINDS.find(({ isSuite }) => isSuite((0,external_node_path_.basename)(path)));
}

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
            if (suiteKindOf(file) !== undefined && !roots.has(file))
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
        remedy: `name folders that hold files of these names: ${SUITE_NAMES.join(', ')}`,
    });
}

// EXTERNAL MODULE: external "node:os"
var external_node_os_ = __webpack_require__(8161);
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
        const kind = suiteKindOf(path);
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
            throw suite_files_missing(suite.file, path);
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
            throw suite_files_missing(suite, `a YAML or JSON file in ${folder}`);
        return readable;
    }
}
function suite_files_missing(suite, path) {
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
