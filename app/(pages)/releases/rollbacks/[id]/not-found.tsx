import { NotFound } from "@/components/not-found";

export default function NoRollback() {
  return (
    <NotFound title="There is no such rollback" path="/releases" way="Go to the releases">
      The address may be mistyped, or come from another installation. Reports are kept.
    </NotFound>
  );
}
