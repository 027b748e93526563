import Link from "next/link";
import type { DocsHit } from "@/lib/contract/docs";
import { counted } from "@/lib/domain/format";
import { Marked } from "./marked";

/** What was found in the documents, the best first. */
export const DocHits = ({ q, hits }: { q: string; hits: readonly DocsHit[] }) => (
  <section aria-label="Found in the documents">
    <p role="status" className="my-3 text-small text-ink-3">
      {hits.length === 0
        ? `No document has “${q}”, or anything like it.`
        : `${counted(hits.length, "section")} for “${q}”`}
    </p>
    <ol className="grid max-w-[90ch] gap-4">
      {hits.map(({ path, document, section, snippet, matched }) => (
        <li key={path} className="grid gap-0.5">
          <Link href={path} prefetch={false} className="link w-fit text-body">
            {section === null ? document : `${document} › ${section}`}
          </Link>
          <p className="text-small wrap-anywhere text-ink-2">
            <Marked text={snippet} words={matched} />
          </p>
        </li>
      ))}
    </ol>
  </section>
);
