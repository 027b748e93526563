import { describe, expect, test } from "vitest";
import { classified } from "@/lib/domain/classify";
import type { ErrorClass, ErrorKind } from "@/lib/domain/signals";

type Row = readonly [errorClass: ErrorClass, errorKind: ErrorKind | null, ...words: string[]];

const SAID: readonly Row[] = [
  ["other", "cancelled", "Flow stopped", "asyncio.exceptions.CancelledError"],
  ["other", "cancelled", "Interrupted", "KeyboardInterrupt"],
  ["other", "cancelled", "Article run cancelled by operator"],
  ["llm_api", "rate_limit", "Error code: 429 - {'type': 'error', 'error': {'type': 'rate_limit_error'}}"],
  ["llm_api", "rate_limit", "writer failed", "anthropic.RateLimitError: too fast", "economist_flow"],
  ["llm_api", "rate_limit", "HTTP/1.1 429 Too Many Requests"],
  ["llm_api", "rate_limit", "Rate limit exceeded, retrying in 20 s"],
  ["llm_api", "rate_limit", "You exceeded your current quota, please check your plan"],
  ["llm_api", "rate_limit", "{'type': 'overloaded_error', 'message': 'Overloaded'}"],
  ["llm_api", "rate_limit", "Error code: 529"],
  ["llm_api", "timeout", "openai.APITimeoutError: Request timed out."],
  ["llm_api", "timeout", "Request timed out"],
  ["llm_api", "timeout", "LLM API timeout after 60 s"],
  ["llm_api", "timeout", "httpx.ReadTimeout: The read operation timed out"],
  ["llm_api", "timeout", "Stage failed", "TimeoutError", "src.stage3"],
  ["llm_api", "timeout", "Anthropic call failed: deadline exceeded"],
  ["llm_api", "timeout", "Flow gave up: claude did not answer, timed out"],
  ["llm_api", null, "anthropic.APIConnectionError: Connection error."],
  ["llm_api", null, "anthropic.AuthenticationError: Error code: 401"],
  ["llm_api", null, "500 Server Error for url: https://api.anthropic.com/v1/messages"],
  ["llm_api", null, "stage failed", "openai.InternalServerError: Error code: 500"],
  ["llm_api", null, "litellm.exceptions.BadRequestError: no such model"],
  ["integration", "rag", "chromadb.errors.NotFoundError: Collection [articles] does not exists"],
  ["integration", "rag", "chromadb: sqlite3.OperationalError: database is locked"],
  ["integration", "rag", "RAG retrieval failed"],
  ["integration", "rag", "RAG query timed out after 500 ms"],
  ["integration", "rag", "Style memory unavailable"],
  ["integration", "rag", "boom", "ValueError: boom", "src.tools.style_memory_tool"],
  ["integration", "roi", "ROI tracker could not finish the execution"],
  ["integration", "roi", "boom", "KeyError: 'x'", "roi_tracker"],
  ["integration", "roi", "telemetry dropped"],
  ["integration", "flow", "Flow execution failed"],
  ["integration", "flow", "fallback to WORKFLOW_SEQUENCE"],
  ["integration", "flow", "No module named 'crewai'"],
  ["integration", "flow", "boom", "ValueError: boom", "economist_flow"],
  ["database", null, "sqlite3.OperationalError: database is locked"],
  ["database", null, "flow failed", "psycopg.OperationalError: connection timeout expired"],
  ["database", null, "sqlalchemy.exc.IntegrityError: UNIQUE constraint failed"],
  ["database", null, "Database connection lost"],
  ["file_io", "chart", "Chart generation failed"],
  ["file_io", "chart", "matplotlib backend is missing", "", "economist_flow"],
  ["file_io", "chart", "FileNotFoundError: [Errno 2] No such file or directory: 'output/charts/gas.png'"],
  ["file_io", "chart", "OSError: [Errno 28] No space left on device: 'gas_chart.svg'"],
  ["file_io", "save", "Failed to save article"],
  ["file_io", "save", "Could not write draft.md"],
  ["file_io", "save", "PermissionError: [Errno 13] Permission denied: 'output/a.md'"],
  ["file_io", "save", "ROI log lost", "OSError: [Errno 28] No space left on device", "roi_tracker"],
  ["file_io", "save", "OSError: [Errno 122] Disk quota exceeded"],
  ["other", null, "ValueError: invalid literal for int() with base 10: 'x'"],
  ["other", null, "ConnectionRefusedError: [Errno 111] Connection refused"],
  ["other", null, "found 429 words in the draft"],
  ["other", null, ""],
];

describe("an error is told by its words", () => {
  const said = SAID.map(([errorClass, errorKind, ...words]) => ({ errorClass, errorKind, words }));
  test.each(said)("$errorClass $errorKind: $words", ({ errorClass, errorKind, words }) => {
    expect(classified(...words)).toEqual({ errorClass, errorKind });
  });
});

test("what the message says of the work counts before what its logger is called", () => {
  expect(classified("RAG retrieval failed", "", "economist_flow").errorKind).toBe("rag");
  expect(classified("Flow failed", "", "rag_tool").errorKind).toBe("flow");
});
