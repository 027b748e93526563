import type { ExtraProps } from "react-markdown";
import { CopyLine } from "@/components/copy-line";
import { NOT_KNOWN } from "@/lib/domain/docs-fill";
import { counted } from "@/lib/domain/format";

type Element = NonNullable<ExtraProps["node"]>;

const NAME_MAX = 60;

/** A block of code, to be taken along; one in the language `message` is a message, with its title. */
export function DocCode({ node }: ExtraProps) {
  const code = node?.children.find((child) => child.type === "element");
  if (code === undefined) return null;
  const text = textOf(code).trimEnd();
  if (!languagesOf(code).includes("language-message"))
    return (
      <div className="my-3">
        <CopyLine text={text} what={`: ${text.split("\n")[0]?.slice(0, NAME_MAX) ?? ""}`} />
      </div>
    );
  const title = code.data?.meta ?? "Message";
  const unknown = text.split(NOT_KNOWN).length - 1;
  return (
    <figure className="my-3 rounded-card border border-line bg-surface p-3.5 print:break-inside-avoid">
      <figcaption className="mb-2 flex flex-wrap items-baseline justify-between gap-x-3">
        <span className="text-card">{title}</span>
        {unknown > 0 && (
          <span className="text-small text-amber">
            <span aria-hidden="true">○ </span>too early to send: {counted(unknown, "figure")} not known yet
          </span>
        )}
      </figcaption>
      <CopyLine text={text} what={`: ${title}`} wrapped />
    </figure>
  );
}

const languagesOf = ({ properties }: Element): unknown[] =>
  Array.isArray(properties.className) ? properties.className : [];

const textOf = ({ children }: Element): string =>
  children.map((child) => (child.type === "text" ? child.value : "")).join("");
