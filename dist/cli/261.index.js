export const id = 261;
export const ids = [261];
export const modules = {

/***/ 74261:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  merge: () => (/* binding */ merge)
});

// EXTERNAL MODULE: ./lib/gate.js + 5 modules
var gate = __webpack_require__(78158);
// EXTERNAL MODULE: ./lib/inputs/argv.js + 1 modules
var inputs_argv = __webpack_require__(83964);
// EXTERNAL MODULE: ./lib/engines/distinct-diagnostics.js
var distinct_diagnostics = __webpack_require__(3970);
// EXTERNAL MODULE: ./lib/model/policy.js
var policy = __webpack_require__(39711);
// EXTERNAL MODULE: ./lib/version.js
var version = __webpack_require__(13411);
// EXTERNAL MODULE: ./lib/errors.js
var errors = __webpack_require__(452);
;// CONCATENATED MODULE: ./lib/shards/problems.js

const AGAIN = 'run the shards and the merge again, all from one commit, with the same inputs and the same version of the action';
/** A part that answers another question than the merge asks. */
function different({ file, value }, what, theirs, mine) {
    return new errors/* ConfigError */.xL({
        code: 'parts.different',
        what: `shard ${value.shard} of ${value.of} judged from ${what} than the merge: ${theirs ?? 'none'}, not ${mine ?? 'none'}`,
        where: { file },
        cause: 'the part is of another run, or the jobs were given different inputs, files or checkouts',
        remedy: AGAIN,
    });
}
/** Whose policies count can change while the shards are at work: an owner approves the change. */
function lawless({ file, value }, theirs, mine) {
    return new errors/* ConfigError */.xL({
        code: 'parts.different',
        what: `shard ${value.shard} of ${value.of} judged by the law of ${theirs.join(' and ')}, and now that of ${mine} counts`,
        where: { file },
        cause: 'the change alters policies, and an owner approved that, or took it back, while the shards were at work',
        remedy: 'run all jobs of the workflow again',
    });
}
/** A part that does not speak of exactly the documents of its shard. */
function torn({ file, value }) {
    return new errors/* ConfigError */.xL({
        code: 'parts.unreadable',
        what: `the part of shard ${value.shard} of ${value.of} does not answer for each of its documents once`,
        where: { file },
        cause: 'the file was edited, or another program wrote it',
        remedy: AGAIN,
    });
}
function unreadable(file, why) {
    return new errors/* ConfigError */.xL({
        code: 'parts.unreadable',
        what: `the part of a shard cannot be read: ${why}`,
        where: { file },
        cause: 'it was cut off, it is no part, or another version of Policy Gate wrote it',
        remedy: AGAIN,
    });
}
function none(places) {
    return new errors/* ConfigError */.xL({
        code: 'parts.none',
        what: `there are no parts of shards in ${places.join(', ')}`,
        cause: 'no shard came to its end, or the parts are elsewhere',
        remedy: 'look at the jobs of the shards; the merge has to wait for them with `needs`',
    });
}
function missing(absent, of) {
    const names = absent.map((shard) => `${shard} of ${of}`).join(', ');
    return new errors/* ConfigError */.xL({
        code: 'parts.missing',
        what: `the part of shard ${names} is missing, so its documents were not judged`,
        cause: 'its job failed, was stopped, or did not run',
        remedy: 'look at the jobs of the shards and run those that failed again; `fail-fast: false` keeps one from ending the others',
    });
}
function doubled(shard, files) {
    return new errors/* ConfigError */.xL({
        code: 'parts.doubled',
        what: `there are ${files.length} parts of shard ${shard}: ${files.join(', ')}`,
        cause: 'two gates of one run have parts of the same name, or parts of an older run are among them',
        remedy: 'give each gate a name of its own with `artifact`, and the merge the parts of one run',
    });
}
function otherCount(files, counts) {
    return new errors/* ConfigError */.xL({
        code: 'parts.different',
        what: `the parts are of different divisions: of ${counts.join(' and of ')} shards (${files.join(', ')})`,
        cause: 'parts of different runs, or of two gates, are together',
        remedy: 'give each gate a name of its own with `artifact`, and the merge the parts of one run',
    });
}

// EXTERNAL MODULE: ./lib/shards/rests.js
var shards_rests = __webpack_require__(79090);
// EXTERNAL MODULE: ./lib/shards/share.js
var shards_share = __webpack_require__(49162);
;// CONCATENATED MODULE: ./lib/shards/join.js






