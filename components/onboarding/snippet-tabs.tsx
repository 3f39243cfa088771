"use client";

import { useState } from "react";
import { CodeBlock } from "../ui/code-block";
import { Tabs } from "../ui/tabs";
import { snippets } from "./snippets";

interface SnippetTabsProps {
  baseUrl: string;
  /** Null before a key exists: a placeholder stands in its place. */
  apiKey: string | null;
}

export function SnippetTabs({ baseUrl, apiKey }: SnippetTabsProps) {
  const [tab, setTab] = useState("curl");
  return (
    <div className="overflow-hidden rounded border bg-canvas">
      <Tabs
        look="inset"
        label="Language"
        value={tab}
        onValueChange={setTab}
        tabs={snippets(baseUrl, apiKey ?? "YOUR_KEY").map((snippet) => ({
          value: snippet.value,
          label: snippet.label,
          content: (
            <>
              {snippet.install ? (
                <p className="border-b px-3 py-2 font-mono text-12 text-muted">{snippet.install}</p>
              ) : null}
              <CodeBlock
                code={snippet.code}
                language={snippet.language}
                label={`${snippet.label} snippet`}
                frame={false}
              />
            </>
          ),
        }))}
      />
    </div>
  );
}
