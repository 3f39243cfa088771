import { Ban, CircleAlert, CircleCheck, CircleSlash, Clock } from "lucide-react";
import type { TraceStatus } from "@/lib/protocol/trace";
import { Badge } from "./badge";

const LOOK = {
  success: { icon: CircleCheck, intent: "quiet", label: "Success" },
  error: { icon: CircleAlert, intent: "danger", label: "Error" },
  timeout: { icon: Clock, intent: "warning", label: "Timeout" },
  cancelled: { icon: CircleSlash, intent: "neutral", label: "Cancelled" },
  blocked: { icon: Ban, intent: "warning", label: "Blocked" },
} as const;

/** Shape and word carry the meaning; colour repeats it. */
export function StatusBadge({
  status,
  httpStatus,
}: {
  status: TraceStatus;
  httpStatus: number | null;
}) {
  const { icon: Icon, intent, label } = LOOK[status];
  return (
    <Badge intent={intent}>
      <Icon
        className={`size-3 shrink-0 ${status === "success" ? "text-success" : ""}`}
        aria-hidden="true"
      />
      <span className="sr-only">{label} </span>
      <span aria-hidden={httpStatus === null ? "true" : undefined}>{httpStatus ?? label}</span>
    </Badge>
  );
}
