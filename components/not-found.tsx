import Link from "next/link";
import type { ReactNode } from "react";

interface Props {
  /** What there is not, as a sentence. */
  title: string;
  /** Where to go on. */
  path: string;
  way: string;
  children: ReactNode;
}

/** In the place of a page that there is not: why that may be, and a way on. */
export const NotFound = ({ title, path, way, children }: Props) => (
  <div className="grid justify-items-start gap-3 py-6">
    <h1 className="text-heading">{title}</h1>
    <p className="max-w-[60ch] text-body text-ink-2">{children}</p>
    <Link href={path} className="control">
      {way}
    </Link>
  </div>
);
