import { accessSync, constants, existsSync, readdirSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];
const MAC_APPLICATIONS = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];
/** Where Playwright's own download lies inside its folder, by system. */
const DOWNLOADED = [
  "chrome-linux/chrome",
  "chrome-linux64/chrome",
  "chrome-mac/Chromium.app/Contents/MacOS/Chromium",
  "chrome-mac-arm64/Google Chrome for Testing.app/Contents/MacOS/Google Chrome for Testing",
  "chrome-mac-x64/Google Chrome for Testing.app/Contents/MacOS/Google Chrome for Testing",
];

/** A Chromium on this machine (PRYSM_CHROMIUM, the system's, Playwright's), or null. */
export function findChromium() {
  return (
    [process.env.PRYSM_CHROMIUM, ...onPath(), ...MAC_APPLICATIONS, ...inPlaywrightCache()].find(
      isExecutable,
    ) ?? null
  );
}

function onPath() {
  const folders = [...(process.env.PATH ?? "").split(delimiter), "/usr/bin", "/snap/bin"];
  return folders.flatMap((folder) => NAMES.map((name) => join(folder, name)));
}

function inPlaywrightCache() {
  const roots = [
    process.env.PLAYWRIGHT_BROWSERS_PATH,
    join(homedir(), ".cache", "ms-playwright"),
    join(homedir(), "Library", "Caches", "ms-playwright"),
  ];
  return roots
    .filter((root) => root && existsSync(root))
    .flatMap((root) => readdirSync(root).map((name) => join(root, name)))
    .filter((folder) => /chromium-\d+$/.test(folder))
    .flatMap((folder) => DOWNLOADED.map((path) => join(folder, path)));
}

function isExecutable(path) {
  try {
    if (!path) return false;
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
