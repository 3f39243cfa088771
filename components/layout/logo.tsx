/** A prism seen from the side: one white ray in, the spectrum out. `id` keeps gradients apart on one page. */
export function LogoMark({ id }: { id: string }) {
  return (
    <svg
      viewBox="0 0 24 24"
      width="24"
      height="24"
      className="shrink-0"
      fill="none"
      aria-hidden="true"
    >
      <defs>
        <linearGradient
          id={`${id}-ray`}
          x1="14"
          y1="12"
          x2="14"
          y2="19"
          gradientUnits="userSpaceOnUse"
        >
          <stop offset="0" stopColor="oklch(0.68 0.19 25)" />
          <stop offset="0.3" stopColor="oklch(0.84 0.16 100)" />
          <stop offset="0.55" stopColor="oklch(0.76 0.16 155)" />
          <stop offset="0.8" stopColor="oklch(0.68 0.15 245)" />
          <stop offset="1" stopColor="oklch(0.6 0.19 300)" />
        </linearGradient>
      </defs>
      <path d="M14.1 10.9 23 13.4V19.2L14.6 13.4Z" fill={`url(#${id}-ray)`} />
      <path d="M1 14.6 8.6 11.6" stroke="currentColor" strokeWidth="1.5" strokeLinecap="round" />
      <path
        d="M11.5 4.25 18.6 17.5a.5.5 0 0 1-.44.75H4.84a.5.5 0 0 1-.44-.75Z"
        stroke="currentColor"
        strokeWidth="1.5"
        strokeLinejoin="round"
      />
    </svg>
  );
}

export function Logo({ id }: { id: string }) {
  return (
    <span className="inline-flex items-center gap-2">
      <LogoMark id={id} />
      <span className="font-semibold text-16 tracking-tight">Prysm</span>
    </span>
  );
}
