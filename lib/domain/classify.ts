import type { ErrorClass, ErrorKind } from "./signals";

export interface Classified {
  errorClass: ErrorClass;
  errorKind: ErrorKind | null;
}

type Rule = readonly [ErrorClass, ErrorKind | null, RegExp];

const LLM = /anthropic|openai|claude|\bgpt-|\bllm\b|litellm|chat[ ._]completion|completions\.create/i;
const TIMEOUT = /time(?:d )?[ -]?out|deadline/i;
const CHART = /chart|matplotlib|savefig|\.png\b|\bplot/i;

/** Words that can mean one thing only, wherever they stand. The first that fits wins. */
const CERTAIN: readonly Rule[] = [
  ["other", "cancelled", /CancelledError|KeyboardInterrupt|\bcancell?ed by\b/i],
  ["file_io", "save", /disk quota|no space left on device|read-only file system/i],
  [
    "llm_api",
    "rate_limit",
    /rate[ _-]?limit|too many requests|overloaded|insufficient_quota|\bquota\b|resource_?exhausted|\b(?:http|status|code|error|returned)\b[ _a-z]{0,12}[:= ]{0,3}(?:429|529)\b/i,
  ],
  ["llm_api", "timeout", /APITimeoutError/],
  ["integration", "rag", /chromadb|chroma_db|\bchroma\b/i],
  [
    "database",
    null,
    /sqlite|psycopg|sqlalchemy|postgres|database is locked|\bno such table\b|\b(?:Operational|Integrity|Programming|Database)Error\b|\bdatabase\b/i,
  ],
  [
    "file_io",
    "save",
    /\b(?:FileNotFound|Permission|IsADirectory|NotADirectory|FileExists)Error\b|\bOSError: \[Errno (?:[125]|1[37]|2[01234678]|30|36)\]|\[Errno (?:2|13|28)\]|no such file or directory|permission denied:/i,
  ],
  [
    "llm_api",
    null,
    /\bAPI(?:Connection|Status|ResponseValidation)?Error\b|\b(?:anthropic|openai|litellm)(?:\.[\w.]*)?(?:Error|Exception)\b|api\.(?:anthropic|openai)\.com|\b(?:anthropic|openai|claude|llm)\b.{0,40}\bAPI\b/i,
  ],
];

/** Words that tell what was being done. Each text is asked by itself: the message, then what comes after it. */
const LIKELY: readonly Rule[] = [
  ["file_io", "chart", CHART],
  ["integration", "rag", /\brag\b|rag_|style[ _]memory|stylememory|retriev|vector ?store|embeddings?\b/i],
  ["integration", "roi", /\broi\b|roi_|roi ?tracker|telemetry/i],
  ["integration", "flow", /\bflow\b|_flow\b|economistflow|workflow|crewai|\bcrew\b/i],
  ["llm_api", "timeout", TIMEOUT],
  ["llm_api", null, LLM],
  [
    "file_io",
    "save",
    /\b(?:sav(?:e|ed|ing)|writ(?:e|ing|ten)|open(?:ing)?)\b.{0,80}\b(?:to|file|article|draft|output|json|markdown|report|disk|[\w-]+\.\w{2,5})\b|\bOSError\b|\bIOError\b|\bUnicode(?:De|En)codeError\b/i,
  ],
];

/**
 * What an error is about, told by its words: the message first, then the last line of its traceback, then its logger.
 *
 * @source docs/formats.md#what-an-error-is-about
 */
export function classified(...words: readonly string[]): Classified {
  const all = words.join("\n");
  const certain = CERTAIN.find(([, , fits]) => fits.test(all));
  if (certain) return refined(certain, all);
  for (const text of words) {
    const likely = LIKELY.find(([, , fits]) => fits.test(text));
    if (likely) return refined(likely, all);
  }
  return { errorClass: "other", errorKind: null };
}

/** A file that is a chart, and a call that took too long, are so whatever else is said. */
function refined([errorClass, errorKind]: Rule, all: string): Classified {
  if (errorKind === "save" && CHART.test(all)) return { errorClass, errorKind: "chart" };
  if (errorClass === "llm_api" && errorKind === null && TIMEOUT.test(all))
    return { errorClass, errorKind: "timeout" };
  if (errorKind === "flow" && LLM.test(all) && TIMEOUT.test(all))
    return { errorClass: "llm_api", errorKind: "timeout" };
  return { errorClass, errorKind };
}
