import { NotFound } from "@/components/not-found";

export default function NoExecution() {
  return (
    <NotFound title="There is no such execution" path="/executions" way="Go to the executions">
      The address may be mistyped, or come from another installation. What was recorded once stays, also when
      its file rotates.
    </NotFound>
  );
}
