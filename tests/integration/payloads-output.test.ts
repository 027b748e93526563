import { expect, test } from "vitest";
import { ENDPOINTS } from "@/lib/contract/endpoints";
import { openLog } from "@/lib/server/log";
import { account, sessionOf } from "@/tests/support/account";
import { pushText, testApp } from "@/tests/support/app";
import { PAYLOADS, payloadDocuments } from "@/tests/support/payloads";
import { call, routed } from "@/tests/support/routes";

const TABLES = ENDPOINTS.filter(({ csv }) => csv);

/** The cells of a table, by RFC 4180 and nothing kinder: a quote only around a whole cell, doubled within. */
function cellsOf(text: string): string[][] {
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/y;
  const rows: string[][] = [[]];
  while (cell.lastIndex < text.length) {
    const [, quoted, plain, end] = cell.exec(text) ?? [];
    if (end === undefined) throw new Error(`no cell at ${text.slice(cell.lastIndex, cell.lastIndex + 80)}`);
    rows.at(-1)?.push(quoted?.replaceAll('""', '"') ?? plain ?? "");
    if (end !== "," && cell.lastIndex < text.length) rows.push([]);
  }
  return rows;
}

/** An application with every payload in every text, and what asks for its tables. */
async function filled() {
  const { app } = await testApp({ nowMs: Date.now() });
  routed(app);
  for (const [kind, text] of Object.entries(payloadDocuments(app.nowMs())))
    await pushText(app, kind as never, text);
  await account(app, "+1@example.org", "admin");
  await sessionOf("+1@example.org");
}

test("no cell of any table starts a formula, and every cell is one cell, whatever is stored", async () => {
  await filled();
  const shown = new Set<string>();
  for (const { path } of TABLES) {
    for (const search of [
      "?format=csv",
      "?format=csv&by=model",
      "?format=csv&by=agent",
      "?format=csv&group=class",
    ]) {
      const response = await call(path, search);
      if (response.status === 400) continue; // a question that this table does not take
      expect(response.headers.get("content-type"), path).toMatch(/^text\/csv/);
      const rows = cellsOf(await response.text());
      expect(rows.length, path).toBeGreaterThan(0);
      for (const row of rows) {
        expect(row, path).toHaveLength(rows[0]?.length ?? 0);
        expect(
          row.filter((text) => /^[=+\-@\t\r＝＋－＠]/.test(text) && !/^-?\d+(\.\d+)?(e-?\d+)?$/.test(text)),
        ).toEqual([]);
        for (const text of row) shown.add(text);
      }
    }
  }
  expect(TABLES.length).toBeGreaterThan(8);
  for (const text of PAYLOADS.slice(0, 50))
    expect(shown).toContain(/^[=+\-@]/.test(text) ? `'${text}` : text);
});

test("a line of the log is one line of JSON, on which no terminal acts, whatever is written into it", () => {
  const lines: string[] = [];
  const log = openLog("info", { write: (line) => void lines.push(line) });
  for (const text of PAYLOADS) {
    log.info({ path: text, [text]: text }, text);
    log.error({ err: new Error(text) }, "request failed");
  }
  expect(lines).toHaveLength(2 * PAYLOADS.length);
  for (const [at, line] of lines.entries()) {
    expect(line).toMatch(/^[^\n]+\n$/);
    expect(line).not.toMatch(/[^\P{Cc}\n]|[\u200e\u200f\u2028-\u202e\u2066-\u2069]/u);
    const text = PAYLOADS[Math.floor(at / 2)];
    const { level, msg, path, err } = JSON.parse(line);
    expect(at % 2 === 0 ? { level, msg, path } : { level, msg, text: err.message }).toEqual(
      at % 2 === 0 ? { level: 30, msg: text, path: text } : { level: 50, msg: "request failed", text },
    );
  }
});
