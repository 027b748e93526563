const LONG = "x".repeat(400);

/** Texts that would do something if anything but a text was made of them; each is short enough for a name. */
export const PAYLOADS: readonly string[] = [
  // HTML
  "<img src=x onerror=pwned()>",
  "<script>pwned()</script>",
  "</script><script>pwned()</script>",
  "</title><script>pwned()</script>",
  "<iframe srcdoc='<script>parent.pwned()</script>'></iframe>",
  "<iframe src=javascript:pwned()>",
  "<body onload=pwned()>",
  "<details open ontoggle=pwned()>x</details>",
  "<input autofocus onfocus=pwned()>",
  '<a href="javascript:pwned()">x</a>',
  "<style>*{display:none!important}</style>",
  "<link rel=stylesheet href=//evil.example/x.css>",
  "<base href=//evil.example/>",
  "<meta http-equiv=refresh content='0;url=//evil.example'>",
  "<form action=//evil.example><button>x</button></form>",
  "<object data=javascript:pwned()>",
  "<template shadowrootmode=open><script>pwned()</script></template>",
  '"><img src=x onerror=pwned()>',
  "' onmouseover='pwned()",
  '" autofocus onfocus="pwned()',
  "<!--",
  "-->",
  "<![CDATA[",
  "&lt;script&gt;pwned()&lt;/script&gt;",
  "&#x3c;img src=x onerror=pwned()&#x3e;",
  // SVG, as a chart would draw it
  "<svg onload=pwned()>",
  "<svg><script>pwned()</script></svg>",
  "<svg><animate onbegin=pwned() attributeName=x dur=1s>",
  "<svg><use href='data:image/svg+xml,<svg id=x onload=pwned()/>#x'/></svg>",
  "</text></svg><img src=x onerror=pwned()>",
  "<math><mi xlink:href='javascript:pwned()'>x</mi></math>",
  // Markdown and addresses
  "[x](javascript:pwned())",
  "![x](x){onerror=pwned()}",
  "<javascript:pwned()>",
  "javascript:pwned()",
  "data:text/html,<script>pwned()</script>",
  "//evil.example/%2e%2e",
  "../../../../etc/passwd",
  // scripts, templates, other languages
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is to stay as it is
  "${pwned()}",
  "{{constructor.constructor('pwned()')()}}",
  "`;pwned();`",
  "');pwned();('",
  "\\u003cscript\\u003epwned()\\u003c/script\\u003e",
  "__proto__",
  "constructor",
  "' or 1=1; drop table event; --",
  "$(touch pwned)",
  // formulas of a spreadsheet
  '=cmd|"/C calc"!A0',
  '=HYPERLINK("http://evil.example","x")',
  "+1+1",
  "-1+cmd|'/C calc'!A0",
  "@SUM(1,1)",
  "\t=1+1",
  // terminals, and what turns, hides or breaks text
  "\u001b[2J\u001b[31mred\u001b[0m",
  "\u009b31mred\u0007",
  "\u202egnp.exe\u202c",
  "\u2066a\u2069\u200f\u200e\ufeff",
  'a\nb\r\n{"level":60,"msg":"forged"}',
  "nul\u0000 and a lone \ud800 surrogate",
  LONG,
];

const MINUTE_MS = 60_000;

/** One record of each kind per payload, with the payload in every text of it that somebody sees; the newest a minute old. */
export function payloadDocuments(nowMs: number): Record<string, string> {
  const at = (index: number) => new Date(nowMs - (index + 1) * MINUTE_MS).toISOString();
  const lines = (record: (payload: string, time: string, index: number) => object) =>
    PAYLOADS.map((payload, index) => JSON.stringify(record(payload, at(index), index))).join("\n");
  return {
    "article-costs": lines((topic, timestamp) => ({
      timestamp,
      topic,
      ...{ total_cost_usd: 0.5, writer_cost_usd: 0.3, graphics_cost_usd: 0.2 },
      ...{ writer_model: topic, graphics_model: `${topic} two`, gates_passed: 3 },
    })),
    "execution-roi": JSON.stringify({
      version: "1.0",
      executions: PAYLOADS.map((text, index) => run(text, at(index))),
    }),
    health: lines((component, timestamp) => ({
      ...{ component, timestamp, status: "unhealthy", fallback: component },
      ...{ error: component, version: component, details: component, [component]: component },
    })),
    errors: lines((message, timestamp) => ({
      ...{ timestamp, class: "other", message, detail: message, traceback: message },
      ...{ component: message, job: message },
    })),
    latency: lines((name, timestamp) => ({ timestamp, name, value_ms: 120 })),
    "article-evals": JSON.stringify(PAYLOADS.map((text, index) => evaluation(text, at(index)))),
    "agent-metrics": JSON.stringify({
      version: "1.0",
      runs: PAYLOADS.map((text, index) => ({
        timestamp: at(index),
        agents: {
          [text]: { prediction: text, actual: text },
          research_agent: { sources: [text], prediction: text, actual: text },
          editor_agent: { gates_passed: 4, gates_failed: 1, quality_issues: [text] },
        },
      })),
    }),
    log: PAYLOADS.map(
      (text) => `${at(0).slice(0, 19).replace("T", " ")},123 - ${text} - ERROR - ${text}`,
    ).join("\n"),
  };
}

function run(text: string, time: string) {
  const metadata = { topic: text, [text]: text };
  const call = {
    timestamp: time,
    agent: text,
    model: text,
    input_tokens: 10,
    output_tokens: 5,
    cost_usd: 0.01,
    metadata,
  };
  return {
    ...{ execution_id: text, agent: text, start_time: time, end_time: time, llm_calls: [call] },
    ...{ total_cost_usd: 0.01, human_hours_equivalent: 1, human_cost_equivalent: 75, metadata },
  };
}

const evaluation = (text: string, timestamp: string) => ({
  ...{ article_filename: text, timestamp, total_score: 40, max_score: 50, percentage: 80 },
  ...{ scores: { structure: 8, [text]: 5 }, details: { structure: text, [text]: text } },
});
