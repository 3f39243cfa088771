import { Agent, request } from "undici";
import type { Account } from "./subjects/prysm";

const REDIRECT_LIMIT = 5;
const PATIENCE_MS = 15_000;

/** A browser as the server sees it: signs in, loads a page's files once, then the page over and over. */
export class PageVisitor {
  readonly #cookies = new Map<string, string>();
  readonly #agent = new Agent({
    connections: 6,
    headersTimeout: PATIENCE_MS,
    bodyTimeout: PATIENCE_MS,
  });

  constructor(private readonly origin: string) {}

  async signIn(account: Account): Promise<void> {
    const { csrfToken } = JSON.parse((await this.#get("/api/auth/csrf")).text);
    const form = new URLSearchParams({ ...account, csrfToken, json: "true" });
    await this.#send("/api/auth/callback/credentials", "POST", form.toString());
    const session = JSON.parse((await this.#get("/api/auth/session")).text);
    if (!session.user) throw new Error("The bench's user could not sign in to the dashboard.");
  }

  /** The path of the requests page of the user's project. */
  async findRequestsPage(): Promise<string> {
    const { path } = await this.#get("/");
    const project = /^\/dashboard\/[^/]+\/[^/]+/.exec(path);
    if (!project) throw new Error(`The dashboard led to ${path} and not to a project.`);
    return `${project[0]}/requests`;
  }

  /** Loads a page and the scripts and styles it names. */
  async loadWithFiles(path: string): Promise<number> {
    const { text } = await this.#get(path);
    const files = new Set(text.match(/\/_next\/static\/[^"'\\ )]+\.(?:js|css)/g) ?? []);
    await Promise.all([...files].map((file) => this.#get(file)));
    return files.size;
  }

  async load(path: string): Promise<void> {
    const { status } = await this.#get(path);
    if (status !== 200) throw new Error(`${path} answered ${status}.`);
  }

  close(): Promise<void> {
    return this.#agent.destroy();
  }

  async #get(path: string): Promise<{ path: string; status: number; text: string }> {
    let at = path;
    for (let step = 0; step < REDIRECT_LIMIT; step++) {
      const { status, location, text } = await this.#send(at, "GET");
      if (!location) return { path: at, status, text };
      at = new URL(location, this.origin).pathname;
    }
    throw new Error(`${path} redirects without end.`);
  }

  async #send(path: string, method: "GET" | "POST", body?: string) {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const answer = await request(this.origin + path, {
      method,
      dispatcher: this.#agent,
      headers: {
        accept: "text/html,application/json",
        ...(cookie && { cookie }),
        ...(body !== undefined && { "content-type": "application/x-www-form-urlencoded" }),
      },
      ...(body !== undefined && { body }),
    });
    for (const line of [answer.headers["set-cookie"] ?? []].flat()) this.#keep(line);
    const isRedirect = answer.statusCode >= 300 && answer.statusCode < 400;
    const location = isRedirect ? String(answer.headers.location ?? "") : "";
    return { status: answer.statusCode, location, text: await answer.body.text() };
  }

  #keep(setCookie: string): void {
    const match = /^([^=]+)=([^;]*)/.exec(setCookie);
    if (match?.[1] !== undefined) this.#cookies.set(match[1], match[2] ?? "");
  }
}
