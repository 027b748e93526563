import { standingOf } from "@/components/health/standing";
import { STATES } from "@/components/health/states";
import { PageLink } from "@/components/view/page-link";
import type { HealthComponentsReply } from "@/lib/contract/health";
import type { Environment } from "@/lib/domain/environment";
import { count, counted } from "@/lib/domain/format";

interface Props {
  health: HealthComponentsReply;
  environment: Environment | null;
}

const NAMED_MAX = 3;

/** The health of the pipeline in one word, and who it is owed to. Nothing while no check was ever received. */
export function HealthLine({ health, environment }: Props) {
  const { status, components } = health;
  if (!components.some(({ reported }) => reported)) return null;
  const { concerned, sick } = standingOf(health, environment);
  const { sign, word, colour } = STATES[status];
  const worst = sick.filter((component) => component.status === status).map(({ name }) => name);
  const others = sick.length - worst.length;
  return (
    <p className="mb-2.5 min-w-0 text-small text-ink-2">
      <PageLink path="/health" className="rounded-[4px] hover:text-ink">
        <span className={status === "healthy" ? "" : `font-strong ${colour}`}>
          <span aria-hidden="true">{sign} </span>
          {word}
        </span>
        {status === "healthy" ? ` · ${counted(concerned.length, "component")}` : ": "}
        {worst.slice(0, NAMED_MAX).map((name, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two environments may have one of the same name.
          <span key={index}>
            {index > 0 && ", "}
            <bdi className="inline-block max-w-50 truncate align-bottom" title={name}>
              {name}
            </bdi>
          </span>
        ))}
        {worst.length > NAMED_MAX && ` and ${count(worst.length - NAMED_MAX)} more`}
        {others > 0 && ` · ${count(others)} degraded`}
      </PageLink>
    </p>
  );
}
