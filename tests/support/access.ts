/** The bootstrap key of every application and server that tests start: with it a test may do everything. */
export const TEST_KEY = "gl_bootstrap-key-of-the-tests";

/** The header of a request that carries a key. */
export const bearing = (key: string = TEST_KEY) => ({ authorization: `Bearer ${key}` });

/** The administrator of the servers that browser tests start. */
export const ADMIN = { email: "ana@example.org", password: "a-passphrase-of-the-tests" };

export const ADMIN_ENV = { GREENLIGHT_ADMIN_EMAIL: ADMIN.email, GREENLIGHT_ADMIN_PASSWORD: ADMIN.password };
