import type { RequestDetail } from "@/lib/queries/request-detail";
import { Notice } from "../ui/notice";
import { RawBody } from "./raw-body";

export function RawTab({ detail }: { detail: RequestDetail }) {
  return (
    <div className="grid gap-4">
      {detail.isTruncated ? (
        <Notice intent="warning">
          This call was larger than what is kept of one call: the bodies end early.
        </Notice>
      ) : null}
      <div className="grid gap-4 lg:grid-cols-2">
        <RawBody title="Request" text={detail.request} absence="No request body was received." />
        <RawBody title="Response" text={detail.response} absence="No answer was given." />
      </div>
      {detail.rawResponse === null ? null : (
        <RawBody title="Stream as sent" text={detail.rawResponse} absence="" />
      )}
    </div>
  );
}
