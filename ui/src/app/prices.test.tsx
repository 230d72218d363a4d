import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { cleanup, render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, describe, expect, it } from "vitest";
import { createQueryClient } from "../shared/query";
import { cannedCore, expectNothingSerious, refuse } from "../shared/testing";
import { Toasts } from "../shared/ui";
import { router } from "./router";

// The answers are canned: what is tested is what the screen asks, and what it does with the answers.

const rule = (id: string, name: string, more: object = {}) => ({
  id,
  kind: "quantity_break",
  name,
  scope: "store",
  variantId: null,
  productId: null,
  categoryId: null,
  scopeName: "",
  tierId: null,
  tierName: null,
  minQuantity: 5,
  effect: { kind: "percent", basisPoints: 1000 },
  priority: 20,
  stops: false,
  startsAt: null,
  endsAt: null,
  active: true,
  archived: false,
  state: "active",
  staffName: "Niamh",
  createdAt: 0,
  updatedAt: 0,
  rowVersion: 1,
  warnings: [],
  ...more,
});
const FIVE = rule("r1", "Five or more");
const SCHOOL = rule("r2", "School groups", { active: false, state: "paused", rowVersion: 4 });
const TIERS = {
  rows: [
    { id: "t1", name: "Standard", rank: 1, isDefault: true, archived: false, customers: 40, rules: 0, rowVersion: 1 },
    { id: "t2", name: "Gold", rank: 2, isDefault: false, archived: false, customers: 3, rules: 1, rowVersion: 5 },
  ],
};
const step = (kind: string, after: string, more: object = {}) => ({
  kind,
  ruleId: null,
  label: "",
  effect: null,
  before: null,
  change: null,
  after,
  ...more,
});
const quote = (unitPrice: string, quantity: number) => ({
  variantId: "v1",
  sku: "TENT",
  name: "Fjord 3P Tent",
  quantity,
  at: 0,
  tierId: "t1",
  tierName: "Standard",
  unknownTier: null,
  listPrice: "449.00",
  unitPrice,
  lineTotal: (Number(unitPrice) * quantity).toFixed(2),
  saved: ((449 - Number(unitPrice)) * quantity).toFixed(2),
  taxRateBp: 2300,
  tax: "0.00",
  steps: [
    step("base", "449.00"),
    ...(unitPrice === "449.00"
      ? []
      : [
          step("quantity_break", unitPrice, {
            ruleId: "r1",
            label: "Five or more",
            effect: { kind: "percent", basisPoints: 1000 },
            before: "449.00",
            change: "-44.90",
          }),
        ]),
  ],
  nextBreak: quantity < 5 ? { quantity: 5, unitPrice: "404.10", saves: "44.90" } : null,
  lookedAt: [
    {
      ruleId: "r2",
      name: "School groups",
      kind: "quantity_break",
      effect: { kind: "percent", basisPoints: 1000 },
      why: "paused",
    },
  ],
});
const TRIED = {
  orders: 40,
  ordersTouched: 3,
  lines: 90,
  linesTouched: 4,
  units: 31,
  totalNow: "1000.00",
  totalWith: "900.00",
  change: "-100.00",
  products: [
    { variantId: "v1", sku: "TENT", name: "Fjord 3P Tent", units: 31, totalNow: "1000.00", totalWith: "900.00" },
  ],
  warnings: [],
};

type Answers = Parameters<typeof cannedCore>[0];

async function open(search: object = {}, answers: Answers = {}) {
  const sent = cannedCore({
    store_status: { currency: "EUR", timeZone: "UTC", now: 0, storeName: "Alder & Pine" },
    staff_list: { rows: [], me: { id: "s1", name: "Niamh", role: "owner" } },
    settings_get: { scanGapMs: 0 },
    audit_list: { rows: [], next: null },
    stock_list: { rows: [{ variantId: "v1" }], next: null },
    tier_list: TIERS,
    price_rule_list: { rows: [FIVE, SCHOOL], next: null },
    price_rule_counts: { all: 2, promotion: 0, quantityBreak: 2, tier: 0, ended: 0, active: 1 },
    price_rule_get: FIVE,
    price_quote: ({ quantity, rule: draft }: { quantity: number; rule?: object }) =>
      quote(quantity >= 5 || draft ? "404.10" : "449.00", quantity),
    price_table: ({ quantities }: { quantities: number[] }) => ({
      rows: TIERS.rows.map((t) => ({ tierId: t.id, tierName: t.name, prices: quantities.map(() => "449.00") })),
    }),
    price_rule_try: TRIED,
    ...answers,
  });
  const user = userEvent.setup({ delay: null });
  void router.navigate({ to: "/prices", search });
  render(
    <QueryClientProvider client={createQueryClient()}>
      <RouterProvider router={router} />
      <Toasts />
    </QueryClientProvider>,
  );
  // The first to ask waits until the screen is loaded.
  await screen.findByRole("heading", { name: "Price rules" }, { timeout: 15_000 });
  return { user, sent };
}

afterEach(cleanup);

