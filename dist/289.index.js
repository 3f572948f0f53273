export const id = 289;
export const ids = [289];
export const modules = {

/***/ 289:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   downloadArtifacts: () => (/* binding */ downloadArtifacts),
/* harmony export */   uploadArtifact: () => (/* binding */ uploadArtifact)
/* harmony export */ });
/* harmony import */ var _actions_artifact__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9645);

/** Attaches files below `root` to the workflow run. What the service refuses is a value. */
async function uploadArtifact(name, files, root, isReplaced = false) {
    const client = new _actions_artifact__WEBPACK_IMPORTED_MODULE_0__/* .DefaultArtifactClient */ .t9();
    try {
        // a name is given once in a run; where there is none yet, or it cannot be taken away, the upload tells
        if (isReplaced)
            await client.deleteArtifact(name).catch(() => undefined);
        await client.uploadArtifact(name, [...files], root);
        return { kind: 'uploaded' };
    }
    catch (error) {
        return refused(error);
    }
}
/** Fetches artifacts of this run, each by the digest that the service gives for it. */
async function downloadArtifacts(isWanted, folder) {
    const client = new _actions_artifact__WEBPACK_IMPORTED_MODULE_0__/* .DefaultArtifactClient */ .t9();
    try {
        const { artifacts } = await client.listArtifacts({ latest: true });
        const wanted = artifacts.filter(({ name }) => isWanted(name));
        for (const { id, name, digest } of wanted) {
            const path = `${folder}/${name}`;
            const expected = digest === undefined ? {} : { expectedHash: digest };
            const { digestMismatch } = await client.downloadArtifact(id, { path, ...expected });
            if (digestMismatch === true)
                return refused(`${name} did not arrive as it was uploaded`);
        }
        return { kind: 'downloaded', names: wanted.map(({ name }) => name) };
    }
    catch (error) {
        return refused(error);
    }
}
function refused(error) {
    return { kind: 'refused', message: error instanceof Error ? error.message : String(error) };
}


/***/ })

};
