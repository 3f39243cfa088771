import { KeyRound, type LucideIcon, Rocket, Rows3, Settings2 } from "lucide-react";

export interface NavigationItem {
  label: string;
  href: string;
  icon: LucideIcon;
  /** The part of the address under which the item counts as current. */
  scope: string;
}

export interface NavigationSection {
  label: string;
  items: NavigationItem[];
}

/** Only pages that exist. `base` is /dashboard/[org]/[project]. */
export function navigationSections(base: string, isOnboarded: boolean): NavigationSection[] {
  const start: NavigationItem = {
    label: "Get started",
    href: `${base}/onboarding`,
    icon: Rocket,
    scope: `${base}/onboarding`,
  };
  return [
    ...(isOnboarded ? [] : [{ label: "Start", items: [start] }]),
    {
      label: "Observe",
      items: [
        { label: "Requests", href: `${base}/requests`, icon: Rows3, scope: `${base}/requests` },
      ],
    },
    {
      label: "Control",
      items: [
        { label: "API keys", href: `${base}/keys`, icon: KeyRound, scope: `${base}/keys` },
        {
          label: "Settings",
          href: `${base}/settings/providers`,
          icon: Settings2,
          scope: `${base}/settings`,
        },
      ],
    },
  ];
}
