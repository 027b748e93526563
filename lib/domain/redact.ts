const REDACTED = "[redacted]";
const ROUNDS_MAX = 8;

// Every quantifier that can be followed by a failure is bounded, so that time grows with the text's length only.
// Flags inside the pattern, `(?i:…)`, keep the difference between `secretKey` and `secretary`.

/** Names whose value is a secret, whatever it looks like. */
const NAME = [
  "(?i:passw(?:or)?d|passphrase|passcode|secret|credential)",
  "(?i:secret[ _-]access[ _-]key|api[ _.-]?key|apikey|subscription[_-]?key)",
  "(?i:(?:access|private|account|master|signing|encryption|auth|service|deploy|license|ssh)[_-]?key)",
  "(?<![A-Za-z0-9])(?i:pwd)",
  "(?<=[_-])(?i:pass|pw)(?![A-Za-z0-9])",
].join("|");

/** A name goes on after its telling word (`password_hash`, `secretKey2`), but no word does (`secretary`). */
const AFTER_NAME = "(?:s(?![A-Za-z0-9]))?(?:(?![a-z])[\\w-]{1,40})?(?i: provided)?";

const TOKEN_NAME = "(?i:token|jwt|bearer)(?:[_-]?(?i:secret|value|key))?(?![A-Za-z0-9_-])";

/** `=`, `:`, `":`, `'] = `, `\":`, `>` of a tag, and the comma of a pair in quotes. */
const IS = `(?:[\\\\"'\\]]{0,4}[ \\t]{0,8}(?::=|=>|={1,2}(?!>)|:)[ \\t]{0,8}|>(?=[^\\s<])|\\\\{0,3}["'][ \\t]{0,2},[ \\t]{0,3}(?=[bru]{0,2}["']))`;

const END = `(?=[\\s"'\\\\&,;)\\]}<]|$)`;
const NOT_SAID = `(?![bru]{0,2}\\\\{0,4}["']?(?:\\[redacted\\]|None|null|nil|undefined|[Tt]rue|[Ff]alse|os\\.(?:environ|getenv))${END})`;
const NO_WORD_ENDS = `[,;)\\]}](?![\\s"'&,;)\\]}]|$|[\\w.-]{1,40}[ ]?[=:])`;

const QUOTED = `[bru]{0,2}(?:"(?:[^"\\\\\\n]|\\\\[^\\n]){1,4096}"|'(?:[^'\\\\\\n]|\\\\[^\\n]){1,4096}'|\\\\{1,4}["'][^"'\\\\\\n]{1,4096}\\\\{1,4}["'])`;
const BARE = `["']?(?:[^\\s"'&,;)\\]}<]|${NO_WORD_ENDS})+`;
const VALUE = `(${QUOTED}|${BARE})`;

/** Bytes that only a machine writes: long, of letters and digits. */
const MACHINE_MADE = "(?=[A-Za-z+/=]{0,200}\\d)(?=[\\d+/=]{0,200}[A-Za-z])[A-Za-z0-9+/=]{20,}";