/** Answers from parts, which are read once they are asked for: whatever else is wrong is told first, as without shards. */
function joining(read) {
    let reading;
    const parts = () => {
        reading ??= read();
        return reading;
    };
    return (whose, grounds) => joinParts(parts, whose, grounds);
}
/**
 * Answers from the parts that the shards left. It is checked against what the merge itself has read and loaded that they answer this
 * very question, each document once. What spans documents, and what shards withheld, the engines are asked about here.
 */
function joinParts(parts, whose, grounds) {
    return {
        portion: 0,
        answer: async (question) => {
            const rests = (0,shards_rests/* restsOf */.P)(grounds);
            const told = new Map();
            const diagnostics = [];
            for (const part of await parts()) {
                const judgement = judgementIn(part, whose, grounds, rests);
                for (const [document, results] of answersIn({ part, judgement }, question, grounds))
                    told.set(document, results);
                diagnostics.push(...judgement.diagnostics);
            }
            const left = question.documents.filter((document) => !told.has(document));
            const asked = await question.engine.judge(left, question.admissions);
            return inOrder(question.documents, Object.keys(grounds.engines), {
                results: [...[...told.values()].flat(), ...asked.results],
                diagnostics: [...diagnostics, ...asked.diagnostics],
            });
        },
    };
}
/** The judgement under a law, if it rests on what the merge has found itself. */
function judgementIn(part, whose, grounds, rests) {
    const { gate, commit, judgements } = part.value;
    const { base, head } = grounds.changes;
    if (gate !== version/* VERSION */.x)
        throw different(part, 'another version of Policy Gate', gate, version/* VERSION */.x);
    for (const [end, mine] of [
        ['base', base],
        ['head', head],
    ])
        if (commit[end] !== mine)
            throw different(part, `another ${end} commit`, commit[end], mine);
    const judgement = judgements.find(({ law }) => law === whose);
    if (judgement === undefined)
        throw lawless(part, judgements.map(({ law }) => law), whose);
    for (const what of ['settings', 'policies', 'data', 'documents'])
        if (judgement.rests[what] !== rests[what])
            throw different(part, `other ${what}`, judgement.rests[what], rests[what]);
    const [theirs, mine] = [judgement.engines, grounds.engines].map((engines) => JSON.stringify(engines));
    if (theirs !== mine)
        throw different(part, 'other engines', theirs, mine);
    return judgement;
}
/** What a shard said of its documents. It has to speak of all of them, and of no other. */
function answersIn({ part, judgement }, { documents, loaded }, { law }) {
    const { shard: index, of } = part.value;
    const share = (0,shards_share/* shareOf */.t)(documents, { index, of }, law.options.combine);
    const spoken = [...judgement.answers.map(({ document }) => document), ...judgement.withheld];
    const isWhole = spoken.length === share.size && new Set(spoken).size === share.size;
    if (!isWhole || judgement.documents !== documents.length)
        throw torn(part);
    return new Map(judgement.answers.map(({ document: at, results }) => {
        const document = documents[at];
        if (document === undefined || !share.has(document))
            throw torn(part);
        return [document, results.map((row) => resultOf(row, document, loaded.policies[row.policy], part))];
    }));
}
function resultOf(row, document, policy, part) {
    if (policy === undefined)
        throw torn(part);
    return { ...row, policy, document };
}
/**
 * The order in which one run has answers: by engine; what compiled policies of Rego say after what its sources say; by document. The
 * answers for one document come from one place, in their order.
 */
function inOrder(documents, engines, judged) {
    const places = new Map(documents.map((document, at) => [document, at]));
    const keys = new Map(judged.results.map((result) => [
        result,
        [
            engines.indexOf(result.policy.engine),
            (0,policy/* isCompiled */.w)(result.policy.file) ? 1 : 0,
            places.get(result.document) ?? 0, // what is judged together has no place of its own
        ],
    ]));
    const keyOf = (result) => keys.get(result);
    return {
        results: judged.results.toSorted((a, b) => compare(keyOf(a), keyOf(b))),
        diagnostics: (0,distinct_diagnostics/* distinct */.d)(judged.diagnostics.toSorted((a, b) => placeOf(a, documents) - placeOf(b, documents))),
    };
}
const compare = (a, b) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2];
/** A diagnostic of a judgement names the file of its document, or the policy's. */
function placeOf({ file, line }, documents) {
    const at = documents.findIndex((document) => document.file === file && (line === undefined || document.line === line));
    return at < 0 ? documents.length : at;
}

// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(76760);
// EXTERNAL MODULE: ./lib/changes/walk.js
var walk = __webpack_require__(46880);
// EXTERNAL MODULE: ./lib/grouped.js
var grouped = __webpack_require__(38717);
// EXTERNAL MODULE: ./lib/host/text-file.js
var text_file = __webpack_require__(22570);
// EXTERNAL MODULE: ./lib/inputs/globs.js
var globs = __webpack_require__(92198);
// EXTERNAL MODULE: ./node_modules/zod/v4/mini/schemas.js
var schemas = __webpack_require__(94343);
// EXTERNAL MODULE: ./node_modules/zod/v4/core/api.js
var api = __webpack_require__(43759);
;// CONCATENATED MODULE: ./lib/shards/part-schema.js

// The shape of what one shard leaves for the merge. It is published as schema/policy-gate-part.schema.json, which a test
// holds to this. A part is read by the version of the gate that wrote it and by no other, so it may change with any.
const part_schema_text = schemas/* string */.YjP();
const count = schemas/* int */.Whr().check(api/* _gte */.qm(0));
const list = (item) => schemas/* readonly */.tBZ(schemas/* array */.YOg(item));
const path = list(schemas/* union */.KCZ([schemas/* string */.YjP(), schemas/* number */.aig()]));
const result = schemas/* strictObject */.rej({
    /** Which policy answers: its place among those that were loaded, from 0. */
    policy: count,
    rule: part_schema_text,
    status: schemas/* enum */.k5n(['pass', 'fail', 'warn', 'error', 'skip']),
    enforcement: schemas/* enum */.k5n(['enforce', 'audit']),
    message: part_schema_text,
    /** Places inside the resource, best first; the first is proven where `pathProven` says so. */
    paths: list(path),
    pathProven: schemas/* boolean */.zMY(),
    hint: schemas/* exactOptional */.yqP(schemas/* strictObject */.rej({
        address: schemas/* exactOptional */.yqP(part_schema_text),
        file: schemas/* exactOptional */.yqP(part_schema_text),
        names: schemas/* exactOptional */.yqP(list(part_schema_text)),
        line: schemas/* exactOptional */.yqP(schemas/* int */.Whr()),
    })),
    exception: schemas/* exactOptional */.yqP(part_schema_text),
});
const diagnostic = schemas/* strictObject */.rej({
    level: schemas/* enum */.k5n(['error', 'warning', 'note']),
    code: part_schema_text,
    message: part_schema_text,
    file: schemas/* exactOptional */.yqP(part_schema_text),
    line: schemas/* exactOptional */.yqP(schemas/* int */.Whr()),
    column: schemas/* exactOptional */.yqP(schemas/* int */.Whr()),
    remedy: schemas/* exactOptional */.yqP(part_schema_text),
    blame: schemas/* enum */.k5n(['user', 'engine']),
});
/** Digests of what the answers rest on: SHA-256, in hexadecimal digits. */
const rests = schemas/* strictObject */.rej({ settings: part_schema_text, policies: part_schema_text, data: part_schema_text, documents: part_schema_text });
const judgement = schemas/* strictObject */.rej({
    /** By whose policies and settings: the base's, the change's own that owners have approved, or as if it were merged. */
    law: schemas/* enum */.k5n(['base', 'approved', 'merged']),
    engines: schemas/* record */.g1P(schemas/* string */.YjP(), schemas/* strictObject */.rej({ version: part_schema_text, digest: part_schema_text })),
    rests,
    /** How many documents all shards have together. */
    documents: count,
    /** A document by its place among all of them, from 0, and what the rules said of it. */
    answers: list(schemas/* strictObject */.rej({ document: count, results: list(result) })),
    /** Documents of this shard whose answers would repeat a secret. They are not written down: the merge asks again. */
    withheld: list(count),
    diagnostics: list(diagnostic),
});
const partSchema = schemas/* strictObject */.rej({
    version: schemas/* literal */.euz(1),
    kind: schemas/* literal */.euz('policy-gate-part'),
    /** The version of the gate. */
    gate: part_schema_text,
    /** From 0. */
    shard: count,
    of: schemas/* int */.Whr().check(api/* _gte */.qm(1)),
    commit: schemas/* strictObject */.rej({ base: schemas/* exactOptional */.yqP(part_schema_text), head: schemas/* exactOptional */.yqP(part_schema_text) }),
    judgements: list(judgement),
});

;// CONCATENATED MODULE: ./lib/shards/read-parts.js







