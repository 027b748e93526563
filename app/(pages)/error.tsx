"use client";

import { useRouter } from "next/navigation";
import { startTransition } from "react";
import { ErrorState } from "@/components/error-state";

interface Props {
  error: Error & { digest?: string };
  reset: () => void;
}

export default function Failed({ error, reset }: Props) {
  const router = useRouter();
  // The server is asked anew; without that the same answer would fail again.
  const retry = () =>
    startTransition(() => {
      router.refresh();
      reset();
    });
  const digest = error.digest === undefined ? "" : `, under ${error.digest}`;
  return (
    <>
      <h1 className="mb-3 text-heading">This page could not be shown</h1>
      <ErrorState
        title="Something failed on our side."
        detail={`The server's log says what${digest}. Trying again is safe.`}
        retry={retry}
      />
    </>
  );
}
