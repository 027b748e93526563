import { readdirSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { bearing } from "@/tests/support/access";
import { document, executions } from "./support/documents";
import { withPage } from "./support/page";
import { type Figure, report } from "./support/results";
import { pushed, withServer } from "./support/server";
import { inFolder } from "./support/store";

const REST_MS = 2500;

/** Every page that needs no id, in the order of its address; `open` is for who has not signed in. */
const pages = readdirSync("app", { recursive: true, encoding: "utf8" })
  .filter((file) => /(^|\/)page\.tsx$/.test(file) && !file.includes("["))
  .map((file) => ({
    path: `/${file.replace(/(^|\/)page\.tsx$/, "").replace(/\([^)]*\)\/?/g, "")}`,
    open: file.startsWith("(access)/"),
  }))
  .sort((one, other) => (one.path < other.path ? -1 : 1));

type Page = (typeof pages)[number];

/** Kilobytes, as gzip sends them, of what a page's HTML makes the browser load before anybody touches it. */
async function weights(
  url: string,
  { path, open }: Page,
): Promise<{ script: number; style: number; html: number }> {
  // As a browser asks: an address that has both answers others with JSON.
  const headers = { accept: "text/html", ...(open ? {} : bearing()) };
  const html = await (await fetch(url + path, { headers })).text();
  const files = [
    ...new Set([...html.matchAll(/"(\/_next\/static\/[^"\\]+\.(?:js|css))/g)].map(([, file]) => file!)),
  ];
  const legacy = new Set([...html.matchAll(/src="([^"]+)"[^>]*noModule/gi)].map(([, file]) => file));
  const sizes = await Promise.all(
    files
      .filter((file) => !legacy.has(file))
      .map(async (file) => ({
        file,
        kb: kilobytes(Buffer.from(await (await fetch(url + file)).arrayBuffer())),
      })),
  );
  const sum = (end: string) =>
    sizes.filter(({ file }) => file.endsWith(end)).reduce((all, { kb }) => all + kb, 0);
  return { script: sum(".js"), style: sum(".css"), html: kilobytes(Buffer.from(html)) };
}

const kilobytes = (bytes: Buffer): number => gzipSync(bytes).length / 1000;

/** Kilobytes of the scripts that a browser has fetched when the page has come to rest, untouched. */
const fetched = (url: string, { path, open }: Page): Promise<number> =>
  withPage(open ? null : url, async (page) => {
    const scripts: Promise<Buffer>[] = [];
    page.on("response", (response) => {
      if (/\.js$/.test(new URL(response.url()).pathname)) scripts.push(response.body());
    });
    await page.goto(url + path);
    await page.waitForTimeout(REST_MS);
    return (await Promise.all(scripts)).reduce((sum, body) => sum + kilobytes(body), 0);
  });

const figures = await inFolder((folder) =>
  withServer(folder, async ({ url }) => {
    const spread = { count: 1000, days: 30, untilMs: Date.now() };
    await pushed(url, "execution-roi", document(executions(spread, 0, 1000), spread.untilMs), "blue");
    const found: Figure[] = [];
    for (const page of pages) {
      const { path } = page;
      const { script, style, html } = await weights(url, page);
      const aim = path === "/" ? { aim: { atMost: 200 } } : {};
      found.push({ what: `${path}: JavaScript of the first load, gzip`, value: script, unit: "kB", ...aim });
      found.push({
        what: `${path}: JavaScript in all, at rest, gzip`,
        value: await fetched(url, page),
        unit: "kB",
      });
      found.push({ what: `${path}: CSS, gzip`, value: style, unit: "kB" });
      found.push({ what: `${path}: HTML, gzip`, value: html, unit: "kB" });
    }
    return found;
  }),
);

report("page-weight", figures);
