export const id = 475;
export const ids = [475];
export const modules = {

/***/ 6856:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   pullRequestFiles: () => (/* binding */ pullRequestFiles)
/* harmony export */ });
/* harmony import */ var _actions_github__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(2413);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(452);


/** Asks GitHub what a pull request changes. The list ends at 3,000 files; `total` says how many there are. */
async function pullRequestFiles(token, repository, number) {
    const [owner = '', repo = ''] = repository.split('/');
    const { rest, paginate } = (0,_actions_github__WEBPACK_IMPORTED_MODULE_0__/* .getOctokit */ .Q)(token);
    try {
        const { data } = await rest.pulls.get({ owner, repo, pull_number: number });
        const listed = await paginate(rest.pulls.listFiles, { owner, repo, pull_number: number, per_page: 100 });
        const files = listed.map(({ filename, status, previous_filename }) => ({
            path: filename,
            status,
            ...(previous_filename === undefined ? {} : { previousPath: previous_filename }),
        }));
        return { head: data.head.sha, total: data.changed_files, files };
    }
    catch (cause) {
        throw notAnswered(cause);
    }
}
function notAnswered(cause) {
    return new _errors_js__WEBPACK_IMPORTED_MODULE_1__/* .ToolError */ .v4({
        code: 'github.failed',
        what: `GitHub did not say which files the pull request changes: ${cause.message}`,
        remedy: 'give actions/checkout `fetch-depth: 0`, or the action a `github-token` that may read pull requests',
    }, { cause });
}


/***/ })

};
