"use client";

import { ErrorState } from "@/components/error-state";
import "./globals.css";

/** Where not even the frame of the pages could be made, such as without a database. Knows nothing but itself. */
export default function Broken({ error }: { error: Error & { digest?: string } }) {
  return (
    <html lang="en">
      <body className="mx-auto max-w-[720px] px-3.5 py-10">
        <title>Greenlight could not answer</title>
        <h1 className="mb-3 text-heading">Greenlight could not answer</h1>
        <ErrorState
          title="Something failed on our side."
          detail={`The server's log says what${error.digest === undefined ? "" : `, under ${error.digest}`}.`}
          retry={() => window.location.reload()}
        />
      </body>
    </html>
  );
}
