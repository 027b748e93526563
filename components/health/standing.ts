import type { RangeParameters, View } from "@/lib/client/view";
import type { ComponentState, HealthComponentsReply } from "@/lib/contract/health";
import type { Environment } from "@/lib/domain/environment";

/** What the state of the whole is made of. */
export interface Standing {
  /** The environment that the whole speaks of. */
  of: Environment;
  /** Components of that environment and of none: as bad as the worst of them is the whole. */
  concerned: ComponentState[];
  sick: ComponentState[];
  /** Those of the other environment that are not healthy; they do not count. */
  sickElsewhere: ComponentState[];
}

/** Who is well and who is not. Without an environment it speaks of the live one. */
export function standingOf(
  { live, components }: Pick<HealthComponentsReply, "live" | "components">,
  environment: Environment | null,
): Standing {
  const of = environment ?? live;
  const concerns = (component: ComponentState) =>
    component.environment === null || component.environment === of;
  const sick = components.filter(({ status }) => status !== "healthy");
  return {
    of,
    concerned: components.filter(concerns),
    sick: sick.filter(concerns),
    sickElsewhere: sick.filter((component) => !concerns(component)),
  };
}

/** The component whose history a view shows; null where it shows none. */
export function openedOf(
  health: Pick<HealthComponentsReply, "live" | "components">,
  { open, environment }: Pick<View, "open" | "environment">,
): ComponentState | null {
  const at = anchorsOf(health.components, standingOf(health, environment).of).indexOf(open ?? "");
  return health.components[at] ?? null;
}

/** The range of a page, within the environment that a component's results are of. */
export const rangeWithin = (
  { environment }: Pick<ComponentState, "environment">,
  range: RangeParameters,
): RangeParameters => (environment === null ? range : { ...range, environment });

/** Names that elements of the page around have already. */
const TAKEN = ["content"];

/**
 * What each component is led to by, in their order: `rag` for the one that the whole speaks of, `rag@green` for
 * another of the same name. Names come from outside: an anchor has no space and none is there twice.
 */
export function anchorsOf(components: readonly ComponentState[], of: Environment): string[] {
  const taken = new Set(TAKEN);
  return components.map(({ name, environment }) => {
    const plain = name.replace(/\s+/g, "-");
    const elsewhere = `${plain}@${environment ?? "none"}`;
    const tries = environment === null || environment === of ? [plain, elsewhere] : [elsewhere];
    let anchor = tries.find((one) => !taken.has(one)) ?? `${elsewhere}@`;
    while (taken.has(anchor)) anchor += "@";
    taken.add(anchor);
    return anchor;
  });
}
