import { Unknown } from "@/components/lists/cells";
import type { Call } from "@/lib/contract/executions";
import { clockExact, momentExact } from "@/lib/domain/dates";
import { count, seconds } from "@/lib/domain/format";
import { CallCost } from "./call-cost";
import { MadeBy } from "./made-by";
import { rates } from "./rates";
import { type Bars, offset } from "./timeline-bars";

/** The columns of a timeline: when, who, how long, tokens, dollars. On a phone the cells flow in two. */
export const TRACKS = "lg:grid-cols-[4.5rem_minmax(9rem,1.2fr)_minmax(8rem,1.8fr)_9rem_9rem]";

interface Props {
  call: Call;
  place: number;
  /** Seconds after the first call; null where it has no time, or nothing to be after. */
  after: number | null;
  bars: Bars;
  colour: string;
  zone: string;
}

/** One call: when, who with what, how long, how many tokens, how many dollars. */
export function TimelineRow({ call, place, after, bars, colour, zone }: Props) {
  const used = call.cost_origin === "estimated" ? rates(call) : null;
  return (
    <li
      className={`grid grid-cols-[minmax(0,1fr)_auto] gap-x-4 gap-y-1 border-b border-line py-2.5 last:border-b-0 last:pb-0 lg:py-2 ${TRACKS}`}
    >
      <p className="text-small text-ink-3 max-lg:col-span-2 lg:pt-0.5">
        <span className="sr-only">Call </span>
        {place}
        {call.time !== null && (
          <time dateTime={call.time} title={momentExact(call.time, zone)} className="ml-2 lg:ml-0 lg:block">
            {after === null ? clockExact(call.time, zone) : offset(after)}
          </time>
        )}
      </p>
      <MadeBy {...call} />
      <div className="order-1 max-lg:col-span-2 lg:order-none lg:pt-1.5">
        <Bar share={bars.shares[place - 1] ?? null} colour={colour} />
        <Taken call={call} bars={bars} />
      </div>
      <Tokens call={call} />
      <div className="text-right">
        <CallCost call={call} />
      </div>
      {used !== null && (
        <p className="order-3 col-span-2 text-small text-ink-3 lg:order-none lg:col-span-3 lg:col-start-3 lg:text-right">
          <span className="sr-only">Estimated </span>at {used}
        </p>
      )}
    </li>
  );
}

const Bar = ({ share, colour }: { share: number | null; colour: string }) =>
  share === null ? null : (
    <div aria-hidden="true" className="mb-0.5 h-2 rounded-[3px] bg-sunken">
      <div
        className="h-2 min-w-0.5 rounded-[3px]"
        style={{ width: `${(share * 100).toFixed(2)}%`, background: colour }}
      />
    </div>
  );

/** Below bars that show dollars, a duration says that it is one. */
const Taken = ({ call, bars }: Pick<Props, "call" | "bars">) => (
  <p className="text-small text-ink-2">
    <span className={bars.of === "cost" ? "text-ink-3" : "text-ink-3 lg:sr-only"}>took </span>
    {call.seconds === null ? <Unknown reason="duration not recorded" /> : seconds(call.seconds)}
  </p>
);

function Tokens({ call: { input_tokens, output_tokens, cached_tokens } }: { call: Call }) {
  const silent = input_tokens === null && output_tokens === null;
  return (
    <div className="order-2 text-small text-ink-2 max-lg:col-span-2 max-lg:flex max-lg:flex-wrap max-lg:gap-x-3 lg:order-none lg:pt-0.5 lg:text-right">
      <p className="text-ink-3 lg:sr-only">tokens</p>
      {silent ? (
        <p>
          <Unknown reason="not reported" />
        </p>
      ) : (
        <>
          <p>{count(input_tokens)} in</p>
          {cached_tokens > 0 && <p className="text-ink-3">of them {count(cached_tokens)} cached</p>}
          <p>{count(output_tokens)} out</p>
        </>
      )}
    </div>
  );
}
