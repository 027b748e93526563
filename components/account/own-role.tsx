import { Card } from "@/components/card";
import { Facts } from "@/components/releases/facts";
import { ROLE_WORDS, TITLE_WORDS } from "@/lib/client/access-words";
import type { Me } from "@/lib/contract/people";

/** Who one is, and what that allows. Only an administrator changes it. */
export const OwnRole = ({ person }: { person: NonNullable<Me["person"]> }) => (
  <Card title="You">
    <Facts
      facts={[
        { name: "Name", value: <bdi>{person.name}</bdi> },
        { name: "E-mail address", value: <bdi>{person.email}</bdi> },
        {
          name: "Role",
          value: (
            <>
              {ROLE_WORDS[person.role].name}
              <span className="text-ink-3"> {ROLE_WORDS[person.role].may}</span>
            </>
          ),
        },
        {
          name: "Titles",
          value:
            person.titles.length === 0 ? (
              <span className="text-ink-3">none: nothing to sign for</span>
            ) : (
              <ul>
                {person.titles.map((title) => (
                  <li key={title}>
                    {TITLE_WORDS[title].name}
                    <span className="text-ink-3"> signs a release off {TITLE_WORDS[title].signs}</span>
                  </li>
                ))}
              </ul>
            ),
        },
      ]}
    />
    <p className="mt-2 text-small text-ink-3">An administrator changes these, under Settings, Users.</p>
  </Card>
);
