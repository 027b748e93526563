import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { checkConfig, loadConfig } from "@/lib/server/config";
import { serverZone } from "@/lib/server/config-build";
import { CONTRACT, folderWith, settingsOf } from "./folder";

test("without a file and without variables everything has the contract's default", async () => {
  expect(await settingsOf()).toMatchObject({
    file: null,
    port: 3000,
    host: "127.0.0.1",
    apiKey: null,
    admin: null,
    secret: null,
    logLevel: "info",
    demo: null,
    timezone: serverZone(),
    sources: [],
    articles: { agents: ["full_pipeline", "pipeline"] },
    probes: [],
    traffic: { stateFile: null, driver: "state-file", haproxy: null },
    rules: [],
    notify: [],
    access: { anonymous: "none" },
    metrics: "keyed",
  });
});

test("the benchmarks are 75 dollars an hour, and 2, 3, 1 and 0.5 hours", async () => {
  const { benchmarks } = await settingsOf();
  expect(benchmarks.hourlyRateUsd).toBe(75);
  expect([...benchmarks.hours]).toEqual([
    ["research_agent", 2],
    ["writer_agent", 3],
    ["editor_agent", 1],
    ["graphics_agent", 0.5],
  ]);
});

test("the contract's example is read whole, with paths relative to its folder", async () => {
  const cwd = folderWith(CONTRACT);
  const loaded = await loadConfig({ env: {}, cwd });
  if (!loaded.ok) throw new Error("not read");
  const { settings } = loaded;
  expect(settings.file).toBe("greenlight.yaml");
  expect(settings.dataDir).toBe(join(cwd, ".data"));
  expect(settings.sources).toHaveLength(5);
  expect(settings.sources[0]).toEqual({
    kind: "execution-roi",
    path: resolve(cwd, "../economist/logs/execution_roi.json"),
    environment: "blue",
    timezone: "Europe/London",
  });
  expect(settings.probes).toEqual([
    {
      name: "pipeline",
      kind: "command",
      command: ["python3", "scripts/production_health_check.py"],
      cwd: resolve(cwd, "../economist"),
      environment: null,
      intervalMs: 60_000,
      retries: 1,
      timeoutMs: 30_000,
    },
    {
      name: "rag",
      kind: "http",
      url: "http://127.0.0.1:9101/health/rag",
      environment: "blue",
      intervalMs: 15_000,
      retries: 1,
      timeoutMs: 5_000,
    },
  ]);
  expect(settings.traffic.haproxy?.servers).toEqual({ blue: "blue", green: "green" });
  expect(settings.environments.green).toEqual({ url: "http://127.0.0.1:9102", version: "sprint-15" });
});

test("the example file that the project ships is valid", async () => {
  expect(await checkConfig("deploy/greenlight.example.yaml")).toEqual({
    mistakes: [],
    text: "deploy/greenlight.example.yaml: valid",
  });
});

test("an agent's hours in the file replace only that agent's default", async () => {
  const { benchmarks } = await settingsOf(
    "benchmarks: { hours: { writer_agent: 5, poet: 4, constructor: 2 } }",
  );
  expect(benchmarks.hours.get("writer_agent")).toBe(5);
  expect(benchmarks.hours.get("research_agent")).toBe(2);
  expect(benchmarks.hours.get("poet")).toBe(4);
  expect(benchmarks.hours.get("toString")).toBeUndefined();
});

test("a source's own zone wins over the reporting zone", async () => {
  const { sources } = await settingsOf(
    "timezone: Asia/Tokyo\nsources: [{kind: log, path: a, timezone: UTC}, {kind: log, path: b}]",
  );
  expect(sources.map(({ timezone }) => timezone)).toEqual(["UTC", "Asia/Tokyo"]);
});

test.each(["", "# nothing yet\n", "sources:\nprobes:\nbenchmarks:\n", "{}"])(
  "%j means all defaults",
  async (text) => {
    expect(await settingsOf(text)).toMatchObject({
      sources: [],
      probes: [],
      benchmarks: { hourlyRateUsd: 75 },
    });
  },
);

