import { useId } from "react";
import { ROLE_WORDS, TITLE_WORDS } from "@/lib/client/access-words";
import { ROLES, type Role, TITLES, type Title } from "@/lib/domain/access";

interface Props {
  /** What stands there first. */
  chosen: { role: Role; titles: readonly Title[] };
}

/** What somebody may do, and what they sign for, each choice with what it means. */
export function RoleFields({ chosen: { role, titles } }: Props) {
  const group = useId();
  return (
    <>
      <fieldset className="grid content-start gap-1.5">
        <legend className="mb-1.5 text-small text-ink-2">Role</legend>
        {ROLES.map((one) => (
          <Choice
            key={one}
            input={{
              type: "radio",
              name: "role",
              value: one,
              defaultChecked: one === role,
              id: `${group}-${one}`,
            }}
            name={ROLE_WORDS[one].name}
            meaning={ROLE_WORDS[one].may}
          />
        ))}
      </fieldset>
      <fieldset className="grid content-start gap-1.5">
        <legend className="mb-1.5 text-small text-ink-2">
          Titles <span className="text-ink-3">whatever the role</span>
        </legend>
        {TITLES.map((one) => (
          <Choice
            key={one}
            input={{
              type: "checkbox",
              name: "titles",
              value: one,
              defaultChecked: titles.includes(one),
              id: `${group}-${one}`,
            }}
            name={TITLE_WORDS[one].name}
            meaning={`signs a release off ${TITLE_WORDS[one].signs}`}
          />
        ))}
      </fieldset>
    </>
  );
}

interface ChoiceProps {
  input: { type: "radio" | "checkbox"; name: string; value: string; defaultChecked: boolean; id: string };
  name: string;
  meaning: string;
}

/** One of several, with what choosing it means. */
export const Choice = ({ input, name, meaning }: ChoiceProps) => (
  <div className="grid grid-cols-[1.375rem_minmax(0,1fr)] text-small">
    <input {...input} aria-describedby={`${input.id}-meaning`} className="choice mt-px" />
    <p className="min-w-0">
      <label htmlFor={input.id} className="text-body text-ink">
        {name}
      </label>{" "}
      <span id={`${input.id}-meaning`} className="text-ink-3">
        {meaning}
      </span>
    </p>
  </div>
);

/** What is chosen in a form of these fields. */
export const chosenIn = (form: FormData) => ({ role: form.get("role"), titles: form.getAll("titles") });