describe("the price rules", () => {
  it("list what they do beside the price that they make", async () => {
    const { sent } = await open({ quantity: 5 });
    const strip = await screen.findByTestId("price-strip");
    expect(strip.textContent).toContain("€2,020.50");
    expect(sent("price_quote")[0]).toEqual({ variantId: "v1", quantity: 5 });
    expect(await screen.findByText("in the sum")).toBeTruthy();
    expect(within(screen.getByTestId("looked-at")).getByText("paused")).toBeTruthy();
    await expectNothingSerious(document.body);
  });

  it("follow a break that is near", async () => {
    const { user, sent } = await open({});
    await user.click(await screen.findByText("5 units: 404.10 each, saves 44.90 each"));
    await waitFor(() => expect(sent("price_quote").at(-1)).toMatchObject({ quantity: 5 }));
  });

  it("are made in a form that says what they would have done last month", async () => {
    const { user, sent } = await open({}, { price_rule_create: (r: object) => ({ ...FIVE, ...r, id: "r9" }) });
    await user.click(await screen.findByTestId("new-rule"));
    const dialog = await screen.findByTestId("rule-dialog");
    await user.click(within(dialog).getByTestId("rule-commit"));
    expect(within(dialog).getByText("It needs a name.")).toBeTruthy();
    expect(sent("price_rule_create")).toEqual([]);

    await user.type(within(dialog).getByTestId("rule-name"), "Ten");
    await user.type(within(dialog).getByTestId("rule-figure"), "10");
    const tried = await within(dialog).findByTestId("tried");
    expect(tried.textContent).toContain("3 of 40");
    expect(tried.textContent).toContain("−100.00");
    expect((await within(dialog).findByTestId("sample-with")).textContent).toBe("404.10");
    await expectNothingSerious(dialog);

    await user.click(within(dialog).getByTestId("rule-commit"));
    await waitFor(() =>
      expect(sent("price_rule_create")).toEqual([
        {
          kind: "quantity_break",
          name: "Ten",
          scope: "store",
          minQuantity: 5,
          effect: { kind: "percent", basisPoints: 1000 },
          priority: 0,
          stops: false,
          active: true,
        },
      ]),
    );
    expect(await screen.findByTestId("toast")).toBeTruthy();
  });

  it("put what the core refuses under its field, and keep what was typed", async () => {
    const { user } = await open(
      { open: "r1" },
      {
        price_rule_update: refuse({
          code: "VALIDATION",
          fields: [{ field: "effect.basisPoints", problem: "too_large", limit: 10000, message: "at most 100 %" }],
        }),
      },
    );
    const dialog = await screen.findByTestId("rule-dialog");
    const figure = within(dialog).getByTestId("rule-figure") as HTMLInputElement;
    await user.clear(figure);
    await user.type(figure, "40");
    await user.click(within(dialog).getByTestId("rule-commit"));
    expect(await within(dialog).findByText("at most 100 %")).toBeTruthy();
    expect(figure.value).toBe("40");
  });

  it("are paused at once, with a way back, and switched on after a look at last month", async () => {
    const { user, sent } = await open(
      {},
      { price_rule_update: (r: { id: string; active: boolean }) => ({ ...FIVE, ...r, rowVersion: 2 }) },
    );
    await user.click(await screen.findByText("Five or more"));
    await user.keyboard("p");
    await waitFor(() => expect(sent("price_rule_update")).toEqual([{ id: "r1", rowVersion: 1, active: false }]));
    await user.click(await screen.findByRole("button", { name: "Undo" }));
    await waitFor(() => expect(sent("price_rule_update").at(-1)).toEqual({ id: "r1", rowVersion: 2, active: true }));

    await user.click(within(screen.getByTestId("prices-grid")).getByText("School groups"));
    await user.keyboard("p");
    const dialog = await screen.findByTestId("resume-dialog");
    expect((await within(dialog).findByTestId("tried")).textContent).toContain("3 of 40");
    await user.click(within(dialog).getByTestId("resume-commit"));
    await waitFor(() => expect(sent("price_rule_update").at(-1)).toEqual({ id: "r2", rowVersion: 4, active: true }));
  });

  it("say how to begin where there is none", async () => {
    await open(
      {},
      {
        price_rule_list: { rows: [], next: null },
        price_rule_counts: { all: 0, promotion: 0, quantityBreak: 0, tier: 0, ended: 0, active: 0 },
        stock_list: { rows: [], next: null },
      },
    );
    const empty = await screen.findByTestId("empty-first");
    expect(within(empty).getByRole("button", { name: "New rule" })).toBeTruthy();
    expect(screen.queryByTestId("price-strip")).toBeNull();
  });
});

describe("the tiers", () => {
  it("are renamed, and refuse to go while somebody has them", async () => {
    const { user, sent } = await open(
      {},
      {
        tier_update: (r: { name?: string; archived?: boolean }) =>
          r.archived
            ? refuse({ code: "TIER_IN_USE", id: "t2" as never, name: "Gold", customers: 3, rules: 1, isDefault: false })
            : { ...TIERS.rows[1], ...r },
      },
    );
    await user.click(await screen.findByTestId("tiers-open"));
    const dialog = await screen.findByTestId("tiers-dialog");
    const gold = within(dialog).getAllByTestId("tier")[1] as HTMLElement;
    expect(gold.textContent).toContain("3 customers, 1 rule");
    await user.click(within(gold).getByRole("button", { name: "More for Gold" }));
    await user.click(await screen.findByTestId("menu-archive"));
    expect(await within(gold).findByTestId("error-note")).toBeTruthy();
    await user.click(within(gold).getByRole("button", { name: "More for Gold" }));
    await user.click(await screen.findByTestId("menu-rename"));
    const name = within(gold).getByTestId("tier-name");
    await user.clear(name);
    await user.type(name, "Gold plus{Enter}");
    await waitFor(() => expect(sent("tier_update").at(-1)).toEqual({ id: "t2", rowVersion: 5, name: "Gold plus" }));
    await expectNothingSerious(dialog);
  });
});
