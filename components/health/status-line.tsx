"use client";

import type { ReactNode } from "react";
import { EnvironmentMark } from "@/components/environment-mark";
import { PageLink } from "@/components/view/page-link";
import { useView } from "@/lib/client/use-view";
import type { ComponentState, HealthComponentsReply } from "@/lib/contract/health";
import type { Source } from "@/lib/contract/sources";
import { counted } from "@/lib/domain/format";
import { Lasted } from "./lasted";
import { anchorsOf, type Standing, standingOf } from "./standing";
import { STATES } from "./states";

interface Props {
  health: HealthComponentsReply;
  sources: readonly Source[];
  readMs: number;
}

/** The answer in one line: how the whole is, of which environment that speaks, who is not well, and who has fallen silent. */
export function StatusLine({ health, sources, readMs }: Props) {
  const { view } = useView();
  const { status, live, version, components, timezone: zone } = health;
  const standing = standingOf(health, view.environment);
  const { sign, word, colour } = STATES[status];
  const silent = sources.filter((source) => source.silent);
  const newest =
    components
      .map(({ received }) => received ?? "")
      .toSorted()
      .at(-1) ?? "";
  return (
    <section
      aria-label="State of the whole"
      className="flex flex-wrap items-baseline gap-x-5 gap-y-1 rounded-card border border-line bg-surface p-3.5 print:break-inside-avoid"
    >
      <p className={`text-figure ${colour}`} role="status">
        <span aria-hidden="true">{sign} </span>
        {word}
      </p>
      <div className="grid min-w-0 flex-1 basis-72 gap-0.5 text-body">
        <p>
          <Sick health={health} standing={standing} />
        </p>
        <p className="flex flex-wrap gap-x-3 text-small text-ink-3">
          <span className="text-ink-2">
            of <EnvironmentMark environment={standing.of} />
            {standing.of === live ? ", which is live" : `, while ${live} is live`}
          </span>
          {version !== null && (
            <span className="min-w-0 wrap-anywhere">
              version <bdi>{version}</bdi>
            </span>
          )}
          {newest !== "" && (
            <span>
              newest result <Lasted at={newest} zone={zone} readMs={readMs} /> ago
            </span>
          )}
        </p>
        {silent.length > 0 && <Silent sources={silent} />}
      </div>
    </section>
  );
}

const LINKED_MAX = 8;

function Sick({ health: { components }, standing }: { health: HealthComponentsReply; standing: Standing }) {
  const anchors = anchorsOf(components, standing.of);
  const links = (all: readonly ComponentState[]) =>
    all.slice(0, LINKED_MAX).map((component, index) => (
      <span key={anchors[components.indexOf(component)]}>
        {index > 0 && ", "}
        <a
          href={`#${encodeURIComponent(anchors[components.indexOf(component)] ?? "")}`}
          title={component.name}
          className="link inline-block max-w-64 truncate align-bottom"
        >
          <bdi>{component.name}</bdi>
        </a>
      </span>
    ));
  const { concerned, sick, sickElsewhere, of } = standing;
  const never = sick.filter(({ reported }) => !reported).length;
  const said: ReactNode =
    sick.length === 0 ? (
      `All ${counted(concerned.length, "component")} healthy`
    ) : (
      <>
        <strong className="font-strong">
          {sick.length} of {counted(concerned.length, "component")} not healthy:
        </strong>{" "}
        {links(sick)}
        {sick.length > LINKED_MAX && ` and ${sick.length - LINKED_MAX} more`}
        {never > 0 && (
          <span className="text-ink-3">
            {" "}
            · {never === sick.length ? "never reported" : `${never} of them never reported`}
          </span>
        )}
      </>
    );
  return (
    <>
      {said}
      {sickElsewhere.length > 0 && (
        <span className="text-ink-3">
          {" "}
          · {of === "blue" ? "green" : "blue"}, not counted: {links(sickElsewhere)}
        </span>
      )}
    </>
  );
}

const NAMED_MAX = 3;

function Silent({ sources }: { sources: readonly Source[] }) {
  const named = sources.slice(0, NAMED_MAX).map(({ kind, path }) => `${kind} (${tail(path)})`);
  const more = sources.length - named.length;
  return (
    <p className="text-small wrap-anywhere text-amber">
      <span aria-hidden="true">◷ </span>
      {counted(sources.length, "source")} silent: {named.join(", ")}
      {more > 0 && ` and ${more} more`}.{" "}
      <PageLink path="/settings" className="link">
        See sources
      </PageLink>
    </p>
  );
}

/** The end of a path says most. */
const tail = (path: string): string => (path === "http" ? "pushed" : (path.split("/").at(-1) ?? path));