/** Longer texts Node does not hold. A part has some hundred bytes for each answer of a rule. */
const MAX_PART = 512 * 1024 * 1024 - 1024;
/** Reads the parts of all shards of a run: each exactly once, in their order. Files, folders and globs name them. */
async function readParts(host, places) {
    const files = [...new Set((await Promise.all(places.map((place) => filesAt(host, place)))).flat())];
    if (files.length === 0)
        throw none(places);
    const parts = [];
    for (const file of files)
        parts.push({ file, value: await readPart(host, file) });
    return complete(parts);
}
/** In a folder, what ends in .json. */
async function filesAt(host, place) {
    const path = external_node_path_.posix.normalize(place);
    const folder = (0,globs/* isGlob */.fg)(path) ? (0,globs/* globBase */.EI)(path) : path;
    const isWanted = (0,globs/* isGlob */.fg)(path) ? (0,globs/* pathFilter */.Y1)([path]) : (file) => file === path || file.endsWith('.json');
    const info = await host.inspect(folder);
    if (info === undefined)
        return [];
    if (info.kind !== 'folder')
        return [folder];
    return (await (0,walk/* walk */.G)(host, folder, [await host.realPath(folder)])).filter(isWanted);
}
async function readPart(host, file) {
    const read = await (0,text_file/* readTextFile */.Gu)(host, file, [await host.realPath(external_node_path_.posix.dirname(file))], MAX_PART);
    if (read.kind !== 'text')
        throw unreadable(file, read.kind === 'folder' ? 'it is a folder' : read.diagnostic.message);
    const parsed = partSchema.safeParse(jsonIn(file, read.text));
    if (parsed.success)
        return parsed.data;
    const [issue] = parsed.error.issues;
    throw unreadable(file, `${issue?.path.join('.') || 'it'} is not as it has to be`);
}
function jsonIn(file, text) {
    try {
        return JSON.parse(text);
    }
    catch {
        throw unreadable(file, 'it is not whole JSON');
    }
}
/** Every shard once, and all of one division. */
function complete(parts) {
    const counts = [...new Set(parts.map(({ value }) => value.of))].sort((a, b) => a - b);
    const [of = 0] = counts;
    if (counts.length > 1)
        throw otherCount(parts.map(({ file }) => file), counts);
    const byShard = (0,grouped/* grouped */.z)(parts, ({ value }) => value.shard);
    for (const [shard, same] of byShard)
        if (same.length > 1)
            throw doubled(shard, same.map(({ file }) => file));
    const beyond = parts.find(({ value }) => value.shard >= of);
    if (beyond !== undefined)
        throw unreadable(beyond.file, `it is of shard ${beyond.value.shard}, and there are ${of}, from 0`);
    const absent = Array.from({ length: of }, (_, shard) => shard).filter((shard) => !byShard.has(shard));
    if (absent.length > 0)
        throw missing(absent, of);
    return parts.toSorted((a, b) => a.value.shard - b.value.shard);
}

// EXTERNAL MODULE: ./lib/verdict/exit-code.js
var exit_code = __webpack_require__(34563);
// EXTERNAL MODULE: ./lib/commands/output.js
var output = __webpack_require__(4257);
// EXTERNAL MODULE: ./lib/commands/print-reports.js
var print_reports = __webpack_require__(5207);
// EXTERNAL MODULE: ./lib/commands/settings.js + 1 modules
var commands_settings = __webpack_require__(90366);
// EXTERNAL MODULE: ./lib/commands/start-engines.js + 10 modules
var start_engines = __webpack_require__(54367);
;// CONCATENATED MODULE: ./lib/commands/merge.js









const HELP = `Usage: policy-gate merge --parts PATH [PATH… | -] [options]

Decides from the parts that \`policy-gate check --shard INDEX/COUNT\` left, and prints the report of the whole. Run it on the same commit
and with the same PATHs and options as the shards; what they did not judge from the same is an error.

Options:
  --parts PATH          a part, a folder of them, or a glob; may be given again
  and those of \`policy-gate check\`, but for --shard

Exit codes: 0 pass, 1 violations, 2 input, policy, configuration or part cannot be used or is missing, 3 engine or internal failure
`;
/** Decides from what several shards found out. */
async function merge(argv, host) {
    const given = (0,inputs_argv/* parseMergeArguments */.o1)(argv);
    if (given.help)
        return (0,output/* printed */.z)(host, HELP);
    const { target: scope, raw, config, parts } = given;
    const settings = await (0,commands_settings/* settingsOf */.f)(host, scope, { raw, source: inputs_argv/* ARGV_SOURCE */.hs, config });
    const judging = joining(() => readParts(host, parts));
    const shown = await (0,gate/* gate */.G)({ ...settings, scope, startEngines: start_engines/* startEngines */.S, judging, advise: (0,print_reports/* isAdviceWanted */.w)(given) }, host);
    await (0,print_reports/* printReports */.p)(host, given, shown);
    return (0,exit_code/* exitCodeOf */.F)(shown.verdict);
}


/***/ })

};
