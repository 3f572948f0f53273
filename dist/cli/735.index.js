export const id = 735;
export const ids = [735];
export const modules = {

/***/ 74735:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  A: () => (/* binding */ SUITE_NAMES),
  h: () => (/* binding */ suiteKindOf)
});

// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(76760);
// EXTERNAL MODULE: ./lib/engines/kyverno/kyverno.js + 5 modules
var kyverno = __webpack_require__(43115);
// EXTERNAL MODULE: ./lib/errors.js
var errors = __webpack_require__(452);
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
var external_node_util_ = __webpack_require__(57975);
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
async function casesOf(expected, judged, read) {
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
var dist = __webpack_require__(38815);
// EXTERNAL MODULE: ./node_modules/zod/v4/mini/schemas.js
var schemas = __webpack_require__(94343);
// EXTERNAL MODULE: ./lib/documents/cluster-yaml.js
var cluster_yaml = __webpack_require__(43594);
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
            results.push(await casesOf(expected, judged, this.readerFor(suite)));
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
var channel = __webpack_require__(79652);
// EXTERNAL MODULE: ./lib/engines/rego/rego.js
var rego = __webpack_require__(54240);
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
            return { ok: false, problems: [(0,channel/* engineDiagnostic */.Yz)(answer, `while tests of ${root} were run`)] };
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


/***/ })

};
