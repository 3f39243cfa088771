"use client";

import { parseAsStringLiteral, useQueryState } from "nuqs";
import type { RequestDetail } from "@/lib/queries/request-detail";
import { Tabs } from "../ui/tabs";
import { ConversationTab } from "./conversation-tab";
import { MetadataTab } from "./metadata-tab";
import { RawTab } from "./raw-tab";
import { TimelineTab } from "./timeline-tab";

const TABS = ["conversation", "timeline", "raw", "metadata"] as const;

export function DetailTabs({ detail }: { detail: RequestDetail }) {
  const [tab, setTab] = useQueryState("tab", parseAsStringLiteral(TABS).withDefault(TABS[0]));
  return (
    <Tabs
      label="Parts of this request"
      value={tab}
      onValueChange={(next) => void setTab(TABS.find((name) => name === next) ?? null)}
      tabs={[
        {
          value: "conversation",
          label: "Conversation",
          content: <ConversationTab detail={detail} />,
        },
        {
          value: "timeline",
          label: "Timeline",
          content: (
            <div className="pt-4">
              <TimelineTab detail={detail} />
            </div>
          ),
        },
        {
          value: "raw",
          label: "Raw",
          content: (
            <div className="pt-4">
              <RawTab detail={detail} />
            </div>
          ),
        },
        {
          value: "metadata",
          label: "Metadata",
          content: (
            <div className="pt-4">
              <MetadataTab detail={detail} />
            </div>
          ),
        },
      ]}
    />
  );
}
