import { cpus, release, totalmem, type } from "node:os";

const GIBIBYTE = 1024 ** 3;

export function machineLine(): string {
  const processors = cpus();
  const model = processors[0]?.model.trim() ?? "unknown processor";
  const memory = (totalmem() / GIBIBYTE).toFixed(0);
  return `${processors.length} cores (${model}), ${memory} GB memory, ${type()} ${release()}, Node ${process.version}`;
}
