import { connect } from "node:net";

const PATIENCE_MS = 5_000;

/** Writes bytes as they are and returns what came back once the server closed the connection. */
export function exchange(port: number, ...parts: string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = "";
    const socket = connect(port, "127.0.0.1", () => socket.write(parts.join(""), "latin1"));
    socket.setEncoding("latin1").setTimeout(PATIENCE_MS);
    socket.on("data", (text: string) => {
      answer += text;
    });
    socket.once("timeout", () => {
      socket.destroy();
      reject(new Error(`The connection stayed open; it brought: ${answer}`));
    });
    socket.once("error", reject);
    socket.once("end", () => {
      socket.end();
      resolve(answer);
    });
  });
}

/** A request's head with CRLF line ends, closed by an empty line. */
export function head(...lines: string[]): string {
  return `${lines.join("\r\n")}\r\n\r\n`;
}