test("a probe that is asked often and names no timeout waits no longer than its interval", async () => {
  const { probes } = await settingsOf("probes: [{name: a, kind: command, command: [x], interval: 10s}]");
  expect(probes[0]?.timeoutMs).toBe(10_000);
});

test("a probe of a file and a process to sample have paths beside the settings, and defaults", async () => {
  const text =
    "probes: [{ name: a, kind: file, path: out/health.json }]\nresources: [{ pid_file: run/pid, environment: green }]\n";
  const { probes, resources } = await settingsOf(text);
  expect(probes).toMatchObject([
    {
      kind: "file",
      path: expect.stringMatching(/^\/.*\/out\/health\.json$/),
      intervalMs: 60_000,
      timeoutMs: 5000,
      retries: 1,
    },
  ]);
  expect(resources).toEqual([
    { pidFile: expect.stringMatching(/^\/.*\/run\/pid$/), intervalMs: 15_000, environment: "green" },
  ]);
});

test("anchors and aliases may be used", async () => {
  const { environments } = await settingsOf("environments: { blue: &a { version: v1 }, green: *a }");
  expect(environments.green.version).toBe("v1");
});

test("a byte order mark and Windows line ends do no harm", async () => {
  expect((await settingsOf("\uFEFFmetrics: public\r\ntimezone: UTC\r\n")).metrics).toBe("public");
});

test("every setting says where it comes from, and no secret is in it", async () => {
  const { origins } = await settingsOf(CONTRACT, {
    PORT: "4000",
    GREENLIGHT_API_KEY: "k".repeat(24),
    GREENLIGHT_SECRET: "s".repeat(32),
    GREENLIGHT_ADMIN_EMAIL: "ada@example.com",
    GREENLIGHT_ADMIN_PASSWORD: "hidden-password",
  });
  expect(origins).toContainEqual({ path: "PORT", value: "4000", origin: "environment" });
  expect(origins).toContainEqual({ path: "HOST", value: "127.0.0.1", origin: "default" });
  expect(origins).toContainEqual({ path: "probes[1].interval", value: "15s", origin: "file", line: 19 });
  expect(origins).toContainEqual({
    path: "articles.agents",
    value: "full_pipeline, pipeline",
    origin: "file",
    line: 9,
  });
  expect(origins).toContainEqual({
    path: "notify[0].url",
    value: "https://hooks.example.com/…",
    origin: "file",
    line: 26,
  });
  expect(origins).toContainEqual({
    path: "notify[0].secret",
    value: "set (not shown)",
    origin: "file",
    line: 26,
  });
  expect(JSON.stringify(origins)).not.toMatch(/kkkk|ssss|hidden-password|hush|key-in-path/);
});

test("mail is sent with STARTTLS on port 587 unless told otherwise, and its password is shown nowhere", async () => {
  const text =
    "notify:\n  - { kind: email, host: mail.example.com, user: me, password: hidden-password, from: a@example.com, to: [b@example.com, c@example.com] }";
  const { notify, origins } = await settingsOf(text);
  expect(notify).toMatchObject([{ kind: "email", port: 587, secure: false, password: "hidden-password" }]);
  expect(origins).toContainEqual({
    path: "notify[0].password",
    value: "set (not shown)",
    origin: "file",
    line: 2,
  });
  expect(JSON.stringify(origins)).not.toContain("hidden-password");
});

test("a rule takes all that its documentation names", async () => {
  const rule =
    "{ name: memory, clear_threshold: 1.2 GB, automatic: false, dry_run: true, must_have_data: true, renotify: 0s, cooldown: 1h }";
  expect((await settingsOf(`rules: [${rule}, { name: api-error-rate, min_errors: 1 }]`)).rules).toEqual([
    {
      ...{ name: "memory", clear_threshold: "1.2 GB", automatic: false, dry_run: true },
      ...{ must_have_data: true, renotify: "0s", cooldown: "1h" },
    },
    { name: "api-error-rate", min_errors: 1 },
  ]);
});

test("an agent or a flag may be called url or secret", async () => {
  const { origins } = await settingsOf(
    "benchmarks: { hours: { url: 2 } }\nflags: { defaults: { url: true } }",
  );
  expect(origins).toContainEqual({ path: "benchmarks.hours.url", value: "2", origin: "file", line: 1 });
});
