import { expect, test } from "vitest";
import { SMOKE_TOPICS } from "@/lib/contract/config";
import { loadConfig } from "@/lib/server/config";
import { folderWith, mistakesOf, settingsOf } from "./folder";

const COMMAND = "smoke: { kind: command, command: [generate, --topic, '{topic}'] }";

test("without it nothing writes articles on request", async () => {
  expect((await settingsOf()).smoke).toBeNull();
});

test("a command runs in the file's folder, on three topics, for half an hour each", async () => {
  const folder = folderWith(COMMAND);
  const loaded = await loadConfig({ env: {}, cwd: folder });
  expect(loaded.ok && loaded.settings.smoke).toEqual({
    ...{ kind: "command", command: ["generate", "--topic", "{topic}"] },
    ...{ cwd: folder, topics: SMOKE_TOPICS, timeoutMs: 30 * 60_000 },
  });
  expect(SMOKE_TOPICS).toHaveLength(3);
});

test("a webhook has its address, and its secret where it has one", async () => {
  const { smoke } = await settingsOf(
    "smoke: { kind: webhook, url: http://127.0.0.1:9/w, topics: [a], timeout: 5s }",
  );
  expect(smoke).toEqual({
    ...{ kind: "webhook", url: "http://127.0.0.1:9/w", secret: null, topics: ["a"], timeoutMs: 5000 },
  });
});

test("what may hold a secret is shown nowhere: the webhook's path, its secret, words of a command", async () => {
  const webhook =
    "smoke: { kind: webhook, url: 'https://ci.example.com/top-secret-path', secret: top-secret-word }";
  const { origins } = await settingsOf(webhook);
  expect(origins.find(({ path }) => path === "smoke.url")?.value).toBe("https://ci.example.com/…");
  const command = "smoke: { kind: command, command: [generate, --api-key=top-secret-key] }";
  const words = (await settingsOf(command)).origins.find(({ path }) => path === "smoke.command");
  expect(words?.value).toBe("generate, --api-key=[redacted]");
  expect(JSON.stringify(origins)).not.toContain("top-secret");
});

test.each([
  ["smoke: { kind: mail }", /smoke\.kind: .*allowed: command, webhook/],
  ["smoke: { kind: command, command: [] }", /smoke\.command: .*a list of the program and its arguments/],
  ["smoke: { kind: command, command: [a], topics: [] }", /smoke\.topics: .*from 1 to 20 topics/],
  ["smoke: { kind: command, command: [a], topics: [One, ' one '] }", /smoke\.topics: .*none is there twice/],
  ["smoke: { kind: command, command: [a], timeout: 3h }", /smoke\.timeout: /],
  ["smoke: { kind: webhook, url: 'hooks/top-secret-token' }", /smoke\.url: found a value of \d+ characters/],
])("%s is named with its place, and repeats no secret", async (text, expected) => {
  const mistakes = await mistakesOf(text);
  expect(mistakes).toHaveLength(1);
  expect(mistakes[0]).toMatch(expected);
  expect(mistakes[0]).not.toContain("top-secret");
});
