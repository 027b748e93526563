import { describe, expect, test } from "vitest";
import { BadUsage, readOptions } from "@/bin/serve-options";

const up = { GREENLIGHT_UP: "start", INIT_CWD: "/home/me" };
const read = (line: string, env: Record<string, string> = up, configFile = false) =>
  readOptions(line === "" ? [] : line.split(" "), env as NodeJS.ProcessEnv, () => configFile);

test("listens on 127.0.0.1:3000 unless told otherwise; an argument wins over the environment", () => {
  expect(read("")).toMatchObject({ host: "127.0.0.1", port: 3000, dev: false });
  expect(read("", { PORT: "4000", HOST: "localhost" })).toMatchObject({ host: "localhost", port: 4000 });
  expect(read("--port 0 --host [::1]", { PORT: "4000" })).toMatchObject({ host: "::1", port: 0 });
});

test("sources are one or more paths, repeatable, relative to where npm was called", () => {
  const { env } = read("--source a.json ../b.jsonl --port 1 --source /c");
  expect(env.GREENLIGHT_SOURCES).toBe('["/home/me/a.json","/home/b.jsonl","/c"]');
  expect(read("--config c.yaml").env.GREENLIGHT_CONFIG).toBe("/home/me/c.yaml");
});

test.each([
  "--bogus",
  "x",
  "--port x",
  "--port 65536",
  "--source",
  "--source a --port 1 b",
  "--host 0.0.0.0",
  "--host 192.168.1.2",
  "--demo --no-demo",
  "--demo --source a",
  "--config=",
])("bad usage: %s", (line) => {
  expect(() => read(line)).toThrow(BadUsage);
});

describe("the demo", () => {
  const demo = (...given: Parameters<typeof read>) => read(...given).env.GREENLIGHT_DEMO === "1";

  test("starts with npm run up when nothing says where data comes from", () => {
    expect(demo("")).toBe(true);
    expect(demo("--demo", { ...up, GREENLIGHT_CONFIG: "c" }, true)).toBe(true);
    expect(demo("--no-demo")).toBe(false);
    expect(demo("--source a")).toBe(false);
    expect(demo("", { ...up, GREENLIGHT_CONFIG: "c" })).toBe(false);
    expect(demo("", up, true)).toBe(false);
  });

  test("never starts with npm start, not even by the environment", () => {
    expect(demo("", { GREENLIGHT_DEMO: "1" })).toBe(false);
    expect(() => read("--demo", {})).toThrow("npm run up -- --demo");
  });
});
