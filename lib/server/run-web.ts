import { env, provideEnv } from "../env";
import { closeRuntime, runtime } from "../runtime";
import { acceptWebSockets } from "./accept-web-sockets";
import { prepareDrain } from "./drain";
import { forwardHeaders } from "./forward-headers";
import { createHttpServer, listen } from "./http-server";
import { prepareDatabase } from "./prepare-database";
import { projectRoot } from "./project-root";
import type { RoleContext, RunningRole } from "./running-role";

/** The parent has let running calls end before it stops its page server. */
const SUPERVISED_DRAIN_MS = 2_000;

/** Role web: the pages (and, more slowly, the gateway's paths) by Next. */
export async function runWeb({ isSupervised }: RoleContext): Promise<RunningRole> {
  const settings = env();
  const { log, secrets } = runtime();
  const isDevelopment = settings.NODE_ENV === "development";
  let handle: PageHandler | null = null;
  let announce: (handler: PageHandler) => void = () => undefined;
  const prepared = new Promise<PageHandler>((resolve) => {
    announce = resolve;
  });
  const server = createHttpServer((request, response) => {
    if (!isSupervised) {
      Object.assign(request.headers, forwardHeaders(request, settings.PRYSM_PUBLIC_URL));
    }
    if (handle) handle(request, response);
    else void prepared.then((ready) => ready(request, response));
  });
  const drain = prepareDrain(server);
  const port = await listen(
    server,
    isSupervised
      ? { port: settings.PRYSM_WEB_PORT ?? 0, host: "127.0.0.1", variable: "PRYSM_WEB_PORT" }
      : { port: settings.PORT, host: settings.HOST, variable: "PORT" },
  );
  if (!isSupervised) await prepareDatabase(log);
  provideEnv(authSettings(secrets.sessionSecret, settings.PRYSM_PUBLIC_URL));
  const { preparePages } = await import("../next/serve");
  const pages = await preparePages({
    directory: projectRoot(),
    isDevelopment,
    port,
  });
  if (isDevelopment) {
    acceptWebSockets(server, (request, socket, head) => {
      drain.watch(socket);
      pages.upgrade(request, socket, head);
    });
  }
  handle = pages.handle;
  announce(pages.handle);
  if (!isSupervised) log.info({ port }, "pages are served");
  return {
    port,
    async stop() {
      await drain.run(isSupervised ? SUPERVISED_DRAIN_MS : settings.PRYSM_DRAIN_TIMEOUT_MS);
      await pages.close();
      await closeRuntime();
    },
  };
}

type PageHandler = Awaited<ReturnType<typeof import("../next/serve").preparePages>>["handle"];

/** Without a public URL, next-auth takes the name the browser used, which our proxy sets itself. */
function authSettings(secret: string, publicUrl: string | undefined): Record<string, string> {
  const where = publicUrl ? { NEXTAUTH_URL: publicUrl } : { AUTH_TRUST_HOST: "true" };
  return { ...where, NEXTAUTH_SECRET: secret };
}
