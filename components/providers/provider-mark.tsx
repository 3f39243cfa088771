/** A kind of provider by the letters of its name: neutral, since colour is for data. */
export function ProviderMark({ label, size = "md" }: { label: string; size?: "sm" | "md" }) {
  const [, first = "", second = ""] = /^(\w)[a-z]*[\s-]?([A-Z]?)/.exec(label) ?? [];
  return (
    <span
      aria-hidden="true"
      className={`grid shrink-0 place-items-center rounded border bg-sunken font-mono font-semibold text-muted uppercase leading-none ${size === "md" ? "size-8 text-12" : "size-6 text-[10px]"}`}
    >
      {first}
      {second}
    </span>
  );
}
