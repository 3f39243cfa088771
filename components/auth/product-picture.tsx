import { ExampleList } from "../requests/example-list";
import { LiveDot } from "../ui/live-dot";

const TURNS = [
  {
    role: "System",
    text: "You answer questions about our plans. Quote the price list, never guess.",
  },
  { role: "User", text: "Which plan includes single sign-on?" },
  { role: "Assistant", text: "Single sign-on is part of the Team plan and above." },
] as const;

const PHASES = [
  { label: "Gateway", left: 0, width: 2, look: "bg-series-8", time: "0.8 ms" },
  { label: "First token", left: 2, width: 20, look: "bg-series-1", time: "240 ms" },
  { label: "Streaming", left: 22, width: 78, look: "bg-series-3", time: "939 ms" },
] as const;

/** A quiet look inside, built from the product's own parts. */
export function ProductPicture() {
  return (
    <div className="absolute inset-0 flex flex-col justify-center gap-6 py-12 pl-14">
      <p className="max-w-lg text-balance pr-14 font-medium text-20 tracking-tight">
        Every call your application makes to a model, taken apart: prompt, answer, tokens, time.
      </p>
      <div className="w-[1040px] overflow-hidden rounded-l border border-r-0 bg-surface">
        <div className="flex h-10 items-center gap-3 border-b px-6">
          <span className="font-semibold text-13">Requests</span>
          <LiveDot state="live" />
        </div>
        <ExampleList />
      </div>
      <div className="grid w-[1040px] grid-cols-[400px_1fr] gap-6">
        <div className="rounded border bg-surface px-5 py-1">
          {TURNS.map((turn) => (
            <div
              key={turn.role}
              className="grid grid-cols-[80px_1fr] gap-3 border-b py-3 text-13 last:border-0"
            >
              <span className="text-faint">{turn.role}</span>
              <span className={turn.role === "System" ? "text-muted" : ""}>{turn.text}</span>
            </div>
          ))}
        </div>
        <div className="grid content-center gap-3 rounded-l border border-r-0 bg-surface p-5">
          {PHASES.map((phase) => (
            <div key={phase.label} className="grid grid-cols-[80px_1fr] items-center gap-3 text-12">
              <span className="text-muted">{phase.label}</span>
              <span className="relative h-3">
                <span
                  className={`absolute inset-y-0 rounded-xs ${phase.look}`}
                  style={{ left: `${phase.left}%`, width: `${phase.width}%` }}
                />
              </span>
            </div>
          ))}
        </div>
      </div>
    </div>
  );
}
