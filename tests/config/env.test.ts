import { resolve } from "node:path";
import { expect, test } from "vitest";
import { mistakesOf, settingsOf } from "./folder";

test("variables are read", async () => {
  const settings = await settingsOf(undefined, {
    PORT: "0",
    HOST: "::1",
    GREENLIGHT_DATA_DIR: "/var/lib/greenlight",
    GREENLIGHT_API_KEY: "a-bootstrap-key-of-24-ch",
    GREENLIGHT_ADMIN_EMAIL: "ada@example.com",
    GREENLIGHT_ADMIN_PASSWORD: "long enough for it",
    LOG_LEVEL: "debug",
  });
  expect(settings).toMatchObject({
    port: 0,
    host: "::1",
    dataDir: resolve("/var/lib/greenlight"),
    apiKey: "a-bootstrap-key-of-24-ch",
    admin: { email: "ada@example.com", password: "long enough for it" },
    logLevel: "debug",
  });
});

test("an empty variable counts as unset", async () => {
  expect(
    await settingsOf(undefined, { PORT: "", GREENLIGHT_API_KEY: "", GREENLIGHT_CONFIG: "" }),
  ).toMatchObject({
    port: 3000,
    apiKey: null,
  });
});

test("GREENLIGHT_SOURCES wins over the sources of the file, and kinds are told by content", async () => {
  const settings = await settingsOf("timezone: UTC\nsources: [{ kind: log, path: a }]", {
    GREENLIGHT_SOURCES: '["/logs/roi.json"]',
  });
  expect(settings.sources).toEqual([
    { kind: "auto", path: "/logs/roi.json", environment: null, timezone: "UTC" },
  ]);
  expect(settings.origins.find(({ path }) => path === "GREENLIGHT_SOURCES")?.origin).toBe("environment");
});

test.each([
  ["PORT", "80a", 'PORT: found "80a", allowed: a whole number from 0 to 65535'],
  ["PORT", "65536", 'PORT: found "65536", allowed: a whole number from 0 to 65535'],
  ["HOST", "http://x", 'HOST: found "http://x", allowed: a host name or an IP address'],
  [
    "LOG_LEVEL",
    "inf",
    'LOG_LEVEL: found "inf", allowed: trace, debug, info, warn, error, fatal, silent; did you mean "info"?',
  ],
  [
    "GREENLIGHT_API_KEY",
    "too-short",
    "GREENLIGHT_API_KEY: found 9 characters (not shown), allowed: at least 24 characters, without spaces",
  ],
  [
    "GREENLIGHT_SECRET",
    "tiny",
    "GREENLIGHT_SECRET: found 4 characters (not shown), allowed: at least 24 characters, without spaces",
  ],
  [
    "GREENLIGHT_ADMIN_EMAIL",
    "ada@example.com",
    "GREENLIGHT_ADMIN_PASSWORD: found nothing, allowed: both of the pair, or neither",
  ],
  [
    "GREENLIGHT_SOURCES",
    '["relative.json"]',
    'GREENLIGHT_SOURCES: found "[\\"relative.json\\"]", allowed: a JSON array of absolute paths',
  ],
  ["GREENLIGHT_DEMO", "yes", 'GREENLIGHT_DEMO: found "yes", allowed: 0, 1'],
  [
    "GREENLIGHT_DEMO_SPEED",
    "-4",
    'GREENLIGHT_DEMO_SPEED: found "-4", allowed: a whole number from 1 to 1000000',
  ],
])("a wrong %s is named, and never a secret's value", async (name, value, expected) => {
  expect(await mistakesOf(undefined, { [name]: value })).toEqual([expected]);
});

test.each([11, 129])("a password of %i characters is refused, and not repeated", async (length) => {
  const mistakes = await mistakesOf(undefined, {
    GREENLIGHT_ADMIN_EMAIL: "ada@example.com",
    GREENLIGHT_ADMIN_PASSWORD: "x".repeat(length),
  });
  expect(mistakes).toEqual([
    `GREENLIGHT_ADMIN_PASSWORD: found ${length} characters (not shown), allowed: 12 to 128 characters`,
  ]);
});

test("mistakes of variables and of the file are told together", async () => {
  expect(await mistakesOf("metrics: 3", { PORT: "x" })).toHaveLength(2);
});

test("the demo does not read the file that happens to be there", async () => {
  const settings = await settingsOf("metrics: public", {
    GREENLIGHT_DEMO: "1",
    GREENLIGHT_DEMO_SPEED: "600",
  });
  expect(settings).toMatchObject({ file: null, metrics: "keyed", demo: { speed: 600 } });
});

test("the demo takes a file that is named, without its probes, samples, driver and notifications", async () => {
  const settings = await settingsOf(
    "metrics: public\nprobes: [{ name: a, kind: command, command: [x] }]\nresources: [{ pid_file: a }]\nnotify: [{ kind: webhook, url: 'http://h' }]\ntraffic: { state_file: a }",
    { GREENLIGHT_DEMO: "1", GREENLIGHT_CONFIG: "greenlight.yaml" },
  );
  expect(settings).toMatchObject({
    metrics: "public",
    probes: [],
    resources: [],
    notify: [],
    traffic: { stateFile: null },
  });
});

test("the demo listens on this machine only", async () => {
  expect(await mistakesOf(undefined, { GREENLIGHT_DEMO: "1", HOST: "0.0.0.0" })).toEqual([
    'HOST: found "0.0.0.0", allowed: a loopback address such as 127.0.0.1, because the demo has no sign-in',
  ]);
});
