import { providerName } from "@/lib/client/colours";

interface Props {
  agent: string;
  model: string;
  provider: string;
  stage?: string | null;
}

const UNNAMED = "unknown";

/** Who spent or called: the agent and, below it, its model. Names from outside are cut after two lines. */
export const MadeBy = ({ agent, model, provider, stage = null }: Props) => (
  <div className="min-w-0 wrap-anywhere">
    <p className="line-clamp-2" title={agent}>
      <bdi>{agent === UNNAMED ? "No agent recorded" : agent}</bdi>
      {stage !== null && stage !== agent && (
        <span className="text-ink-3">
          {" · "}
          <bdi>{stage}</bdi>
        </span>
      )}
    </p>
    <p className="line-clamp-2 text-small text-ink-3" title={model}>
      <bdi>{model === UNNAMED ? "no model recorded" : model}</bdi>
      {provider !== UNNAMED && ` · ${providerName(provider)}`}
    </p>
  </div>
);
