"use client";

import { Card } from "@/components/card";
import { CopyLine } from "@/components/copy-line";
import { curl } from "@/lib/client/curl";
import { useOrigin } from "@/lib/client/use-origin";
import type { FlagsReply } from "@/lib/contract/flags";

const FILE = "flags: { file: ../economist/.flags.json }";

/** How a job learns of a flag before it begins: over HTTP, or from a file. */
export function HowJobsRead({ reply: { flags, file } }: { reply: FlagsReply }) {
  const origin = useOrigin();
  const name = flags.find((flag) => flag.name === "rag")?.name ?? flags[0]?.name ?? "rag";
  return (
    <Card title="How a job reads them" unit="before it begins">
      <div className="grid gap-3 text-small">
        <p className="text-ink-2">Over HTTP, with a key that may read:</p>
        <CopyLine text={curl(`${origin}/api/flags/${name}`, ["-sS"])} />
        {file === null ? (
          <>
            <p className="text-ink-2">
              Without a network: name a file in greenlight.yaml, and it is written with each switch.
            </p>
            <CopyLine text={FILE} />
          </>
        ) : (
          <>
            <p className="wrap-anywhere text-ink-2">
              Without a network, from the file <code className="font-mono">{file.path}</code>:
            </p>
            <CopyLine text={`python3 -c 'import json; print(json.load(open("${file.path}"))["${name}"])'`} />
            {file.error !== null && (
              <p className="wrap-anywhere text-amber">
                <span aria-hidden="true">▲ </span>
                The file is not as the flags are: {file.error}
              </p>
            )}
          </>
        )}
      </div>
    </Card>
  );
}
