import ReactMarkdown from "react-markdown";
import remarkGfm from "remark-gfm";
import type { Known } from "@/lib/domain/docs-fill";
import { anchored, led, messagesFilled, type Node } from "@/lib/domain/docs-tree";
import { PARTS } from "./doc-parts";

interface Props {
  /** "runbook": what its links are relative to. */
  name: string;
  text: string;
  /** What its messages are filled with; null leaves their places as they stand. */
  figures?: Known | null;
  /** Whether it holds text from outside. */
  foreign?: boolean;
}

/** A document as a page, made on the server. HTML in it is left out, as everything is that is no Markdown. */
export function Markdown({ name, text, figures = null, foreign = false }: Props) {
  const prepared = () => (document: Node) => {
    anchored(document);
    led(document, name, foreign);
    if (figures !== null) messagesFilled(document, figures);
  };
  return (
    <ReactMarkdown remarkPlugins={[remarkGfm, prepared]} components={PARTS} skipHtml>
      {text}
    </ReactMarkdown>
  );
}
