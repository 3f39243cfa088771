import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stopProcess } from "../script-process";
import { findFreePort, waitForPort } from "./ports";
import { type RunningSubjects, SubjectMissing } from "./subject";

const STOP_PATIENCE_MS = 5_000;

/** One nginx worker, as every other subject has one process for its calls. */
export async function startNginx(upstreamPort: number, scratch: string): Promise<RunningSubjects> {
  if (spawnSync("nginx", ["-v"]).error) throw new SubjectMissing("nginx is not installed");
  const directory = join(scratch, "nginx");
  mkdirSync(directory, { recursive: true });
  const port = await findFreePort();
  const configuration = join(directory, "nginx.conf");
  writeFileSync(configuration, configurationText(directory, port, upstreamPort));
  const child = spawn("nginx", ["-p", directory, "-c", configuration], { stdio: "ignore" });
  await waitForPort(port, child);
  return {
    subjects: [
      {
        key: "nginx",
        label: "nginx proxy_pass, one worker",
        target: { port, path: "/v1/chat/completions", headers: {} },
        anthropicTarget: null,
      },
    ],
    stop: () => stopProcess(child, STOP_PATIENCE_MS),
  };
}

function configurationText(directory: string, port: number, upstreamPort: number): string {
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
    .map((name) => `  ${name}_temp_path ${directory}/${name};`)
    .join("\n");
  const user = process.getuid?.() === 0 ? "user root;" : "";
  return `${user}
daemon off;
worker_processes 1;
pid ${directory}/nginx.pid;
error_log ${directory}/error.log;
events { worker_connections 4096; }
http {
  access_log off;
${temporary}
  keepalive_requests 100000000;
  client_max_body_size 32m;
  client_body_buffer_size 512k;
  upstream mock {
    server 127.0.0.1:${upstreamPort};
    keepalive 256;
    keepalive_requests 100000000;
  }
  server {
    listen 127.0.0.1:${port};
    location / {
      proxy_pass http://mock;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_buffering off;
    }
  }
}
`;
}
