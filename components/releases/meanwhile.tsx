import { named, weight } from "@/lib/client/traffic-words";
import type { TrafficReply } from "@/lib/contract/traffic";

interface Props {
  traffic: TrafficReply;
  /** The share that is being decided on. */
  wish: number;
  agree: () => void;
}

/** Somebody was faster. Nothing of one's own is lost; it is to be decided again, on what is so now. */
export const Meanwhile = ({ traffic: { environments, updated_by }, wish, agree }: Props) => (
  <div
    role="alert"
    className="grid justify-items-start gap-2 rounded-control bg-amber-soft p-3 text-small text-ink"
  >
    <p className="wrap-anywhere">
      <span aria-hidden="true" className="text-amber">
        ▲{" "}
      </span>
      {updated_by} was faster: {named("green", environments.green.version)} has{" "}
      {weight(environments.green.desired_weight)} now. Nothing of yours was sent.
    </p>
    <button type="button" onClick={agree} className="control">
      Keep {weight(wish)}, knowing that
    </button>
  </div>
);
