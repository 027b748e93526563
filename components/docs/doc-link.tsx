import Link from "next/link";
import type { ReactNode } from "react";

interface Props {
  href?: string | undefined;
  children?: ReactNode;
}

/** A link of a document: within the interface, or to elsewhere. */
export const DocLink = ({ href = "", children }: Props) =>
  /^(#|\/(?!\/))/.test(href) ? (
    <Link href={href} prefetch={false} className="link underline">
      {children}
    </Link>
  ) : (
    <a href={href} rel="noreferrer" className="link underline">
      {children}
    </a>
  );
