import { Card } from "@/components/card";
import { CopyLine } from "@/components/copy-line";
import { curl } from "@/lib/client/curl";
import { useOrigin } from "@/lib/client/use-origin";
import type { TrafficReply } from "@/lib/contract/traffic";

const HAPROXY = `traffic:
  driver: haproxy
  haproxy: { socket: /run/haproxy/admin.sock, backend: articles, servers: { blue: blue, green: green } }`;

const ENVIRONMENTS = `environments:
  blue:  { url: http://127.0.0.1:9101, version: sprint-14 }
  green: { url: http://127.0.0.1:9102, version: sprint-15 }`;

/** What makes the slider move something: how a job asks, where a file says it, how a balancer is connected. */
export function HowJobsAsk({ traffic: { driver, environments } }: { traffic: TrafficReply }) {
  const origin = useOrigin();
  const unnamed = environments.blue.version === null || environments.green.version === null;
  const counted = environments.blue.observed.n > 0;
  if (counted && !unnamed) return null;
  return (
    <Card title="What follows the slider" unit="jobs, a file, a balancer">
      <div className="grid gap-4 lg:grid-cols-2">
        {!counted && (
          <Step title="A job asks where it belongs, and its records count for that environment">
            <CopyLine text={curl(`'${origin}/api/assignment?key=TOPIC'`)} />
          </Step>
        )}
        {!counted && driver === "state-file" && (
          <Step title="Without a network: the weights stand in the state file, written atomically">
            <CopyLine text={"traffic: { state_file: ../economist/.deployment_state }"} />
          </Step>
        )}
        {unnamed && (
          <Step title="What runs in blue and green, and where to ask whether it is healthy">
            <CopyLine text={ENVIRONMENTS} />
          </Step>
        )}
        {driver === "state-file" && (
          <Step title="Requests instead of jobs: HAProxy follows over its runtime socket">
            <CopyLine text={HAPROXY} />
          </Step>
        )}
      </div>
    </Card>
  );
}

const Step = ({ title, children }: { title: string; children: React.ReactNode }) => (
  <div className="grid min-w-0 content-start gap-1.5">
    <h3 className="text-small text-ink-2">{title}</h3>
    {children}
  </div>
);
