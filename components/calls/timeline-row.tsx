import { Unknown } from "@/components/lists/cells";
import { providerName } from "@/lib/client/colours";
import { clockExact, momentExact } from "@/lib/client/dates";
import { count, seconds } from "@/lib/client/format";
import type { Call } from "@/lib/contract/executions";
import { CallCost } from "./call-cost";
import { offset } from "./timeline-bars";

/** The columns of a timeline: when, who, how long, tokens, dollars. On a phone the cells flow in two. */
export const TRACKS = "lg:grid-cols-[4.5rem_minmax(8rem,1.2fr)_minmax(8rem,1.6fr)_9rem_minmax(7rem,13rem)]";

interface Props {
  call: Call;
  place: number;
  /** Seconds after the first call that has a time. */
  after: number | null;
  share: number | null;
  colour: string;
  zone: string;
}

/** One call: when, who with what, how long, how many tokens, how many dollars. */
export const TimelineRow = ({ call, place, after, share, colour, zone }: Props) => (
  <li
    className={`grid grid-cols-[minmax(0,1fr)_auto] gap-x-4 gap-y-1 border-b border-line py-2.5 last:border-b-0 lg:py-2 ${TRACKS}`}
  >
    <p className="order-1 text-small text-ink-3 max-lg:col-span-2 lg:order-none lg:pt-0.5">
      <span className="sr-only">Call </span>
      {place}
      {after !== null && call.time !== null && (
        <time dateTime={call.time} title={momentExact(call.time, zone)} className="ml-2 lg:ml-0 lg:block">
          {offset(after)}
          <span className="lg:hidden print:hidden"> · {clockExact(call.time, zone)}</span>
        </time>
      )}
    </p>
    <Who call={call} />
    <div className="order-4 max-lg:col-span-2 lg:order-none lg:pt-1.5">
      <Bar share={share} colour={colour} />
      <p className="text-small text-ink-2">
        <span className="sr-only">Time taken: </span>
        {call.seconds === null ? <Unknown reason="duration not reported" /> : seconds(call.seconds)}
      </p>
    </div>
    <Tokens call={call} />
    <div className="order-3 max-w-52 text-right wrap-anywhere lg:order-none lg:max-w-none">
      <span className="sr-only">Cost: </span>
      <CallCost call={call} />
    </div>
  </li>
);

const Who = ({ call: { agent, stage, model, provider } }: { call: Call }) => (
  <div className="order-2 min-w-0 wrap-anywhere lg:order-none">
    <p>
      <bdi>{agent}</bdi>
      {stage !== null && stage !== agent && (
        <span className="text-ink-3">
          {" "}
          · <bdi>{stage}</bdi>
        </span>
      )}
    </p>
    <p className="text-small text-ink-3">
      <bdi>{model}</bdi>
      {provider !== "unknown" && ` · ${providerName(provider)}`}
    </p>
  </div>
);

const Bar = ({ share, colour }: { share: number | null; colour: string }) =>
  share === null ? null : (
    <div aria-hidden="true" className="mb-0.5 h-2 rounded-[3px] bg-sunken">
      <div
        className="h-2 min-w-0.5 rounded-[3px]"
        style={{ width: `${(share * 100).toFixed(2)}%`, background: colour }}
      />
    </div>
  );

function Tokens({ call }: { call: Call }) {
  const { input_tokens, output_tokens, cached_tokens } = call;
  return (
    <div className="order-5 text-small text-ink-2 max-lg:col-span-2 lg:order-none lg:text-right">
      <span className="sr-only">Tokens: </span>
      {input_tokens === null && output_tokens === null ? (
        <p>
          <span className="lg:hidden">tokens </span>
          <Unknown reason="tokens not reported" />
        </p>
      ) : (
        <p className="flex flex-wrap gap-x-3 lg:grid">
          <span>{count(input_tokens)} in</span>
          {cached_tokens > 0 && <span className="text-ink-3">{count(cached_tokens)} of them cached</span>}
          <span>{count(output_tokens)} out</span>
        </p>
      )}
    </div>
  );
}
