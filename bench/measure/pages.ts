import { PageVisitor } from "../page-visitor";
import { median } from "../statistics";
import type { BenchContext, Prysm } from "./context";
import { describeRound, type LatencyRound, runLatencyRound } from "./latency";

export interface PageLoadRound {
  direct: LatencyRound;
  directUnderPages: LatencyRound;
  prysmUnderPages: LatencyRound;
  pagesLoaded: number;
  pageMs: number | null;
}

const LOAD_LIMIT = 100_000;

/** The same calls while somebody loads one dashboard page after the other, without a pause. */
export async function measureUnderPages(
  context: BenchContext,
  prysm: Prysm,
): Promise<PageLoadRound[]> {
  const direct = context.subjects.find((subject) => subject.key === "direct");
  const ours = context.subjects.find((subject) => subject.key === "prysm");
  if (!direct || !ours) return [];
  const visitor = new PageVisitor(`http://127.0.0.1:${prysm.running.port}`);
  const rounds: PageLoadRound[] = [];
  try {
    await visitor.signIn(prysm.running.account);
    const page = await visitor.findRequestsPage();
    const files = await visitor.loadWithFiles(page);
    context.say(`pages: ${page} with ${files} files`);
    for (let round = 1; round <= context.options.latency.rounds; round++) {
      const quiet = await runLatencyRound(context, direct, "small");
      const directBusy = await whileLoading(visitor, page, () =>
        runLatencyRound(context, direct, "small"),
      );
      const busy = await whileLoading(visitor, page, () => runLatencyRound(context, ours, "small"));
      await context.settle(ours);
      rounds.push({
        direct: quiet,
        directUnderPages: directBusy.measured,
        prysmUnderPages: busy.measured,
        pagesLoaded: busy.pageMs.length,
        pageMs: median(busy.pageMs),
      });
      context.say(`pages round ${round}: direct quiet ${describeRound(quiet)}`);
      context.say(`pages round ${round}: direct ${describeRound(directBusy.measured)}`);
      context.say(
        `pages round ${round}: prysm ${describeRound(busy.measured)}; ${busy.pageMs.length} pages`,
      );
    }
  } finally {
    await visitor.close();
  }
  return rounds;
}

async function whileLoading<T>(visitor: PageVisitor, page: string, measure: () => Promise<T>) {
  let isMeasuring = true;
  const pageMs: number[] = [];
  const loading = (async () => {
    while (isMeasuring && pageMs.length < LOAD_LIMIT) {
      const startedAt = performance.now();
      await visitor.load(page);
      pageMs.push(performance.now() - startedAt);
    }
  })();
  // A page that fails is reported once the measurement is over.
  loading.catch(() => undefined);
  try {
    return { measured: await measure(), pageMs };
  } finally {
    isMeasuring = false;
    await loading;
  }
}
