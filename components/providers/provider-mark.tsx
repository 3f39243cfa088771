/** A kind of provider by the letters of its name: neutral, since colour is for data. */
export function ProviderMark({ label, size = "md" }: { label: string; size?: "sm" | "md" }) {
  const words = label.split(/[\s-]+/).map((word) => word.replace(/[^A-Za-z0-9]/g, ""));
  const capitals = words[0]?.replace(/[^A-Z]/g, "") ?? "";
  const letters = words.length > 1 ? words.map((word) => word[0]).join("") : capitals || label;
  return (
    <span
      aria-hidden="true"
      className={`grid shrink-0 place-items-center rounded border bg-sunken font-mono font-semibold text-muted uppercase leading-none ${size === "md" ? "size-8 text-12" : "size-6 text-[10px]"}`}
    >
      {letters.slice(0, 2)}
    </span>
  );
}
