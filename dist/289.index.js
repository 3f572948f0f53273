export const id = 289;
export const ids = [289];
export const modules = {

/***/ 289:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   uploadArtifact: () => (/* binding */ uploadArtifact)
/* harmony export */ });
/* harmony import */ var _actions_artifact__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9645);

/** Attaches files below `root` to the workflow run. What the service refuses is a value. */
async function uploadArtifact(name, files, root) {
    try {
        await new _actions_artifact__WEBPACK_IMPORTED_MODULE_0__/* .DefaultArtifactClient */ .t9().uploadArtifact(name, [...files], root);
        return { kind: 'uploaded' };
    }
    catch (error) {
        return { kind: 'refused', message: error instanceof Error ? error.message : String(error) };
    }
}


/***/ })

};