const NAMED = new RegExp(`((?:${NAME})${AFTER_NAME}${IS})${NOT_SAID}${VALUE}`, "g");
const NAMED_TOKEN = new RegExp(`(${TOKEN_NAME}${IS})${NOT_SAID}${VALUE}`, "g");
const WEAKLY_NAMED = new RegExp(
  `((?<![a-z])(?i:key|auth|sig|signature|session|salt|cert|nonce)${IS}[bru]{0,2}["']?)${MACHINE_MADE}`,
  "g",
);
const ARGUMENT = new RegExp(
  `(--?[\\w-]{0,40}(?:${NAME}|(?i:token))[ \\t]{1,4})(?!-)${NOT_SAID}${VALUE}`,
  "g",
);
const QUERY = new RegExp(
  "([?&](?:[\\w-]{0,30}(?i:key|token|sig|signature|auth|credential|session|sid|jwt|otp|pass)|code|state)=)" +
    `(?!\\d{1,4}${END})(?!\\[redacted\\])[^&\\s"'#<>]+`,
  "g",
);
const HEADER = new RegExp(
  `((?i:authorization|x-auth|www-authenticate)["'\\\\]{0,4}[ \\t]{0,4}(?:[:=]|,(?=[ \\t]{0,3}[bru]{0,2}["']))[ \\t]{0,4}[bru]{0,2}\\\\{0,3}["']?` +
    `(?:(?i:bearer|basic|token|apikey|negotiate)[ \\t]{1,4})?)` +
    `(?!\\[redacted\\]|(?i:bearer|basic|token|apikey|negotiate)[ \\t])(?:(?:Digest|AWS4-HMAC-SHA256|Signature)[ \\t][^\\n]*|[^\\s"'\\\\,;)}\\]<]+)`,
  "g",
);
const COOKIE =
  /(?<![\w-])((?:set-)?cookie["'\\]{0,4}[ \t]{0,4}[:=][ \t]{0,4}[bru]{0,2}["']?)(?=[^\s"'\n]{1,80}=)[^"'\n]+/gi;
const SCHEME =
  /(?<![A-Za-z0-9])((?:bearer|basic)[ \t]{1,4})(?=[A-Za-z._~+/-]{0,200}(?:[0-9=]|(?<=[a-z])(?-i:[A-Z])))[A-Za-z0-9._~+/=-]{8,}/gi;
const USER =
  /((?<![A-Za-z0-9+.-])[A-Za-z][A-Za-z0-9+.-]{1,20}:\/\/)([^\s/:@"'<>]{0,128}:)?(?!\[redacted\]@)([^\s/"'<>]{1,256})@/g;
const HOOK =
  /((?:hooks\.slack\.com\/(?:services|workflows|triggers)|discord(?:app)?\.com\/api\/webhooks|webhook\.office\.com\/webhookb2|api\.telegram\.org)\/)(?!\[redacted\])[^\s"'<>)\]}]+/gi;

const PRIVATE_KEY =
  /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----[\s\S]*?(?:-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----|$)/g;

const DIGIT_SOON = "(?=[A-Za-z_-]{0,60}\\d)";
/** Keys that their issuers made to be known by their first characters. */
const SHAPES = new RegExp(
  `(?<![A-Za-z0-9])(?:${[
    "sk-(?:ant|proj|svcacct|admin|or|live|test|None)-[\\w-]{4,}",
    // Words with hyphens, such as sk-learn-like, are none.
    "sk-(?![a-z]{1,20}(?:-[a-z]{1,20}){0,6}(?![\\w-]))[\\w-]{16,}",
    "sk-[a-z]{24,}",
    "(?:sk|rk|pk)_(?:live|test)_[A-Za-z0-9]{8,}",
    "(?:gsk|hf|r8|npm|whsec|jina|pcsk|e2b|dop_v1|shpat|lin_api|dckr_pat|lsv2_pt|lsv2_sk)_(?!config)[A-Za-z0-9_]{16,}",
    "gh[a-z]_[A-Za-z0-9]{16,}",
    "github_pat_\\w{16,}",
    "gl[a-z]{2,6}-[\\w-]{16,}",
    `gl_${DIGIT_SOON}[\\w-]{16,}`,
    "xox[a-z]-[\\w-]{8,}",
    "xapp-[\\w-]{8,}",
    "(?:AKIA|ASIA|AROA|AIDA|ABIA|ACCA)[A-Z0-9]{12,}",
    "AIza[\\w-]{20,}",
    "ya29\\.[\\w-]{16,}",
    "GOCSPX-[\\w-]{16,}",
    "pypi-Ag[\\w-]{12,}",
    `(?:pypi|xai|pplx|tvly|fc|pa|key)-${DIGIT_SOON}[A-Za-z0-9]{20,}`,
    `pypi-${DIGIT_SOON}[\\w-]{24,}`,
    "(?:tvly)-(?:dev|prod)-[\\w-]{8,}",
    "SG\\.[\\w-]{12,64}\\.[\\w-]{12,}",
    "ATATT[\\w-]{16,}",
    "AGE-SECRET-KEY-1[A-Z0-9]{16,}",
    "\\d{8,10}:AA[\\w-]{30,}",
  ].join("|")})`,
  "g",
);
/** A run of base64url that begins as JSON does; its parts are separated by dots. */
const JWT = /(?<![\w-])eyJ[\w-]{8,}(?:\.[\w-]+){1,4}/g;

/**
 * A text in which whatever looks like a key, a token or a password is replaced; its name stays.
 *
 * What is told by a name (`api_key=…`, `"password": "…"`, a header, an argument, a query parameter), by where it stands
 * (`user:…@host`), or by its own shape (`sk-…`, a JWT, a private key). A password in the middle of prose is not found.
 * Twice is the same as once. Time grows with the length of the text only.
 */
export function redacted(text: string): string {
  let before = text;
  // What was replaced can bring to light what stood behind it.
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    const after = replaced(before);
    if (after === before) break;
    before = after;
  }
  return before;
}

function replaced(text: string): string {
  return text
    .replace(PRIVATE_KEY, REDACTED)
    .replace(HEADER, `$1${REDACTED}`)
    .replace(COOKIE, `$1${REDACTED}`)
    .replace(SCHEME, `$1${REDACTED}`)
    .replace(USER, (whole, scheme: string, user: string | undefined, secret: string) =>
      user === undefined && secret.length < 16 ? whole : `${scheme}${user ?? ""}${REDACTED}@`,
    )
    .replace(NAMED, (_whole, name: string, value: string) => name + inQuotesOf(value))
    .replace(NAMED_TOKEN, (whole, name: string, value: string) =>
      plainAfterToken(name, value) ? whole : name + inQuotesOf(value),
    )
    .replace(ARGUMENT, `$1${REDACTED}`)
    .replace(QUERY, `$1${REDACTED}`)
    .replace(HOOK, `$1${REDACTED}`)
    .replace(WEAKLY_NAMED, `$1${REDACTED}`)
    .replace(JWT, REDACTED)
    .replace(SHAPES, REDACTED);
}

const QUOTES = /^([bru]{0,2}\\{0,4}["'])[\s\S]*?(\\{0,4}["'])?$/;

/** The replacement, in the quotes that the value had, so that JSON stays JSON. */
function inQuotesOf(value: string): string {
  const [, before = "", after = ""] = QUOTES.exec(value) ?? [];
  return before + REDACTED + after;
}

/** Counts and the words of a parser are none: `token: 512`, `Unexpected token: end`. */
const plainAfterToken = (name: string, value: string): boolean =>
  /^["']?[\d.,_%]*["']?$/.test(value) ||
  (name.includes(":") && !/["']/.test(value) && value.length < 16 && !/\d/.test(value));
