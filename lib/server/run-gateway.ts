import type { ServerResponse } from "node:http";
import { PrysmError } from "../errors";
import { createGatewayHandler } from "../gateway/http/node";
import { errorBody } from "../protocol/error-body";
import { closeRuntime, runtime } from "../runtime";
import { prepareDrain } from "./drain";
import { createHttpServer, listen } from "./http-server";
import { prepareDatabase } from "./prepare-database";
import { recordThroughSpool } from "./record-through-spool";
import type { RunningRole } from "./running-role";

/** Role gateway: the data plane alone, for running many of them behind a load balancer. */
export async function runGateway(): Promise<RunningRole> {
  const settings = recordThroughSpool();
  let handle: ReturnType<typeof createGatewayHandler> = () => false;
  const server = createHttpServer((request, response) => {
    if (!handle(request, response)) answerUnknown(request.url ?? "/", response);
  });
  const drain = prepareDrain(server);
  const { log } = runtime();
  await prepareDatabase(log);
  handle = createGatewayHandler();
  const port = await listen(server, { port: settings.PORT, host: settings.HOST, variable: "PORT" });
  log.info({ port }, "gateway listens");
  return {
    port,
    async stop() {
      await drain.run(settings.PRYSM_DRAIN_TIMEOUT_MS);
      await closeRuntime();
    },
  };
}

function answerUnknown(url: string, response: ServerResponse): void {
  const path = url.split("?", 1)[0]?.slice(0, 256);
  const error = new PrysmError(
    "not_found",
    `This server answers API calls only and has no ${path}. Use /api/v1/chat/completions, /api/v1/models or /api/v1/health.`,
  );
  response.writeHead(error.status, { "content-type": "application/json" }).end(errorBody(error));
}
