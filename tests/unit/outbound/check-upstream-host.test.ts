import fc from "fast-check";
import { expect, test } from "vitest";
import { requirePublicHost } from "../../../lib/outbound/check-upstream-host";

const BLOCKED = expect.objectContaining({
  code: "blocked_address",
  status: 400,
  type: "invalid_request_error",
});

test.each([
  "http://127.0.0.1/v1",
  "http://127.0.0.1:8080/v1",
  "http://127.1/",
  "http://0/",
  "http://0x7f.0.0.1/",
  "http://0x7f000001/",
  "http://0177.0.0.1/",
  "http://017700000001/",
  "http://2130706433/",
  "http://127.0.0.1./",
  "http://127.0.0.1../",
  "http://１２７.０.０.１/",
  "http://127。0。0。1/",
  "http://%31%32%37.0.0.1/",
  "http://user@127.0.0.1/",
  "http://169.254.169.254/latest/meta-data",
  "http://0xa9fea9fe/",
  "http://[::1]/",
  "http://[0:0:0:0:0:0:0:1]:443/",
  "http://[::ffff:127.0.0.1]/",
  "http://[::ffff:7f00:1]/",
  "http://[64:ff9b::a00:1]/",
  "http://[2002:a00:1::]/",
  "http://[fe80::1]/",
  "https://localhost/v1",
  "https://LOCALHOST:11434/v1",
  "https://localhost./v1",
  "https://api.localhost/",
  "https://localhost.localdomain/",
  "https://printer.local/",
  "https://metadata.google.internal/",
  "https://nas.home.arpa/",
  "https://ip6-localhost/",
  "not a url",
])("%s is refused", (url) => {
  expect(() => requirePublicHost(url)).toThrow(BLOCKED);
});

test.each([
  "https://api.openai.com/v1",
  "https://8.8.8.8/v1",
  "https://[2606:4700:4700::1111]/",
  "https://localhost.example.com/",
  "https://notlocalhost/",
  "https://10.0.0.1.nip.io/",
  "https://internal.example.com/",
])("%s passes: only its lookup can tell more", (url) => {
  expect(() => requirePublicHost(url)).not.toThrow();
});

test("the refusal names the host and says what to do", () => {
  expect(() => requirePublicHost(new URL("http://192.168.1.7:8000/v1"))).toThrow(
    /"192\.168\.1\.7" is not an address on the public internet.*PRYSM_ALLOW_PRIVATE_UPSTREAMS/,
  );
});

test("a private IPv4 address is refused in every notation", () => {
  fc.assert(
    fc.property(privateV4, notation, (octets, write) => {
      expect(() => requirePublicHost(`http://${write(octets)}/v1`)).toThrow(BLOCKED);
    }),
    { numRuns: 2_000 },
  );
});

type Octets = readonly [number, number, number, number];

const octet = fc.integer({ min: 0, max: 255 });

const privateV4: fc.Arbitrary<Octets> = fc.oneof(
  fc.tuple(fc.constantFrom(0, 10, 127), octet, octet, octet),
  fc.tuple(fc.constant(172), fc.integer({ min: 16, max: 31 }), octet, octet),
  fc.tuple(fc.constant(192), fc.constant(168), octet, octet),
  fc.tuple(fc.constant(169), fc.constant(254), octet, octet),
  fc.tuple(fc.constant(100), fc.integer({ min: 64, max: 127 }), octet, octet),
  fc.tuple(fc.integer({ min: 224, max: 255 }), octet, octet, octet),
);

const radix = fc.constantFrom<(n: number) => string>(
  (n) => String(n),
  (n) => `0x${n.toString(16)}`,
  (n) => `0X${n.toString(16).toUpperCase()}`,
  (n) => `0${n.toString(8)}`,
);

const hex = (n: number) => n.toString(16);

const notation: fc.Arbitrary<(octets: Octets) => string> = fc.oneof(
  fc.tuple(radix, radix, radix, radix).map(
    ([a, b, c, d]) =>
      (o: Octets) =>
        [a(o[0]), b(o[1]), c(o[2]), d(o[3])].join("."),
  ),
  fc.tuple(radix, radix, radix).map(
    ([a, b, c]) =>
      (o: Octets) =>
        [a(o[0]), b(o[1]), c(o[2] * 256 + o[3])].join("."),
  ),
  fc.tuple(radix, radix).map(
    ([a, b]) =>
      (o: Octets) =>
        [a(o[0]), b((o[1] * 256 + o[2]) * 256 + o[3])].join("."),
  ),
  radix.map((a) => (o: Octets) => a(((o[0] * 256 + o[1]) * 256 + o[2]) * 256 + o[3])),
  fc.constantFrom<(o: Octets) => string>(
    (o) => `[::ffff:${o.join(".")}]`,
    (o) => `[::ffff:${hex(o[0] * 256 + o[1])}:${hex(o[2] * 256 + o[3])}]`,
    (o) => `[::ffff:0:${o.join(".")}]`,
    (o) => `[64:ff9b::${o.join(".")}]`,
    (o) => `[::${o.join(".")}]`,
    (o) => `[2002:${hex(o[0] * 256 + o[1])}:${hex(o[2] * 256 + o[3])}::1]`,
  ),
);
