import Link from "next/link";
import { Card } from "@/components/card";
import { pathOf } from "@/lib/domain/docs-links";

interface Document {
  name: string;
  title: string;
  /** What it is about, in a sentence. */
  about: string;
}

const GROUPS = [
  { title: "When something is wrong", names: ["runbook", "incident-response", "post-mortem"] },
  { title: "With others", names: ["communication-plan"] },
  {
    title: "Reference",
    names: ["configuration", "api", "formats", "maths", "architecture", "decisions/README"],
  },
] as const;

/** The documents in groups; one that no group names stands with the reference. */
export function DocList({ documents }: { documents: readonly Document[] }) {
  const named: readonly string[] = GROUPS.flatMap(({ names }) => names);
  const rest = documents.filter(({ name }) => !named.includes(name) && !name.startsWith("decisions/"));
  return (
    <div className="mt-4 grid items-start gap-3 lg:grid-cols-3">
      {GROUPS.map(({ title, names }, index) => (
        <Card key={title} title={title}>
          <ul className="grid gap-3">
            {[
              ...names.flatMap((name) => documents.find((one) => one.name === name) ?? []),
              ...(index === GROUPS.length - 1 ? rest : []),
            ].map((document) => (
              <li key={document.name}>
                <Link href={pathOf(document.name)} prefetch={false} className="link text-body">
                  {document.title}
                </Link>
                <p className="text-small text-ink-2">{document.about}</p>
              </li>
            ))}
          </ul>
        </Card>
      ))}
    </div>
  );
}
