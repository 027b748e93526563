import { readFile } from "node:fs/promises";
import { storedCounts } from "@/db/queries/sources";
import type { IngestReply } from "@/lib/contract/ingest";
import type { Source } from "@/lib/contract/sources";
import type { Environment } from "@/lib/domain/environment";
import { serverAnswers } from "@/lib/drivers/self";
import { decode } from "@/lib/ingest/decode";
import { kindOf } from "@/lib/ingest/parse";
import { placed } from "@/lib/ingest/position";
import type { App } from "./app";
import { checkConfig } from "./config";
import { ingest, nothingValid, parsed } from "./ingest";
import { derivedElsewise, keepDerived, rebuild } from "./rebuild";
import { sourcesOf } from "./sources";

/** What a command answers: a value for `--json`, lines for a person, and whether it did what was asked. */
export interface Outcome {
  done: boolean;
  value: unknown;
  lines: string[];
}

type FileOutcome = { file: string } & (IngestReply | { error: string });

/** `greenlight ingest FILE…`: each file as a watched file of this path would be read, kind told by content. */
export async function ingestFiles(
  app: App,
  files: readonly string[],
  environment: Environment | null,
): Promise<Outcome> {
  if (await derivedElsewise(app)) {
    const error =
      "the time zone, articles, benchmarks or free models here are not those that the stored figures were derived with; use the server's settings, or first: rollups rebuild";
    return { done: false, value: { error }, lines: [error] };
  }
  await keepDerived(app);
  const outcomes: FileOutcome[] = [];
  for (const file of files) outcomes.push({ file, ...(await ingestFile(app, file, environment)) });
  return {
    done: outcomes.every((outcome) => !("error" in outcome)),
    value: outcomes,
    lines: outcomes.flatMap(linesOf),
  };
}

async function ingestFile(
  app: App,
  path: string,
  environment: Environment | null,
): Promise<IngestReply | { error: string }> {
  const bytes = await readFile(path).catch((error: Error) => error);
  if (bytes instanceof Error) return { error: `cannot be read (${bytes.message.split(",")[0]})` };
  const decoded = decode(bytes);
  if ("malformed" in decoded) return { error: placed(decoded.malformed) };
  const kind = kindOf(decoded.text);
  if (kind === null) return { error: "the content is none of the kinds that are read" };
  const source = app.settings().sources.find((setting) => setting.path === path);
  const document = parsed(kind, decoded.text, source?.timezone ?? app.calendar().zone);
  if (document.malformed !== null) {
    return { error: placed(document.malformed) };
  }
  const place = {
    source: { path: "cli", kind },
    environment: environment ?? source?.environment ?? null,
    position: null,
  };
  const reply = await ingest(app, place, document);
  return nothingValid(reply) ? { ...reply, error: "nothing in this file is valid" } : reply;
}

function linesOf(outcome: FileOutcome): string[] {
  const rejected =
    "rejected" in outcome
      ? outcome.rejected.map(({ path, message }) => `  rejected ${path}: ${message}`)
      : [];
  if ("error" in outcome) return [`${outcome.file}: ${outcome.error}`, ...rejected];
  const { accepted, updated, duplicates, notices } = outcome;
  return [
    `${outcome.file}: ${accepted} new, ${updated} updated, ${duplicates} known already`,
    ...rejected,
    ...notices.map((notice) => `  ${notice}`),
  ];
}

/** `greenlight status`: what is stored, from where, and whether a server answers. */
export async function status(app: App): Promise<Outcome> {
  const { host, port, file } = app.settings();
  const url = `http://${host.includes(":") ? `[${host}]` : host}:${port}`;
  const server = { url, answers: await serverAnswers(url) };
  const database = {
    file: app.databaseFile,
    bytes: app.store.bytes(),
    ...(await storedCounts(app.store.db)),
  };
  const { sources } = await sourcesOf(app);
  const lines = [
    `server    ${url} ${server.answers ? "answers" : "does not answer"}`,
    `settings  ${file ?? "defaults and environment"}`,
    `database  ${database.file}, ${database.bytes} bytes`,
    `stored    ${database.executions} executions, ${database.llm_calls} calls, ${database.articles} articles`,
    ...sources.map(sourceLine),
  ];
  return { done: true, value: { server, settings: file, database, sources }, lines };
}

const sourceLine = ({ path, kind, last_read, last_error }: Source): string =>
  `source    ${path} (${kind}), last read ${last_read ?? "never"}${last_error ? `, last error ${last_error.time}: ${last_error.message}` : ""}`;

/** `greenlight config check FILE` */
export async function configCheck(file: string): Promise<Outcome> {
  const { mistakes, text } = await checkConfig(file);
  return { done: mistakes.length === 0, value: { mistakes }, lines: text.split("\n") };
}

/** `greenlight rollups rebuild`: done also where rows differed, because they are right afterwards; the difference is told. */
export async function rollupsRebuild(app: App): Promise<Outcome> {
  await keepDerived(app);
  const rebuilt = await rebuild(app, "cli");
  const { executions, lines, errors, samples, rows, differences } = rebuilt;
  const verdict =
    differences.length === 0
      ? "equal to the raw records"
      : `${differences.length} rows differed from the raw records and were replaced`;
  return {
    done: true,
    value: rebuilt,
    lines: [
      `${rows} rollup rows of ${executions} executions, ${lines} article-costs lines, ${errors} errors, ${samples} samples, health results and checks: ${verdict}`,
      ...differences
        .slice(0, 20)
        .map(({ table, key, stored, raw }) => `  ${table} ${key}: stored ${stored}; raw ${raw}`),
    ],
  };
}
