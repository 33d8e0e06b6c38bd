import assert from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import { readOperation } from "@/lib/azure-services/operations/operation-store";
import { retryOperation } from "@/lib/azure-services/operations/retry-operation";
import { undoOperation } from "@/lib/azure-services/operations/undo-operation";
import { RENEW_SECRET_KEY } from "@/lib/azure-services/renewal/orders";
import { succeeded } from "@/lib/lab/testing/connected-product";
import type { SweepCheck } from "./model";
import { RenewalProduct } from "./renewal/renewal-product";
import { StepGate } from "./renewal/step-gate";

/**
 * The executive killed, and Graph and the token endpoint failing, at each step of the renewal of a secret key: at every
 * moment the key that services use works, and no key is left in Azure that nobody is told of.
 */

const APIS = ["/graph/", "/oauth2/v2.0/token"];
const PROPAGATION_SECONDS = 1;
/** How long after a step began the executive is killed. */
const KILL_AFTER_MS = [0, 40, 200];
/** A fault that lasts does so longer than one request is tried again; what is undone meanwhile fails as well. */
const ENDS_WITHIN_MS = 480_000;

interface Fault {
  name: string;
  /** Switched on where the step begins. */
  on(product: RenewalProduct): Promise<void>;
}

const onBoth = (fault: object) => async (product: RenewalProduct) => {
  for (const path of APIS) await product.switchOn({ ...fault, path });
};

const FAULTS: readonly Fault[] = [
  { name: "429, twice", on: onBoth({ fault: "too-many-requests", retryAfterSeconds: 1, times: 2 }) },
  { name: "503, for good", on: onBoth({ fault: "server-error", status: 503 }) },
  { name: "the answer cut off, once", on: onBoth({ fault: "cut-connection", afterBytes: 0, times: 1 }) },
  { name: "slow", on: onBoth({ fault: "slow", bytesPerSecond: 400 }) },
  {
    name: "consent revoked",
    on: (product) => product.switchOn({ fault: "revoked-consent", appId: product.app?.clientId }),
  },
];

let product: RenewalProduct | undefined;
let gate: StepGate | undefined;
const inUse = () => ({
  product: product ?? assert.fail("not started"),
  gate: gate ?? assert.fail("not started"),
});
/** By turns the administrator comes back, or gives up. */
let comesBack = false;

/** Lets a renewal come to the step, does something to it there, and sees it to its end. */
async function renewalWith(
  step: string,
  happens: (release: () => Promise<void>) => Promise<void>,
): Promise<void> {
  const { product, gate } = inUse();
  const watch = new AbortController();
  const watched = watchCurrent(product, watch.signal);
  // It is awaited below. What it finds before that fails this one case, and must not end the process.
  watched.catch(() => {});
  try {
    // A key that the services got before it was proved would not work yet.
    await product.switchOn({ fault: "slow-secret-propagation", seconds: PROPAGATION_SECONDS });
    await gate.close(step);
    const operationId = await product.beginRenewal();
    assert.ok(await gate.somebodyWaits(() => product.isOver(operationId)), `${step} was never begun`);
    await happens(() => gate.open());
    await toTheEnd(product, operationId);
  } finally {
    await gate.open();
    await product.clearFaults();
    watch.abort();
  }
  await watched;
  await product.assertCurrentWorks();
  await product.assertNoOrphan();
}

async function watchCurrent(product: RenewalProduct, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await product.assertCurrentWorks();
    await delay(100);
  }
}

async function toTheEnd(product: RenewalProduct, operationId: string): Promise<void> {
  let asked = "";
  await product.product.until(
    "the renewal ends",
    async () => {
      const row = await readOperation(product.product.db, operationId);
      const waits = row?.state === "sign-in-needed" || row?.state === "stopped";
      if (waits && asked !== row.state) {
        asked = row.state;
        await decide(product, operationId);
      }
      return product.isOver(operationId);
    },
    ENDS_WITHIN_MS,
  );
}

async function decide(product: RenewalProduct, operationId: string): Promise<void> {
  comesBack = !comesBack;
  if (comesBack) {
    const signInId = await product.signIn();
    succeeded(await retryOperation(product.ctx, { operationId, signInId }));
  } else succeeded(await undoOperation(product.ctx, { operationId }));
}

const killed = (step: string, afterMs: number): SweepCheck => ({
  name: `${step}: kill -9 of the executive ${afterMs} ms after it began`,
  run: () =>
    renewalWith(step, async (release) => {
      const { product } = inUse().product;
      await release();
      await delay(afterMs);
      await product.killExecutive();
      await product.startExecutive();
    }),
});

const failing = (step: string, { name, on }: Fault): SweepCheck => ({
  name: `${step}: ${name}`,
  run: () =>
    renewalWith(step, async (release) => {
      await on(inUse().product);
      await release();
    }),
});

export const name = "secret-renewal";

export async function checks(): Promise<SweepCheck[]> {
  product = await RenewalProduct.start();
  gate = await StepGate.build(product.product.connectionString);
  return RENEW_SECRET_KEY.steps.flatMap((step) => [
    ...KILL_AFTER_MS.map((ms) => killed(step, ms)),
    ...FAULTS.map((fault) => failing(step, fault)),
  ]);
}

export async function cleanUp(): Promise<void> {
  await gate?.end();
  await product?.close();
}
