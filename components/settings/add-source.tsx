"use client";

import { Card } from "@/components/card";
import { CopyLine } from "@/components/copy-line";
import { useOrigin } from "@/lib/client/use-origin";
import type { SettingsReply } from "@/lib/contract/settings";

const LINES = `sources:
  - { kind: execution-roi, path: ../economist/logs/execution_roi.json, environment: blue }
  - { kind: article-costs, path: ../economist/logs/agent_sdk_costs.jsonl }`;

/** The lines that add a source, and what holds them back where the server was started with its own. */
export function AddSource({ settings }: { settings: SettingsReply }) {
  const origin = useOrigin();
  return (
    <Card title="Add a source">
      <div className="grid gap-2 text-body text-ink-2">
        {settings.demo ? (
          <>
            <p>The demo reads only what it invents, and takes no data. To see your own:</p>
            <CopyLine text="npm run up -- --source path/to/logs/execution_roi.json" />
          </>
        ) : (
          <>
            <Watch settings={settings} />
            <CopyLine text={LINES} />
            <p>
              <code>environment</code> is optional. Or push what the pipeline wrote; the same document twice
              changes nothing:
            </p>
            <CopyLine
              text={`curl -H 'content-type: application/json' \\\n  --data-binary @logs/execution_roi.json \\\n  ${origin}/api/ingest/execution-roi`}
            />
          </>
        )}
      </div>
    </Card>
  );
}

function Watch({ settings: { file, values } }: { settings: SettingsReply }) {
  const imposed = values.some(
    ({ path, origin }) => path === "GREENLIGHT_SOURCES" && origin === "environment",
  );
  if (imposed)
    return (
      <p>
        This server was started with <code>--source</code>, which takes the place of the configuration’s
        sources. Start it without, and name the files in <code>greenlight.yaml</code>:
      </p>
    );
  return (
    <p>
      {file === null ? (
        <>
          Write a <code>greenlight.yaml</code> beside <code>package.json</code> and restart once; later edits
          hold as soon as they are saved.
        </>
      ) : (
        <>
          One line in <code className="wrap-anywhere">{file}</code>; it holds as soon as it is saved, and
          every rewrite of the file is followed.
        </>
      )}{" "}
      Paths are relative to its folder.
    </p>
  );
}
