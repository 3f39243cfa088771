const UNITS = ["B", "KB", "MB", "GB"] as const;

/** 812 B · 4.2 KB · 1.3 MB, in steps of 1024. */
export function formatBytes(bytes: number): string {
  let size = bytes;
  for (const unit of UNITS) {
    if (size < 1024 || unit === "GB") {
      return unit === "B" ? `${size} B` : `${size.toFixed(size < 100 ? 1 : 0)} ${unit}`;
    }
    size /= 1024;
  }
  return `${bytes} B`;
}
