/** Who wants what in the tests of the traffic. */
export const WISH = { actor: "ada", origin: "test", reason: "a test" };
export const ROLLBACK = { ...WISH, dryRun: false, confirm: false };
