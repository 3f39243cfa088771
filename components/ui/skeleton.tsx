const WIDTH = {
  "12": "w-12",
  "16": "w-16",
  "24": "w-24",
  "40": "w-40",
  "64": "w-64",
  full: "w-full",
} as const;
const HEIGHT = { line: "h-3", control: "h-8", block: "h-32" } as const;

interface SkeletonProps {
  width?: keyof typeof WIDTH;
  height?: keyof typeof HEIGHT;
}

export function Skeleton({ width = "full", height = "line" }: SkeletonProps) {
  return (
    <span
      aria-hidden="true"
      className={`block max-w-full animate-pulse-soft rounded-sm bg-sunken ${WIDTH[width]} ${HEIGHT[height]}`}
    />
  );
}
