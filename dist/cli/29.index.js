export const id = 29;
export const ids = [29];
export const modules = {

/***/ 78029:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   namedRecord: () => (/* binding */ namedRecord),
/* harmony export */   record: () => (/* binding */ record)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(452);
/* harmony import */ var _inputs_flags_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(61634);
/* harmony import */ var _record_chain_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(72464);
/* harmony import */ var _report_visible_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(35944);
/* harmony import */ var _output_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(4257);





const HELP = `Usage: policy-gate record verify FILE

Tells whether a record is whole: each line holds the hash of the line before it, so that one that was edited, moved or
taken out shows.

Exit codes: 0 whole, 1 broken, 2 the file cannot be read
`;
const WHY = {
    unreadable: 'is no JSON object',
    edited: 'is not what it was when it was written',
    predecessor: 'does not follow the line before it: something was taken out, added or moved',
};
async function record(argv, host) {
    const [verb, path, ...rest] = argv;
    if (verb === '--help' || verb === '-h')
        return (0,_output_js__WEBPACK_IMPORTED_MODULE_3__/* .printed */ .z)(host, HELP);
    if (verb !== 'verify' || path === undefined || rest.length > 0)
        throw (0,_inputs_flags_js__WEBPACK_IMPORTED_MODULE_1__/* .misused */ .P)('record', '`record` takes `verify` and one file');
    const said = (0,_record_chain_js__WEBPACK_IMPORTED_MODULE_2__/* .verify */ .MX)(await namedRecord(path, host));
    if (said.kind === 'whole') {
        host.print(`${(0,_report_visible_js__WEBPACK_IMPORTED_MODULE_4__/* .visibleLine */ .P)(path)}: whole, ${said.lines} lines, the last is ${said.last}\n`);
        return _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .EXIT */ .dc.pass;
    }
    host.print(`${(0,_report_visible_js__WEBPACK_IMPORTED_MODULE_4__/* .visibleLine */ .P)(path)}:${said.line}: this line ${WHY[said.why]}\n`);
    return _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .EXIT */ .dc.violations;
}
/** The text of a record that a person names. */
async function namedRecord(path, host) {
    const info = await host.inspect(path);
    if (info?.kind === 'file' && info.size <= _record_chain_js__WEBPACK_IMPORTED_MODULE_2__/* .MAX_RECORD */ .ZB)
        return (await host.read(path, _record_chain_js__WEBPACK_IMPORTED_MODULE_2__/* .MAX_RECORD */ .ZB)).toString('utf8');
    throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ConfigError */ .xL({
        code: 'input.unreadable',
        what: `${path} is no record that can be read`,
        where: { file: path },
        remedy: 'name a file of JSON Lines that the gate wrote, of at most 512 MiB',
    });
}


/***/ }),

/***/ 72464:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   MX: () => (/* binding */ verify),
/* harmony export */   Mc: () => (/* binding */ entriesOf),
/* harmony export */   ZB: () => (/* binding */ MAX_RECORD),
/* harmony export */   sE: () => (/* binding */ nextLine)
/* harmony export */ });
/* unused harmony export GENESIS */
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(77598);

// A record is a file of JSON Lines. Each line holds the hash of the line before it, so that one that was edited, moved or
// taken out shows. The last lines can still be cut off: keep the last hash elsewhere if that matters.
/** What the first line names as its predecessor. */
const GENESIS = '0'.repeat(64);
/** Bytes. A record is read whole to be continued or verified; one of this size is time to begin a new file. */
const MAX_RECORD = 512 * 1024 * 1024;
/** The next line of a record, with its line end. `entry` holds neither `previous` nor `hash`. */
function nextLine(record, entry) {
    const body = { ...entry, previous: lastHash(record) };
    return `${JSON.stringify({ ...body, hash: hashOf(body) })}\n`;
}
/** Compares every line with its own hash and with the line before. */
function verify(record) {
    const read = entriesOf(record);
    return read.kind === 'broken' ? read : { kind: 'whole', lines: read.entries.length, last: read.last };
}
/** The same, with what the lines say. */
function entriesOf(record) {
    let last = GENESIS;
    const entries = [];
    for (const line of record.split('\n').filter((one) => one !== '')) {
        const entry = parsed(line);
        const why = entry === undefined ? 'unreadable' : faultOf(entry, line, last);
        if (entry === undefined || why !== undefined)
            return { kind: 'broken', line: entries.length + 1, why: why ?? 'unreadable' };
        last = String(entry['hash']);
        entries.push(entry);
    }
    return { kind: 'whole', entries, last };
}
function faultOf(entry, line, last) {
    const { hash, ...body } = entry;
    // As it is written, not as it is read: a key that is there twice is an edit, too.
    if (JSON.stringify(entry) !== line || hash !== hashOf(body))
        return 'edited';
    return body['previous'] === last ? undefined : 'predecessor';
}
function parsed(line) {
    try {
        const value = JSON.parse(line);
        return typeof value === 'object' && value !== null && !Array.isArray(value)
            ? value
            : undefined;
    }
    catch {
        return undefined;
    }
}
/** A record that was broken before goes on from its last line: what is broken stays visible. */
function lastHash(record) {
    const line = record.trimEnd().split('\n').at(-1) ?? '';
    if (line === '')
        return GENESIS;
    const { hash } = parsed(line) ?? {};
    return typeof hash === 'string' ? hash : (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHash)('sha256').update(line).digest('hex');
}
const hashOf = (body) => (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHash)('sha256').update(JSON.stringify(body)).digest('hex');


/***/ })

};
