"use strict";
exports.id = 133;
exports.ids = [133];
exports.modules = {

/***/ 133:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   createRemarks: () => (/* binding */ s)
/* harmony export */ });
/* harmony import */ var _main_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(915);
/* harmony import */ var _write_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(47);
function s(e){return{notices:c(e),advice:u(e)}}function c(e){let{plan:a,failure:s}=e;if(a===null||s instanceof _main_js__WEBPACK_IMPORTED_MODULE_0__.c)return[];let c=a.items.flatMap(n=>(0,_main_js__WEBPACK_IMPORTED_MODULE_0__.u)(n)?(0,_main_js__WEBPACK_IMPORTED_MODULE_0__.a)(e)?s===null?n:[]:l(n,(0,_main_js__WEBPACK_IMPORTED_MODULE_0__.i)(e,n)):n);return (0,_write_js__WEBPACK_IMPORTED_MODULE_1__.t)(a,c,(0,_main_js__WEBPACK_IMPORTED_MODULE_0__.a)(e)?`planned`:`applied`)}function l(t,{status:n,after:r}){if(n!==`applied`)return[];let i=r===null?[]:(0,_main_js__WEBPACK_IMPORTED_MODULE_0__.G)(r,t.fields),a=Object.entries(t.fields).filter(([e])=>!i.includes(e));return[{...t,fields:Object.fromEntries(a)}]}function u(e){let{inputs:t,plan:n,failure:r}=e;if(t?.dryRun!==!0||n===null||r!==null)return null;let i=(0,_write_js__WEBPACK_IMPORTED_MODULE_1__.m)(n,t.token,!0);return i.length===0?null:`To apply this, a token also needs ${new Intl.ListFormat(`en`).format(i.toSorted())}.`}

/***/ })

};
;