import { handleWebRequest } from "@/lib/gateway/http/web";

export const runtime = "nodejs";
export const dynamic = "force-dynamic";
export {
  handleWebRequest as GET,
  handleWebRequest as POST,
  handleWebRequest as PUT,
  handleWebRequest as PATCH,
  handleWebRequest as DELETE,
};
