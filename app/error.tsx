"use client";

import { ErrorState } from "@/components/error-state";

interface Props {
  error: Error & { digest?: string };
  reset: () => void;
}

export default function Failed({ error, reset }: Props) {
  return (
    <>
      <h1 className="mb-3 text-heading">This page could not be shown</h1>
      <ErrorState
        title="Something failed on our side."
        detail={`The server's log says what${error.digest === undefined ? "" : `, under ${error.digest}`}. Trying again is safe; /livez and /readyz tell whether the server is well.`}
        retry={reset}
      />
    </>
  );
}
