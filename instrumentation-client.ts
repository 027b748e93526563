/**
 * Before any other code of a page: zod would ask by `new Function` whether it may compile its checks. Our content policy
 * refuses that, and the browser reports each such question as a violation.
 */
Object.assign(globalThis, { __zod_globalConfig: { jitless: true } });

export {};
