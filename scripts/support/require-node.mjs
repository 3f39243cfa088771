const [major, minor] = process.versions.node.split(".").map(Number);

if (major < 20 || (major === 20 && minor < 19)) {
  process.stderr.write(
    `Prysm needs Node.js 20.19 or newer, and this is ${process.versions.node}. Install a newer one and run the command again.\n`,
  );
  process.exit(1);
}
