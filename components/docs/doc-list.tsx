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

/** Of those that begin with something else than what they are about. */
const ABOUT: ReadonlyMap<string, string> = new Map([
  ["configuration", "Every setting of greenlight.yaml, with its default."],
  ["api", "Every endpoint, who may call it, and how to use it."],
  ["formats", "What Greenlight reads of the pipeline, field by field."],
  ["maths", "Every figure with its unit, its formula and a worked number."],
  ["architecture", "How it is built, and where to add to it."],
]);

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
            ].map(({ name, title: heading, about }) => (
              <li key={name}>
                <Link href={pathOf(name)} prefetch={false} className="link text-body">
                  {heading}
                </Link>
                <p className="text-small text-ink-2">{ABOUT.get(name) ?? about}</p>
              </li>
            ))}
          </ul>
        </Card>
      ))}
    </div>
  );
}
